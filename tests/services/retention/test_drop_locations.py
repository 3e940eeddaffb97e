"""Where a record was made goes after twelve months; the record, its times and the proof of it stay."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, text, update

from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.evidence.export_events import export_events
from server.services.evidence.rebuild_projections import rebuild_projections
from server.services.retention.drop_locations import drop_locations
from server.storage.database import db, transaction
from server.storage.tables.damage import DamageCase
from server.storage.tables.decisions import Claim, PolicyOverride
from server.storage.tables.imports import AuditEntry
from server.storage.tables.register import Appointment, VisitHistory
from server.storage.tables.safety import Alarm
from server.storage.tables.standings import AppointmentDispute, AppointmentStanding, RepairStanding
from tests.evidence import journal_faults
from tests.factories import LANDLORD, NOW, sign_in
from tests.phone import Phone
from tests.services.retention.located import CASE, GEO, LATER, arrived, bodies, everything_shown, settled, wheres


@pytest.fixture
def visit(visit: str) -> str:
    """Its appointment was kept, and nothing hangs on it."""
    return settled(visit)


def test_after_twelve_months_the_place_is_gone_and_the_rest_stays(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock
) -> None:
    arrived(phone, visit)
    before, whole = everything_shown(), bodies()

    clock.at = NOW.replace(year=NOW.year + 1) - timedelta(days=1)
    assert drop_locations(keys=keys, clock=clock) == 0
    assert wheres() == [(True, False), (False, False)]

    clock.at = LATER
    assert [drop_locations(keys=keys, clock=clock), drop_locations(keys=keys, clock=clock)] == [2, 0]

    assert wheres() == [(False, True), (False, False)]
    assert bodies()[1] == whole[1]
    assert journal_faults() == []
    rebuild_projections(landlord_id=LANDLORD, keys=keys, clock=clock)
    assert everything_shown() == before
    assert db.session.scalars(select(AuditEntry.after).where(AuditEntry.action == "locations_dropped")).all() == [
        {"from": 1, "to": 2, "records": 1}
    ]


def test_no_byte_of_it_stays_in_an_sqlite_file(
    app: Flask, phone: Phone, visit: str, keys: Keys, clock: FixedClock
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL's own vacuum takes away what was deleted")
    file = Path(str(db.engine.url.database))
    assert db.session.execute(text("PRAGMA secure_delete")).scalar_one() == 1
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
    arrived(phone, visit)
    clock.at = LATER
    drop_locations(keys=keys, clock=clock)

    first, second = (json.loads(line) for line in export_events(landlord_id=LANDLORD))

    assert (first["erased_at"], second["erased_at"]) == (LATER.isoformat().replace("+00:00", "Z"), None)
    assert first["hash"] == phone.kept[0]["hash"]
    assert "geo_erased" in first["body"]
    assert first["kept_sha256"] == sha256(first["body"].encode()).hexdigest()


def test_the_visits_page_says_so(app: Flask, phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    arrived(phone, visit)
    clock.at = LATER
    drop_locations(keys=keys, clock=clock)
    console = app.test_client()
    sign_in(console, "contract_manager")

    page = console.get(f"/console/visits/{visit}").text

    assert "kept for its time, then taken out" in page


def test_a_day_is_londons(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    """Received at half past midnight of a summer's day, when in UTC it was the day before."""
    clock.at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    arrived(phone, visit)

    clock.at = datetime(2027, 7, 1, 22, 30, tzinfo=UTC)
    assert drop_locations(keys=keys, clock=clock) == 0
    clock.at = datetime(2027, 7, 1, 23, 30, tzinfo=UTC)
    assert drop_locations(keys=keys, clock=clock) == 2


def test_a_copy_that_comes_again_is_known_and_brings_the_place_back_nowhere(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock
) -> None:
    arrived(phone, visit)
    clock.at = LATER
    drop_locations(keys=keys, clock=clock)

    answer = phone.sync(list(phone.kept))

    assert [result["status"] for result in answer["results"]] == ["duplicate", "duplicate"]
    assert wheres() == [(False, True), (False, False)]


def test_what_follows_goes_on_from_there(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    arrived(phone, visit)
    clock.move(hours=24 * 30)
    arrived(phone, visit)

    clock.at = LATER
    drop_locations(keys=keys, clock=clock)
    assert [gone for _, gone in wheres()] == [True, False, False, False]
    clock.move(hours=24 * 31)
    assert drop_locations(keys=keys, clock=clock, most=1) == 1
    assert drop_locations(keys=keys, clock=clock, most=1) == 1
    assert [gone for _, gone in wheres()] == [True, False, True, False]
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


def _disputed_in_a_file() -> list[Any]:
    db.session.execute(update(Appointment).values(tenant_disputes=True))
    return []


def _disputed_elsewhere() -> list[Any]:
    said = {
        "job_number": "J-1",
        "repair_root": "J-1",
        "uprn": "100000000001",
        "firm_id": "firm-a",
        "outcome": "no_access",
    }
    known = {"history_id": "h-1", "appointment_id": "A-1", "recorded_at": NOW}
    return [VisitHistory(landlord_id=LANDLORD, tenant_disputes=True, **said, **known)]


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
        ("a dispute in a file", True),
        ("a dispute of a visit elsewhere", True),
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
        "a dispute in a file": _disputed_in_a_file,
        "a dispute of a visit elsewhere": _disputed_elsewhere,
    }
    arrived(phone, visit)
    settled(visit, "decision" if what == "an open question" else "kept")
    with transaction():
        db.session.add_all(made[what]())

    clock.at = LATER
    assert drop_locations(keys=keys, clock=clock) == 2

    assert wheres()[0] == (stays, not stays)
    assert journal_faults() == []


def test_what_stands_apart_stays_whole(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    arrived(phone, "0190a000-0000-7000-8000-000000000000")

    clock.at = LATER
    assert drop_locations(keys=keys, clock=clock) == 2

    assert wheres()[0] == (True, False)


@pytest.mark.parametrize(("months", "gone"), [(0, False), (24, False), (6, True)])
def test_the_landlord_sets_how_long(
    phone: Phone, visit: str, keys: Keys, clock: FixedClock, months: int, gone: bool
) -> None:
    arrived(phone, visit)
    said = {"starts_on": NOW.date(), "reference": "not Havebury's", "reason": "r", "by": "u", "at": NOW}
    with transaction():
        db.session.add(PolicyOverride(landlord_id=LANDLORD, name="locations_kept_months", value=months, **said))

    clock.at = LATER
    drop_locations(keys=keys, clock=clock)

    assert wheres()[0] == (not gone, gone)


def test_what_was_never_assessed_is_open(phone: Phone, visit: str, keys: Keys, clock: FixedClock) -> None:
    arrived(phone, visit)
    with transaction():
        db.session.execute(delete(AppointmentStanding))

    clock.at = LATER
    assert drop_locations(keys=keys, clock=clock) == 2

    assert wheres()[0] == (True, False)


def test_a_call_for_help_keeps_its_place_also_without_a_visit(phone: Phone, keys: Keys, clock: FixedClock) -> None:
    phone.record("alarm_raised", None, kind="help", geo=GEO)
    phone.record("day_started", None, uniform=True, badge=True, geo=GEO)
    phone.sync()

    clock.at = LATER
    assert drop_locations(keys=keys, clock=clock) == 2

    assert wheres() == [(True, False), (False, True)]
