"""Take in what a phone could not send and copied to a file: sealed boxes, opened here and recorded as if they had come.

Every event goes the way of a sync, under its own phone: judged, journalled, never trusted more for having come by hand.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson

from server.domain.errors import DoorstepError
from server.domain.sync_messages import BadMessage, Envelope, Message, read_envelope
from server.domain.times import NO_CLOCK
from server.outside.blobs import Blobs, original_key
from server.outside.clock import Clock
from server.outside.keys import Keys
from server.services.sync.record_events import record_events
from server.storage import files
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.phones import devices
from server.storage.phones.devices import Phone
from server.storage.tables.files import Blob

BATCH = 200


class NotAnUnsentFile(DoorstepError):
    """The file is something else, or was cut short."""

    def __init__(self, why: str) -> None:
        super().__init__("not_an_unsent_file", f"This is not a whole file of unsent records: {why}")


@dataclass(frozen=True)
class Room:
    """What taking it in needs: our keys, the store of photos, the time."""

    keys: Keys
    blobs: Blobs
    clock: Clock


@dataclass
class Taken:
    """What became of the file's boxes. `events` counts by status; `refused` says why each other box was left."""

    device_ids: list[str] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)
    photos: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)


def import_unsent(content: bytes, *, landlord_id: str, by: str, room: Room) -> Taken:
    """Record what the file holds; the same file again changes nothing. Raises NotAnUnsentFile."""
    told = _read(content)
    taken, now = Taken(), room.clock.now()
    named: dict[str, set[str]] = defaultdict(set)
    for (device_id, epoch), envelopes in _chains(told["events"], room.keys, taken).items():
        phone = _phone(landlord_id, device_id)
        if phone is None:
            taken.refused.append(f"{len(envelopes)} records of a phone that is not enrolled here")
            continue
        taken.device_ids = list(dict.fromkeys([*taken.device_ids, device_id]))
        for start in range(0, len(envelopes), BATCH):
            part = tuple(envelopes[start : start + BATCH])
            message = Message("unsent file", device_id, epoch, head=None, clock=NO_CLOCK, events=part)
            answer = record_events(phone, message, keys=room.keys, at=now)
            taken.events.update(str(result["status"]) for result in answer.results)
            named[device_id].update(answer.photos)
    _take_photos(told, landlord_id, named, room, taken)
    _note(taken, sha256(content).hexdigest(), landlord_id, by, now)
    return taken


def _read(content: bytes) -> dict[str, Any]:
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise NotAnUnsentFile("it is no JSON, or it was cut short.") from error
    if not isinstance(told, dict) or told.get("doorstep_unsent") != 1:
        raise NotAnUnsentFile("it was not made by the app's “Copy unsent to a file”.")
    for name in ("events", "photos"):
        rows = told.get(name)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise NotAnUnsentFile(f"its list of {name} is missing.")
    return told


def _chains(rows: Iterable[Mapping[str, Any]], keys: Keys, taken: Taken) -> dict[tuple[str, str], list[Envelope]]:
    """The events in the boxes, chain by chain in the order of their numbers."""
    found: dict[tuple[str, str], list[Envelope]] = defaultdict(list)
    for row in rows:
        try:
            envelope = read_envelope(orjson.loads(_opened(row, keys) or b""), "event")
        except (orjson.JSONDecodeError, BadMessage):
            taken.refused.append(f"record {row.get('seq')}: sealed for another server, or damaged")
        else:
            found[(envelope.device_id, envelope.epoch)].append(envelope)
    return {chain: sorted(envelopes, key=lambda one: one.seq) for chain, envelopes in found.items()}


def _opened(row: Mapping[str, Any], keys: Keys) -> bytes | None:
    box = row.get("box")
    return keys.open_box(box) if isinstance(box, str) and box.isascii() else None


def _phone(landlord_id: str, device_id: str) -> Phone | None:
    with db.engine.connect() as connection:
        phone = devices.phone_of_device(connection, device_id)
    return phone if phone is not None and phone.landlord_id == landlord_id else None


def _take_photos(
    told: Mapping[str, Any], landlord_id: str, named: Mapping[str, set[str]], room: Room, taken: Taken
) -> None:
    """Photos that the phone's records name, each only if its bytes hash to the name."""
    device_id = told.get("device_id")
    phone = _phone(landlord_id, device_id) if isinstance(device_id, str) else None
    for row in told["photos"]:
        content, name = _opened(row, room.keys), row.get("sha256")
        if content is None or sha256(content).hexdigest() != name:
            taken.refused.append(f"photo {str(name)[:12]}: sealed for another server, or damaged")
        elif phone is None or not _is_named(phone, name, named):
            taken.refused.append(f"photo {name[:12]}: no record of this phone names it")
        else:
            taken.photos[_keep(phone, name, content, room)] += 1


def _is_named(phone: Phone, name: str, named: Mapping[str, set[str]]) -> bool:
    with db.engine.connect() as connection:
        return name in named.get(phone.device_id, ()) or bool(files.named_among(connection, phone.device_id, [name]))


def _keep(phone: Phone, name: str, content: bytes, room: Room) -> str:
    """Keep the bytes first: a row without them would say that we have the only copy."""
    with db.engine.connect() as connection:
        known = files.blob_size(connection, phone.landlord_id, phone.firm_id, name) is not None
    if known:
        return "duplicate"
    room.blobs.put(original_key(phone.landlord_id, name), content)
    about = {"landlord_id": phone.landlord_id, "firm_id": phone.firm_id, "sha256": name, "size": len(content)}
    with transaction() as connection:
        files.keep_blob(connection, Blob(**about, verified_at=room.clock.now()))
    return "kept"


def _note(taken: Taken, fingerprint: str, landlord_id: str, by: str, now: datetime) -> None:
    after = {"file": fingerprint, "events": dict(taken.events), "photos": dict(taken.photos)}
    with transaction():
        for device_id in taken.device_ids or ["none"]:
            subject = audit.Subject("device", device_id)
            audit.record(landlord_id, subject, "unsent_file_imported", by=by, at=now, after=after)
