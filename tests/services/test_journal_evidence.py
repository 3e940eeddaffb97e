"""The journal verified, exported, rebuilt; quarantined events released and set aside."""

import json
from typing import Any
from uuid import uuid4

import orjson
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.evidence.export_events import export_events
from server.services.evidence.rebuild_projections import rebuild_projections
from server.services.evidence.release_event import CannotBeApplied, NoSuchEvent, release_event
from server.services.evidence.set_event_aside import set_event_aside
from server.services.evidence.verify_journal import verify_journal
from server.storage.database import db, transaction
from tests.evidence import journal_faults
from tests.factories import LANDLORD
from tests.phone import Phone, SigningKey, event_hash

PROJECTIONS = {
    "visit_events": "envelope_sha256",
    "blob_references": "envelope_sha256, sha256",
    "reports": "event_id",
    "device_heads": "device_id, epoch",
}


def _evening(phone: Phone, visit: str, clock: FixedClock) -> None:
    """A day with everything in it: a beacon, a gap, a fork, a late opening, reports, photos, a false signature."""
    photo = {"sha256": "ab" * 32, "size": 5, "mime": "image/jpeg", "role": "damage"}
    phone.sync()
    sent = [phone.record("travel_started", visit), phone.record("arrived", visit)]
    phone.sync([])
    clock.move(hours=2)
    phone.wall_ms += 7_200_000
    phone.sync(sent[1:])
    clock.move(minutes=1)
    phone.sync(sent[:1])
    made = str(uuid4())
    early = phone.record("arrived", made)
    opened = phone.record("visit_opened", made, reason="in passing")
    phone.record("damage_reported", visit, item="door", blobs=[photo])
    phone.record("danced", visit)
    clock.move(minutes=1)
    phone.sync([early])
    clock.move(minutes=1)
    phone.sync([opened])
    clock.move(minutes=1)
    phone.sync()
    fork = {**opened, "id": str(uuid4())}
    phone.post(phone.request([{**fork, "hash": event_hash(fork)}]))


def _all(table: str, order: str) -> list[dict[str, Any]]:
    rows = db.session.execute(text(f"SELECT * FROM {table} ORDER BY {order}")).mappings()
    return [dict(row) for row in rows]


def _tamper(table: str, statement: str) -> None:
    """Lift the guard as somebody with the database in hand could, then rewrite."""
    with transaction() as connection:
        if db.engine.dialect.name == "sqlite":
            for action in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{action}"))
        else:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        connection.execute(text(statement))


@pytest.fixture(autouse=True)
def _guards_back(app: Flask) -> Any:
    yield
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        with transaction() as connection:
            for table in ("journal", "journal_bodies", "journal_rulings"):
                connection.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


def test_rebuilt_projections_equal_the_live_ones(phone: Phone, visit: str, clock: FixedClock, keys: Keys) -> None:
    _evening(phone, visit, clock)
    before = {table: _all(table, order) for table, order in PROJECTIONS.items()}
    states = _all("(SELECT visit_id, status, state, event_count FROM visit_states) s", "visit_id")

    rebuild_projections(landlord_id=LANDLORD, keys=keys, clock=clock)

    for table, order in PROJECTIONS.items():
        assert _all(table, order) == before[table]
    assert _all("(SELECT visit_id, status, state, event_count FROM visit_states) s", "visit_id") == states
    assert len(before["visit_events"]) == 5


def test_a_beacon_dates_the_events_it_covers_once_they_are_all_here(
    phone: Phone, visit: str, clock: FixedClock
) -> None:
    phone.sync()
    first, second = phone.record("travel_started", visit), phone.record("arrived", visit)
    phone.sync([])
    heard = clock.now()
    clock.move(hours=2)

    phone.sync([first])
    apart = db.session.execute(text("SELECT hard_to_at FROM visit_events")).scalar_one()
    clock.move(hours=1)
    phone.sync([second])

    bounds = db.session.execute(text("SELECT hard_to_at FROM visit_events ORDER BY seq")).scalars().all()
    assert not str(apart).startswith(f"{heard:%Y-%m-%d %H:%M}")
    assert [str(bound)[:16] for bound in bounds] == [f"{heard:%Y-%m-%d %H:%M}"] * 2


