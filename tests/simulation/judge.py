"""The oracle: what must be true of server and phones once the storm is over, whatever happened in it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import orjson
from flask import Flask
from sqlalchemy import select

from server.domain.visits import fold_visit
from server.http.sync.photos import photo_reader
from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.evidence.apply_learned import apply_learned
from server.services.evidence.export_events import export_events
from server.services.evidence.rebuild_projections import rebuild_projections
from server.services.evidence.release_event import CannotBeApplied, release_event
from server.services.phones.know_phone import UnknownPhone, know_phone
from server.services.photos.find_stored_photos import find_stored_photos
from server.services.sync.read_changes import read_changes
from server.storage import journal, visits
from server.storage.database import db
from server.storage.files import BLOBS
from tests.evidence import journal_faults
from tests.factories import LANDLORD
from tests.simulation.server_rows import projections

Violation = dict[str, str]

ROUNDING_MS = 3
"""Each clock reading and each bound is rounded to a millisecond once."""


def judge(app: Flask, asked: dict[str, Any], clock: FixedClock) -> list[Violation]:
    """Every invariant that does not hold."""
    keys = Keys(app.extensions["doorstep_config"].secret_key)
    # As the worker does each hour: after a restore the store holds photos that no row names.
    find_stored_photos(blobs=app.extensions["doorstep_blobs"], clock=clock)
    db.session.remove()
    lines = [orjson.loads(line) for line in export_events(landlord_id=LANDLORD)]
    found = [
        *_evidence(asked, lines),
        *_photos(asked, app),
        *_held_feed(asked, clock),
        *_times(asked),
        *_journal(),
    ]
    _release_learned(lines, keys, clock)
    return [*found, *_folds(), *_rebuilt(keys, clock)]


def _say(invariant: str, what: str) -> Violation:
    return {"invariant": invariant, "what": what}


def _evidence(asked: dict[str, Any], lines: list[dict[str, Any]]) -> Iterator[Violation]:
    """I-1, I-10, I-12, I-15: what a phone called saved is here once, byte for byte, and nothing else is."""
    by_hash = defaultdict(list)
    for line in lines:
        by_hash[line["hash"]].append(line)
    known = {each["envelope"]["hash"] for each in asked["events"]}
    for each in asked["events"]:
        envelope = each["envelope"]
        rows = by_hash[envelope["hash"]]
        place = f"{each['phone']} {envelope['epoch']} {envelope['seq']}"
        if not rows and each["promised"] and not each["excused"]:
            yield _say("I-1", f"{place} was saved on the phone and never came")
        if len(rows) > 1:
            yield _say("I-15", f"{place} stands {len(rows)} times in the journal")
        for row in rows:
            same = all(row[name] == envelope[name] for name in ("id", "device_id", "epoch", "seq", "prev", "body"))
            if not same:
                yield _say("I-12", f"{place} is not what was sent")
    for line in lines:
        if line["hash"] not in known:
            yield _say("I-12", f"nobody recorded {line['device_id']} {line['epoch']} {line['seq']}")
    yield from _forks(lines)


def _forks(lines: list[dict[str, Any]]) -> Iterator[Violation]:
    standing = defaultdict(list)
    for line in lines:
        if line["first_code"] not in ("wrong_device", "hash_mismatch") and line["first_status"] != "forked":
            standing[line["device_id"], line["epoch"], line["seq"]].append(line)
    for place, rows in standing.items():
        if len(rows) > 1:
            yield _say("I-15", f"{len(rows)} events stand at {place}")


def _photos(asked: dict[str, Any], app: Flask) -> Iterator[Violation]:
    """I-5, I-23: every photo that a phone called saved is here and hashes to its name."""
    verified = set(db.session.scalars(select(BLOBS.c.sha256)))
    blobs = app.extensions["doorstep_blobs"]
    for sha256 in sorted(verified):
        if blobs.original(LANDLORD, sha256) is None:
            yield _say("I-23", f"photo {sha256[:12]} is said to be here and is not")
    named = set(db.session.scalars(select(visits.REFERENCES.c.sha256)))
    for photo in asked["photos"]:
        sha256 = photo["sha256"]
        # Of an event that was set apart the bytes must be kept; after a restore only its release names them again.
        is_here = sha256 in verified or (sha256 not in named and blobs.original(LANDLORD, sha256) is not None)
        if not is_here and not photo["excused"]:
            yield _say("I-5", f"photo {photo['sha256'][:12]} of {photo['phone']} never came")


def _held_feed(asked: dict[str, Any], clock: FixedClock) -> Iterator[Violation]:
    """I-16, I-20: a phone that has pulled to the end holds what it may show now, all of it and nothing else."""
    for phone in asked["phones"]:
        if phone["device"] is None:
            continue
        token = next(
            each["token"] for each in phone["device"]["operatives"] if each["id"] == phone["device"]["actor_id"]
        )
        try:
            sender = know_phone(token)
        except UnknownPhone:
            continue
        if sender.revoked_at is not None:
            continue
        page = read_changes(sender, None, now=clock.now(), photo=photo_reader(LANDLORD))
        wanted = {(each["kind"], each["id"]): each["data"] for each in page.changes}
        held = {(each["kind"], each["id"]): each["data"] for each in phone["feed"]}
        yield from _differences(phone["name"], wanted, held)
        yield from _leftovers(phone, {object_id for kind, object_id in held if kind == "visit"})


def _differences(name: str, wanted: dict[Any, Any], held: dict[Any, Any]) -> Iterator[Violation]:
    own_echo = ("visit_state",)
    for place in sorted(wanted.keys() - held.keys()):
        if place[0] not in own_echo:
            yield _say("I-16", f"{name} never heard of {place}")
    for place in sorted(held.keys() - wanted.keys()):
        if place[0] not in (*own_echo, "message"):
            yield _say("I-20", f"{name} still holds {place}")
    for place in sorted(wanted.keys() & held.keys()):
        if place[0] not in own_echo and _lasting(wanted[place]) != _lasting(held[place]):
            yield _say("I-16", f"{name} holds an old {place}")


def _lasting(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "checked_at"}


def _leftovers(phone: dict[str, Any], shown: set[str]) -> Iterator[Violation]:
    opened = {trace["visit_id"] for trace in phone["traces"] if trace["type"] == "visit_opened"}
    for trace in phone["traces"]:
        if trace["visit_id"] is not None and trace["visit_id"] not in shown | opened:
            yield _say("I-20", f"{phone['name']} still reads an event of {trace['visit_id']}")


def _times(asked: dict[str, Any]) -> Iterator[Violation]:
    """I-24, I-25: the true time lies in the hard interval always, in the asserted one where the phone is honest."""
    true = {each["envelope"]["id"]: each for each in asked["events"]}
    for row in db.session.execute(select(visits.EVENTS)):
        each = true.get(row.event_id)
        if each is None:
            continue
        at, who = each["true_ms"], f"{each['phone']} {row.epoch} {row.seq} {row.type}"
        if not _inside(at, row.hard_from_at, row.hard_to_at):
            yield _say("I-25", f"{who}: {at} is outside {_span(row.hard_from_at, row.hard_to_at)} ({row.clock})")
        if not each["hostile"] and not _inside(at, row.asserted_from_at, row.asserted_to_at):
            span = _span(row.asserted_from_at, row.asserted_to_at)
            yield _say("I-24", f"{who}: {at} is outside {span} ({row.clock})")


def _inside(at: int, earliest: Any, latest: Any) -> bool:
    begins = earliest is None or _ms(earliest) - ROUNDING_MS <= at
    return begins and at <= _ms(latest) + ROUNDING_MS


def _ms(at: Any) -> int:
    return round(at.timestamp() * 1000)


def _span(earliest: Any, latest: Any) -> tuple[int | None, int]:
    return (None if earliest is None else _ms(earliest), _ms(latest))


def _journal() -> Iterator[Violation]:
    for fault in journal_faults():
        yield _say("I-12", f"row {fault.position}: {fault.problem}")


def _release_learned(lines: list[dict[str, Any]], keys: Keys, clock: FixedClock) -> None:
    """A person lets through some of what an older server did not know, and this one learns the rest by itself: both
    equal having accepted at first (I-19)."""
    connection = db.session.connection()
    rows = {row.hash: row.envelope_sha256 for row in journal.every_row(connection, LANDLORD)}
    unknown = [line for line in lines if (line["status"], line["code"]) == ("quarantined", "unknown_type")]
    for line in unknown[::2]:
        try:
            release_event(
                rows[line["hash"]], landlord_id=LANDLORD, by="simulation", reason="known by now", keys=keys, clock=clock
            )
        except CannotBeApplied:
            continue
    db.session.remove()
    apply_learned(landlord_id=LANDLORD, keys=keys, clock=clock)


def _folds() -> Iterator[Violation]:
    """I-19: a visit's state is the fold of its accepted events, all of them."""
    connection = db.session.connection()
    states = {row.visit_id: row.state for row in connection.execute(select(visits.STATES))}
    for visit_id, state in sorted(states.items()):
        rows = visits.events_of(connection, [visit_id])
        if state["event_count"] != len(rows):
            yield _say("I-19", f"visit {visit_id} counts {state['event_count']} of {len(rows)} accepted events")
            continue
        folded = fold_visit([_event(row) for row in rows])
        if folded["status"] != state["status"]:
            yield _say("I-19", f"visit {visit_id} is {state['status']}, its events say {folded['status']}")


def _event(row: Any) -> dict[str, Any]:
    numbers = {"id": row.event_id, "device_id": row.device_id, "epoch": row.epoch, "seq": row.seq}
    return {**visits.parsed(row.body), **numbers, "middle_ms": row.clock.get("middle_ms")}


def _rebuilt(keys: Keys, clock: FixedClock) -> Iterator[Violation]:
    """I-13, I-18: made anew from the journal alone, every projection is the same."""
    before = projections()
    db.session.remove()
    rebuild_projections(landlord_id=LANDLORD, keys=keys, clock=clock)
    after = projections()
    for table, rows in before.items():
        for key in sorted(rows.keys() | after[table].keys(), key=str):
            was, is_now = rows.get(key), after[table].get(key)
            if was is None or is_now is None:
                yield _say("I-18", f"{table} {key}: {'new' if was is None else 'gone'} after a rebuild")
            elif was != is_now:
                changed = {name: (was[name], is_now[name]) for name in was if was[name] != is_now[name]}
                seq = f"{was.get('epoch')} {was.get('seq')}"
                yield _say("I-18", f"{table} {key} {seq} became another by a rebuild: {changed}")
