"""Six digits from the tenant's page, typed on a phone without network: what they prove once they are here."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from server.domain.witness import MOST_WRONG, minute_code, one_time_code
from server.outside.clock import FixedClock
from server.outside.keys import Keys
from server.services.assessment.build_case import build_case
from server.services.evidence.rebuild_projections import rebuild_projections
from server.storage.cases import households
from server.storage.database import db
from tests.factories import LANDLORD
from tests.phone import Phone


@pytest.fixture
def keys(app: Flask) -> Keys:
    return Keys(app.extensions["doorstep_config"].secret_key)


def at_ms(clock: FixedClock) -> int:
    return round(clock.now().timestamp() * 1000)


def shown(keys: Keys, clock: FixedClock, appointment_id: str = "A-1") -> str:
    """What the tenant's page shows now."""
    return minute_code(keys.witness_key(LANDLORD, appointment_id), at_ms(clock))


def pass_time(phone: Phone, clock: FixedClock, **by: int) -> None:
    clock.move(**by)
    phone.wall_ms += round(timedelta(**by).total_seconds() * 1000)


def clocks(kind: str) -> list[dict[str, Any]]:
    query = text("SELECT clock FROM visit_events WHERE type = :kind ORDER BY seq")
    found = db.session.execute(query, {"kind": kind}).scalars()
    return [json.loads(clock) if isinstance(clock, str) else clock for clock in found]


def arrival_in_case(clock: FixedClock) -> tuple[datetime, datetime]:
    household = households.of_appointment(LANDLORD, "A-1")
    assert household is not None
    case = build_case(household, as_of=clock.now()).case
    [event] = [one for one in case["repairs"][0]["appointments"][0]["events"] if one["type"] == "arrived"]
    return datetime.fromisoformat(event["earliest"]), datetime.fromisoformat(event["latest"])


def an_offline_arrival(phone: Phone, visit: str, clock: FixedClock, keys: Keys) -> datetime:
    """Arrives at 11:00 with no network, types the code a minute later, is in touch again at 15:00."""
    phone.sync([])
    pass_time(phone, clock, hours=2)
    arrived_at = clock.now()
    phone.record("arrived", visit, at_property=True)
    pass_time(phone, clock, minutes=1)
    phone.record("witness_code", visit, code=shown(keys, clock))
    pass_time(phone, clock, hours=4)
    return arrived_at


def test_the_code_of_a_minute_bounds_an_arrival_whose_clock_lied(
    phone: Phone, visit: str, clock: FixedClock, keys: Keys
) -> None:
    arrived_at = an_offline_arrival(phone, visit, clock, keys)
    phone.wall_ms += 7_200_000
    phone.sync()

    earliest, latest = arrival_in_case(clock)
    assert earliest <= arrived_at
    assert latest == arrived_at + timedelta(minutes=2)
    assert clocks("witness_code")[0]["code"] == "minute"
    assert clocks("arrived")[0]["suspect"] is not None


def test_without_a_code_such_an_arrival_may_have_been_at_any_time_until_it_was_received(
    phone: Phone, visit: str, clock: FixedClock, keys: Keys
) -> None:
    an_offline_arrival(phone, visit, clock, keys)
    phone.wall_ms += 7_200_000
    phone.sync(phone.unsent[:1])

    assert arrival_in_case(clock)[1] == clock.now()


@pytest.mark.parametrize("in_turn", [True, False])
def test_the_code_may_come_before_or_after_the_arrival_it_proves(
    phone: Phone, visit: str, clock: FixedClock, keys: Keys, in_turn: bool
) -> None:
    arrived_at = an_offline_arrival(phone, visit, clock, keys)
    arrived, code = phone.unsent
    for each in (arrived, code) if in_turn else (code, arrived):
        phone.sync([each])

    assert clocks("arrived")[0]["witness"]["until_ms"] == (arrived_at + timedelta(minutes=2)).timestamp() * 1000


def test_a_wrong_code_is_recorded_and_not_refused(phone: Phone, visit: str, clock: FixedClock, keys: Keys) -> None:
    phone.record("arrived", visit)
    wrong = "000000" if shown(keys, clock) != "000000" else "000001"
    phone.record("witness_code", visit, code=wrong)
    answer = phone.sync()

    assert [result["status"] for result in answer["results"]] == ["accepted", "accepted"]
    assert clocks("witness_code")[0]["code"] == "wrong"
    assert "witness" not in clocks("arrived")[0]


def test_another_appointments_code_is_wrong(phone: Phone, visit: str, clock: FixedClock, keys: Keys) -> None:
    phone.record("witness_code", visit, code=shown(keys, clock, "A-2"))
    phone.sync()

    assert clocks("witness_code")[0]["code"] == "wrong"


def test_a_code_of_before_the_anchor_is_wrong(phone: Phone, visit: str, clock: FixedClock, keys: Keys) -> None:
    """Nobody can save a code for later: the phone was in touch since."""
    early = shown(keys, clock)
    pass_time(phone, clock, minutes=30)
    phone.sync([])
    phone.record("witness_code", visit, code=early)
    phone.sync()

    assert clocks("witness_code")[0]["code"] == "wrong"


def test_guessing_makes_every_code_of_the_visit_worthless(
    phone: Phone, visit: str, clock: FixedClock, keys: Keys
) -> None:
    phone.record("arrived", visit)
    right = shown(keys, clock)
    phone.record("witness_code", visit, code=right)
    phone.sync()
    assert clocks("witness_code")[0]["code"] == "minute"

    for guess in range(MOST_WRONG + 1):
        phone.record("witness_code", visit, code=f"{(int(right) + 7 + guess) % 1_000_000:06d}"[::-1] + "0")
    phone.sync()

    assert {said["code"] for said in clocks("witness_code")} == {"too_many_wrong"}
    assert "witness" not in clocks("arrived")[0]


def test_a_texted_code_proves_contact_without_a_time(phone: Phone, visit: str, clock: FixedClock, keys: Keys) -> None:
    phone.record("arrived", visit)
    phone.record("witness_code", visit, code=one_time_code(keys.witness_key(LANDLORD, "A-1")))
    phone.sync()

    assert clocks("witness_code")[0]["code"] == "once"
    assert "witness" not in clocks("arrived")[0]


def test_a_rebuild_finds_the_same_witnesses(phone: Phone, visit: str, clock: FixedClock, keys: Keys) -> None:
    an_offline_arrival(phone, visit, clock, keys)
    phone.sync(phone.unsent[1:])
    phone.sync()
    before = clocks("arrived") + clocks("witness_code")

    rebuild_projections(landlord_id=LANDLORD, keys=keys, clock=clock)

    assert clocks("arrived") + clocks("witness_code") == before
    assert before[0]["witness"]["from_ms"] == before[1]["witness"]["from_ms"]


def test_no_code_of_a_visit_without_an_appointment_proves_anything(phone: Phone, clock: FixedClock, keys: Keys) -> None:
    made = "0190f0c0-0000-7000-8000-000000000001"
    phone.record("visit_opened", made, reason="in passing")
    phone.record("witness_code", made, code=shown(keys, clock))
    phone.sync()

    assert clocks("witness_code")[0]["code"] == "wrong"
