"""Where a record was made goes after twelve months; the record, its times and the proof of it stay."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.evidence.export_events import export_events
from server.services.evidence.rebuild_projections import rebuild_projections
from server.services.retention.drop_locations import drop_locations
from server.storage.database import db, transaction
from server.storage.tables.damage import DamageCase
from server.storage.tables.decisions import Claim, PolicyOverride
from server.storage.tables.imports import AuditEntry
from server.storage.tables.journal import JournalBody
from server.storage.tables.safety import Alarm
from server.storage.tables.standings import AppointmentDispute, AppointmentStanding, RepairStanding
from tests.evidence import journal_faults
from tests.factories import LANDLORD, NOW, sign_in
from tests.phone import Phone

GEO = {"lat": 52.2463, "lon": 0.7111, "acc_m": 12, "fix_ms": 1_790_000_000_000}
YEAR = timedelta(days=366)
CASE = "T-1@100000000001"
LATER = NOW + YEAR


def _arrived(phone: Phone, visit: str | None) -> None:
    phone.record("arrived", visit, at_property=True, geo=GEO)
    phone.record("left", visit)
    phone.sync()


def _bodies() -> list[dict[str, Any]]:
    with db.engine.connect() as connection:
        rows = connection.execute(select(JournalBody.body).order_by(JournalBody.position)).scalars()
        return [json.loads(bytes(row)) for row in rows]


def _wheres() -> list[tuple[bool, bool]]:
    """Of each record whether it says where it was made, and whether it says that it did."""
    return [("geo" in body, "geo_erased" in body) for body in _bodies()]


def _everything_shown() -> list[Any]:
    tables = ("visit_events", "visit_states", "device_heads", "reports")
    found = []
    with db.engine.connect() as connection:
        for table in tables:
            rows = connection.execute(text(f"SELECT * FROM {table}")).mappings()
            found.append(sorted(str(sorted(dict(row).items())) for row in rows))
    return found


def test_after_twelve_months_the_place_is_gone_and_the_rest_stays(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock
) -> None:
    _arrived(phone, visit)
    before, whole = _everything_shown(), _bodies()

    clock.at = NOW.replace(year=NOW.year + 1) - timedelta(days=1)
    assert drop_locations(keys=keys, clock=clock) == 0
    assert _wheres() == [(True, False), (False, False)]

    clock.at = LATER
    assert [drop_locations(keys=keys, clock=clock), drop_locations(keys=keys, clock=clock)] == [2, 0]

    assert _wheres() == [(False, True), (False, False)]
    assert _bodies()[1] == whole[1]
    assert journal_faults() == []
    rebuild_projections(landlord_id=LANDLORD, keys=keys, clock=clock)
    assert _everything_shown() == before
    assert db.session.scalars(select(AuditEntry.after).where(AuditEntry.action == "locations_dropped")).all() == [
        {"from": 1, "to": 2, "records": 1}
    ]


def test_no_byte_of_it_stays_in_an_sqlite_file(
    app: Flask, phone: Phone, visit: str, keys: Keys, clock: FixedClock
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's own vacuum takes away what was deleted")
    file = Path(str(db.engine.url.database))
    for length in range(0, 6_000, 150):
        phone.record("arrived", visit, at_property=True, said="x" * length, geo=GEO)
    phone.sync()
    _written_down()
    assert b"52.2463" in file.read_bytes()

    clock.at = LATER
    drop_locations(keys=keys, clock=clock)
    _written_down()

    assert b"52.2463" not in file.read_bytes()


def _written_down() -> None:
    """From SQLite's log into its file, so that the log says nothing any more."""
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))


