"""Write everything that is held of one visit into a pack that proves itself: events, journal, times, photos, keys.

A pack is made for one reader. What they may not read is left out and said to be; its hash stays.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy.engine import Connection

from server.domain import packed
from server.domain.errors import DoorstepError
from server.domain.viewing import Viewer
from server.domain.withheld import is_household, withheld_event_ids
from server.outside.blobs import Blobs, WrongBytes
from server.outside.clock import Clock
from server.outside.evidence_packs import Pack
from server.outside.keys import Keys
from server.storage.cases.recorded import parsed
from server.storage.database import transaction
from server.storage.evidence import evidence_pack
from server.storage.people import audit

NOT_FOR_READER, ERASED, NOT_HERE, DAMAGED = "not_for_this_reader", "erased", "not_received_yet", "damaged_in_the_store"


class NothingRecorded(DoorstepError):
    """The visit is not known, or no phone has sent anything about it."""

    def __init__(self, visit_id: str) -> None:
        super().__init__("not_found", "Nothing has been received about such a visit.", {"visit_id": visit_id})


@dataclass(frozen=True)
class Desk:
    """What writing a pack needs: the store of photos, our keys, the time."""

    blobs: Blobs
    keys: Keys
    clock: Clock


@dataclass
class _Visit:
    """The visit's rows, and which of them this reader may not read."""

    rows: list[Any]
    times: Mapping[str, Any]
    rulings: Mapping[str, list[Any]]
    hidden: frozenset[str]
    photos: Mapping[str, list[Any]] = field(default_factory=dict)
    secret_photos: frozenset[str] = frozenset()


def export_evidence(visit_id: str, pack: Pack, *, viewer: Viewer, report: str, desk: Desk) -> str:
    """Write the pack and note who took it; returns its fingerprint. `report` is the page for people, as HTML.

    The caller has checked that the viewer may open the visit. Raises NothingRecorded.
    """
    now = desk.clock.now()
    with transaction() as connection:
        visit = _read(connection, viewer, visit_id)
        rows = visit.rows
        first, last = rows[0].position, evidence_pack.last_position(connection, viewer.landlord_id, rows)
        journal = evidence_pack.journal_between(connection, viewer.landlord_id, first, last)
        content = {
            "doorstep_evidence": 1,
            "visit_id": visit_id,
            "made_at": packed.written(now),
            "made_for": list(viewer.roles),
            "left_out": len(visit.hidden),
            "server_key_jwk": desk.keys.evidence_key_jwk,
            "events": [_event(visit, row, pack, desk) for row in rows],
            "journal": {
                "file": "journal.jsonl",
                "rows": len(journal),
                "before": evidence_pack.chain_hash_before(connection, viewer.landlord_id, first),
            },
            "phones": _phones(connection, rows, journal),
        }
        pack.add("pack.json", orjson.dumps(content, option=orjson.OPT_INDENT_2))
        pack.add("journal.jsonl", b"".join(orjson.dumps(packed.journal_row(row)) + b"\n" for row in journal))
        pack.add("report.html", report.encode())
        fingerprint = pack.seal(desk.keys.sign_evidence)
        after = {"fingerprint": fingerprint, "left_out": len(visit.hidden)}
        subject = audit.Subject("visit", visit_id)
        audit.record(viewer.landlord_id, subject, "evidence_exported", by=viewer.user_id, at=now, after=after)
    return fingerprint


def _read(connection: Connection, viewer: Viewer, visit_id: str) -> _Visit:
    rows = evidence_pack.rows_of_visit(connection, viewer.landlord_id, visit_id)
    if not rows:
        raise NothingRecorded(visit_id)
    hidden = _hidden(viewer, rows)
    photos: dict[str, list[Any]] = defaultdict(list)
    for photo in evidence_pack.photos_of(connection, visit_id):
        photos[photo.envelope_sha256].append(photo)
    return _Visit(
        rows=rows,
        times=evidence_pack.times_of(connection, visit_id),
        rulings=evidence_pack.rulings_of(connection, [row.envelope_sha256 for row in rows]),
        hidden=hidden,
        photos=photos,
        secret_photos=frozenset(one.sha256 for sha in hidden for one in photos[sha]),
    )