def test_an_untouched_journal_verifies(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    _evening(phone, visit, clock)

    found = verify_journal(landlord_id=LANDLORD, keys=keys)

    assert (found.rows, found.faults) == (7, [])


@pytest.mark.parametrize(
    ("table", "statement", "named"),
    [
        ("journal", "UPDATE journal SET status = 'accepted' WHERE position = 6", "changed"),
        ("journal", "UPDATE journal SET received_at = '2026-01-01 00:00:00' WHERE position = 2", "changed"),
        ("journal", "DELETE FROM journal WHERE position = 3", "missing"),
        ("journal", "DELETE FROM journal WHERE position >= 5", "told"),
        ("journal_bodies", "UPDATE journal_bodies SET body = '{}'", "body was changed"),
        ("journal_bodies", "DELETE FROM journal_bodies", "body is gone"),
    ],
)
def test_whatever_is_rewritten_is_named(
    phone: Phone, visit: str, clock: FixedClock, table: str, statement: str, named: str
) -> None:
    _evening(phone, visit, clock)
    _tamper(table, statement)

    faults = journal_faults()

    assert any(named in fault.problem for fault in faults)


@pytest.mark.parametrize("table", ["journal", "journal_bodies", "journal_rulings", "heads_heard"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_the_database_itself_refuses_to_rewrite(
    phone: Phone, visit: str, clock: FixedClock, table: str, statement: str
) -> None:
    _evening(phone, visit, clock)
    column = "epoch" if table == "heads_heard" else "envelope_sha256"

    with pytest.raises(DatabaseError, match="append-only"), transaction() as connection:
        connection.execute(text(statement.format(table, column, column)))


def test_a_body_may_go_once_its_erasure_is_recorded(phone: Phone, visit: str, clock: FixedClock) -> None:
    phone.record("arrived", visit)
    phone.sync()

    with transaction() as connection:
        sha = connection.execute(text("SELECT envelope_sha256 FROM journal")).scalar_one()
        values = {"sha": sha, "at": "2026-11-23 09:00:00+00:00"}
        record = "INSERT INTO erasures (envelope_sha256, erased_at, by, reason) VALUES (:sha, :at, 'test', 'retention')"
        connection.execute(text(record), values)
        connection.execute(text("DELETE FROM journal_bodies WHERE envelope_sha256 = :sha"), {"sha": sha})

    assert journal_faults() == []


def test_the_export_gives_back_every_byte(phone: Phone, visit: str) -> None:
    sent = phone.record("tenant_remark", visit, text="Grüße \u0000 😀")
    phone.sync()
    poison = b"\xff\xfe"
    envelope = phone.append("")
    envelope["hash"] = event_hash(envelope, poison)
    phone.send_raw(envelope, poison)

    first, second = (orjson.loads(line) for line in export_events(landlord_id=LANDLORD, device_id=phone.device_id))

    assert first["body"] == sent["body"]
    assert {name: first[name] for name in ("epoch", "seq", "id", "prev", "hash")} == {
        name: sent[name] for name in ("epoch", "seq", "id", "prev", "hash")
    }
    assert (first["status"], first["code"]) == ("accepted", None)
    assert second["body_base64"] == "//4="
    assert (second["status"], second["code"]) == ("quarantined", "bad_schema")
    assert list(export_events(landlord_id=LANDLORD, device_id="another")) == []


def test_a_released_event_counts_as_if_accepted_at_first(
    phone: Phone, visit: str, clock: FixedClock, keys: Keys
) -> None:
    phone.sync()
    phone.record("arrived", visit)
    key, phone.key = phone.key, None
    phone.sync([{**phone.unsent[0], "sig": SigningKey().sign("0")}])
    phone.key = key
    sha = db.session.execute(text("SELECT envelope_sha256 FROM journal")).scalar_one()

    release_event(sha, landlord_id=LANDLORD, by="manager", reason="rang the operative", keys=keys, clock=clock)

    state = json.loads(db.session.execute(text("SELECT state FROM visit_states")).scalar_one())
    assert (state["status"], state["event_count"]) == ("at_door", 1)
    line = orjson.loads(next(iter(export_events(landlord_id=LANDLORD))))
    assert (line["status"], line["first_status"], line["first_code"]) == ("accepted", "quarantined", "bad_sig")
    with pytest.raises(NoSuchEvent):
        release_event(sha, landlord_id=LANDLORD, by="manager", reason="again", keys=keys, clock=clock)


def test_what_cannot_be_read_cannot_be_released(phone: Phone, visit: str, clock: FixedClock, keys: Keys) -> None:
    phone.record("danced", visit)
    phone.sync()
    sha = db.session.execute(text("SELECT envelope_sha256 FROM journal")).scalar_one()

    with pytest.raises(CannotBeApplied):
        release_event(sha, landlord_id=LANDLORD, by="manager", reason="please", keys=keys, clock=clock)


def test_an_event_set_aside_stays_in_the_journal(phone: Phone, visit: str, clock: FixedClock) -> None:
    phone.record("danced", visit)
    phone.sync()
    sha = db.session.execute(text("SELECT envelope_sha256 FROM journal")).scalar_one()

    set_event_aside(sha, landlord_id=LANDLORD, by="manager", reason="a test phone", clock=clock)

    line = orjson.loads(next(iter(export_events(landlord_id=LANDLORD))))
    assert (line["status"], line["code"]) == ("set_aside", "unknown_type")
    assert journal_faults() == []