def test_who_reads_the_journal_back_is_told(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    _arrived(phone, visit)
    clock.at = LATER
    drop_locations(keys=keys, clock=clock)

    arrived, left = (json.loads(line) for line in export_events(landlord_id=LANDLORD))

    assert (arrived["erased_at"], left["erased_at"]) == (LATER.isoformat().replace("+00:00", "Z"), None)
    assert arrived["hash"] == phone.kept[0]["hash"]
    assert "geo_erased" in arrived["body"]


def test_the_visits_page_says_so(app: Flask, phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    _arrived(phone, visit)
    clock.at = LATER
    drop_locations(keys=keys, clock=clock)
    console = app.test_client()
    sign_in(console, "contract_manager")

    page = console.get(f"/console/visits/{visit}").text

    assert "kept for its time, then taken out" in page


def test_a_day_is_londons(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    """Received at half past midnight of a summer's day, when in UTC it was the day before."""
    clock.at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    _arrived(phone, visit)

    clock.at = datetime(2027, 7, 1, 22, 30, tzinfo=UTC)
    assert drop_locations(keys=keys, clock=clock) == 0
    clock.at = datetime(2027, 7, 1, 23, 30, tzinfo=UTC)
    assert drop_locations(keys=keys, clock=clock) == 2


def test_a_copy_that_comes_again_is_known_and_brings_the_place_back_nowhere(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock
) -> None:
    _arrived(phone, visit)
    clock.at = LATER
    drop_locations(keys=keys, clock=clock)

    answer = phone.sync(list(phone.kept))

    assert [result["status"] for result in answer["results"]] == ["duplicate", "duplicate"]
    assert _wheres() == [(False, True), (False, False)]


def test_what_follows_goes_on_from_there(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    _arrived(phone, visit)
    clock.move(hours=24 * 30)
    _arrived(phone, visit)

    clock.at = LATER
    drop_locations(keys=keys, clock=clock)
    assert [gone for _, gone in _wheres()] == [True, False, False, False]
    clock.move(hours=24 * 31)
    assert drop_locations(keys=keys, clock=clock, most=1) == 1
    assert drop_locations(keys=keys, clock=clock, most=1) == 1
    assert [gone for _, gone in _wheres()] == [True, False, True, False]
    assert journal_faults() == []


def _a_claim() -> list[Any]:
    told = {"reference": "C-1", "person_id": "person-1", "claimed_at": NOW, "channel": "phone", "entered_by": "u"}
    return [Claim(claim_id="c-1", landlord_id=LANDLORD, case_id=CASE, answer_due_on=NOW.date(), **told)]


def _misses_enough() -> list[Any]:
    said = {"root": "J-1", "uprn": "100000000001", "not_kept": 3, "threshold_passed": True}
    return [RepairStanding(landlord_id=LANDLORD, case_id=CASE, **said)]


def _misses_too_few() -> list[Any]:
    said = {"root": "J-1", "uprn": "100000000001", "not_kept": 2, "threshold_passed": False}
    return [RepairStanding(landlord_id=LANDLORD, case_id=CASE, **said)]


def _a_dispute() -> list[Any]:
    said = {"about": "attendance", "stands": True, "channel": "page", "recorded_by": "u", "recorded_at": NOW}
    return [AppointmentDispute(landlord_id=LANDLORD, appointment_id="A-1", **said)]


def _an_alarm(visit: str) -> list[Any]:
    said = {"firm_id": "firm-a", "reference": "L-1", "cause": "x", "kind": "help", "operative_id": "op-1"}
    times = {"deadline_at": NOW, "raised_at": NOW, "raised_by": "server", "rung": "office"}
    return [Alarm(alarm_id="a-1", landlord_id=LANDLORD, visit_id=visit, **said, **times)]


def _damage(visit: str) -> list[Any]:
    said = {"reference": "D-1", "matter": "visit:v", "firm_id": "firm-a", "visit_id": visit, "stage": "closed"}
    return [DamageCase(damage_id="d-1", landlord_id=LANDLORD, **said, opened_at=NOW, changed_at=NOW, steps=1)]


@pytest.mark.parametrize(
    ("what", "stays"),
    [
        ("claim", True),
        ("misses enough", True),
        ("misses too few", False),
        ("dispute", True),
        ("alarm", True),
        ("damage", True),
        ("an open question", True),
    ],
)
def test_what_money_a_danger_or_a_dispute_hangs_on_stays_whole(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock, what: str, stays: bool
) -> None:
    made = {
        "claim": _a_claim,
        "misses enough": _misses_enough,
        "misses too few": _misses_too_few,
        "dispute": _a_dispute,
        "alarm": lambda: _an_alarm(visit),
        "damage": lambda: _damage(visit),
        "an open question": list,
    }
    _arrived(phone, visit)
    with transaction():
        result = "decision" if what == "an open question" else "kept"
        standing = AppointmentStanding(landlord_id=LANDLORD, appointment_id="A-1", case_id=CASE, result=result)
        db.session.merge(standing)
        db.session.add_all(made[what]())

    clock.at = LATER
    assert drop_locations(keys=keys, clock=clock) == 2

    assert _wheres()[0] == (stays, not stays)
    assert journal_faults() == []


def test_what_stands_apart_stays_whole(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    _arrived(phone, "0190a000-0000-7000-8000-000000000000")

    clock.at = LATER
    assert drop_locations(keys=keys, clock=clock) == 2

    assert _wheres()[0] == (True, False)


@pytest.mark.parametrize(("months", "gone"), [(0, False), (24, False), (6, True)])
def test_the_landlord_sets_how_long(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock, months: int, gone: bool
) -> None:
    _arrived(phone, visit)
    said = {"starts_on": NOW.date(), "reference": "not Havebury's", "reason": "r", "by": "u", "at": NOW}
    with transaction():
        db.session.add(PolicyOverride(landlord_id=LANDLORD, name="locations_kept_months", value=months, **said))

    clock.at = LATER
    drop_locations(keys=keys, clock=clock)

    assert _wheres()[0] == (not gone, gone)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE journal_bodies SET body = :body WHERE position = 1", "its body was changed"),
        ("DELETE FROM journal_bodies WHERE position = 1", "its body is gone, of which only a part was erased"),
    ],
)
def test_what_is_left_cannot_be_changed_unseen(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock, change: str, named: str
) -> None:
    """Not even where whoever changes it writes another erasure record to it: the signature is ours."""
    _arrived(phone, visit)
    clock.at = LATER
    drop_locations(keys=keys, clock=clock)
    other = json.dumps({**_bodies()[0], "type": "left"}).encode()

    _behind_our_back(change, {"body": other} if ":body" in change else {})

    assert [(fault.position, fault.problem) for fault in journal_faults()] == [(1, named)]


def test_an_erasure_that_we_did_not_sign_excuses_no_change(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock
) -> None:
    _arrived(phone, visit)
    other = b'{"type":"left"}'
    sha = db.session.execute(text("SELECT envelope_sha256 FROM journal WHERE position = 1")).scalar_one()
    forged = {"sha": sha, "kept": sha256(other).hexdigest(), "at": NOW.isoformat(), "sig": keys.sign_evidence("x")}
    _behind_our_back(
        "INSERT INTO erasures (envelope_sha256, erased_at, by, reason, kept_sha256, sig)"
        " VALUES (:sha, :at, 'server', 'r', :kept, :sig)",
        forged,
    )
    _behind_our_back("UPDATE journal_bodies SET body = :body WHERE position = 1", {"body": other})

    assert [fault.problem for fault in journal_faults()] == ["its body was changed"]


def _behind_our_back(statement: str, values: dict[str, Any]) -> None:
    """As somebody could who owns the database."""
    db.session.rollback()
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            for action in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS journal_bodies_no_{action}"))
        connection.execute(text(statement), values)
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = origin"))