def _hidden(viewer: Viewer, rows: list[Any]) -> frozenset[str]:
    """The envelopes that this reader may not open. Two under one id are judged alike; what cannot be read may say
    anything, and is for those only who may read household concerns."""
    bodies = [(row, parsed(row.body)) for row in rows if row.body is not None]
    pairs = [(row.event_id, body) for row, body in bodies]
    ids = withheld_event_ids(viewer, pairs) | withheld_event_ids(viewer, pairs[::-1])
    closed = not viewer.may("household_concerns")
    return frozenset(
        row.envelope_sha256
        for row, body in bodies
        if row.event_id in ids or (closed and (not body or is_household(body)))
    )


def _event(visit: _Visit, row: Any, pack: Pack, desk: Desk) -> dict[str, Any]:
    sha, times = row.envelope_sha256, visit.times.get(row.envelope_sha256)
    left_out = _left_out(visit, row)
    name = None if left_out else f"bodies/{sha}.json"
    if name is not None:
        pack.add(name, bytes(row.body))
    later = visit.rulings.get(sha, [])
    at = parsed(row.body).get("at") if name is not None else None
    anchor_id = at.get("anchor_id") if isinstance(at, Mapping) else None
    return {
        **packed.journal_row(row),
        "status_now": later[-1].status if later else row.status,
        "code_now": later[-1].code if later else row.code,
        "rulings": packed.rulings(later),
        "body_file": name,
        "body_left_out": left_out,
        "location_erased": None if left_out else packed.erased_location(row),
        "times": None if times is None else packed.event_times(times, anchor_id),
        "photos": [_photo(visit, sha, one, pack, desk) for one in visit.photos.get(sha, [])],
    }


def _left_out(visit: _Visit, row: Any) -> str | None:
    if row.body is None:
        return ERASED
    return NOT_FOR_READER if row.envelope_sha256 in visit.hidden else None


def _photo(visit: _Visit, envelope: str, photo: Any, pack: Pack, desk: Desk) -> dict[str, Any]:
    """The photo as uploaded; each is written once, whatever names it."""
    said = {"sha256": photo.sha256, "size": photo.size, "mime": photo.mime, "role": photo.role}
    if envelope in visit.hidden or photo.sha256 in visit.secret_photos:
        return {**said, "role": "", "file": None, "left_out": NOT_FOR_READER}
    if photo.verified_at is None:
        return {**said, "file": None, "left_out": NOT_HERE}
    name = f"photos/{photo.sha256}"
    if not pack.has(name):
        try:
            content = desk.blobs.original(photo.landlord_id, photo.sha256)
        except WrongBytes:
            return {**said, "file": None, "left_out": DAMAGED}
        if content is None:
            return {**said, "file": None, "left_out": NOT_HERE}
        pack.add(name, content)
    return {**said, "file": name, "left_out": None}


def _phones(connection: Connection, rows: list[Any], journal: list[Any]) -> list[dict[str, Any]]:
    """The phones whose events the visit has, with their keys and what their chains announced."""
    lowest: dict[tuple[str, str], int] = {}
    for row in rows:
        chain = (row.device_id, row.epoch)
        lowest[chain] = min(row.seq, lowest.get(chain, row.seq))
    forked = {(row.device_id, row.epoch) for row in journal if row.status == "forked"}
    named = dict.fromkeys([*(device_id for device_id, _ in lowest), *(row.device_id for row in journal if row.sig)])
    return [
        {
            **_phone(connection, device_id),
            "chains": [
                {
                    "epoch": chain[1],
                    "forked": chain in forked,
                    "heads": [
                        {"seq": head.seq, "hash": head.hash, "heard_at": packed.written(head.heard_at)}
                        for head in evidence_pack.heads_heard(connection, chain, first)
                    ],
                    "lost": evidence_pack.lost_ranges(connection, chain),
                }
                for chain, first in lowest.items()
                if chain[0] == device_id
            ],
        }
        for device_id in named
    ]


def _phone(connection: Connection, device_id: str) -> dict[str, Any]:
    phone = evidence_pack.phone(connection, device_id)
    return {
        "device_id": device_id,
        "enrolled_at": packed.written(phone.enrolled_at) if phone else None,
        "revoked_at": packed.written(phone.revoked_at) if phone else None,
        "keys": [
            {
                "thumbprint": key.thumbprint,
                "public_key_jwk": key.public_key_jwk,
                "added_at": packed.written(key.added_at),
            }
            for key in evidence_pack.public_keys(connection, device_id)
        ],
    }
