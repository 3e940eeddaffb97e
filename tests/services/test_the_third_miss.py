"""The demonstration's repair: two misses from another system, a third today on a phone, and 125 pounds are owed."""

from datetime import date, timedelta

import pytest
from flask import Flask

from server.outside.clock import FixedClock
from server.services.assessment.assess_household import Assessed, assess_household
from server.services.claims.open_claim import NewClaim, open_claim
from server.services.claims.record_loss import LostDay, record_loss
from server.storage.cases import cases
from tests.evidence import a_phone, an_imported_visit, heard, recorded
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, an_assignment, an_operative

CASE = "T-100000000001@100000000001"
FIRST, SECOND = NOW - timedelta(days=13), NOW - timedelta(days=6)


@pytest.fixture
def visit(app: Flask) -> str:
    """Today's visit, 10:00 to 12:00, of a repair that was missed twice."""
    for name, start in (("A-1", FIRST), ("A-2", SECOND)):
        an_appointment(name, start_at=start, status="not_attended")
        an_imported_visit(name, "not_attended", reason="over-ran")
    an_appointment("A-3")
    an_operative("op-1")
    an_assignment("A-3", "op-1")
    return a_visit("A-3")


def assessed(clock: FixedClock, cause: str = "test") -> Assessed:
    return assess_household(LANDLORD, CASE, cause=cause, clock=clock)


def lost(clock: FixedClock) -> None:
    record_loss(LANDLORD, CASE, LostDay("person-1", FIRST.date(), 9000, "employer"), by="office", clock=clock)
    record_loss(LANDLORD, CASE, LostDay("person-1", SECOND.date(), 5500, "payslip"), by="office", clock=clock)


def arrive_late(visit: str, clock: FixedClock) -> None:
    """25 minutes after the window's end the operative is let in, and the phone reports."""
    phone = a_phone("op-1")
    clock.at = NOW + timedelta(hours=3, minutes=25)
    recorded(visit, "arrived", clock.at, device=phone, seq=1, data={"at_property": True})
    consent = {"adult_present": True, "consent": True}
    recorded(visit, "access_given", clock.at + timedelta(minutes=2), device=phone, seq=2, data=consent)
    clock.move(minutes=5)
    heard(phone, clock.now(), head=2)


def test_two_misses_owe_nothing_yet(visit: str, clock: FixedClock) -> None:
    lost(clock)

    output = assessed(clock).assessment.output

    assert (output["state"], output["total_pence"]) == ("nothing", 0)
    assert [row["result"] for row in output["occasions"]] == ["not_kept", "not_kept", "not_due"]
    assert cases.not_kept_counts(LANDLORD, ["A-3"]) == {"A-3": 2}


def test_the_third_miss_makes_the_lost_earnings_payable(visit: str, clock: FixedClock) -> None:
    lost(clock)
    arrive_late(visit, clock)

    output = assessed(clock, cause="a phone's events").assessment.output

    assert (output["state"], output["total_pence"]) == ("payable", 12_500)
    assert output["roots"] == [{"root": "J-1", "not_kept": 3, "threshold_passed": True}]
    assert {day["day"]: day["paid_pence"] for day in output["days"]} == {
        FIRST.date().isoformat(): 7000,
        SECOND.date().isoformat(): 5500,
        NOW.date().isoformat(): 0,
    }
    assert output["waiting"] == []


def test_the_third_miss_stands_in_the_lists(visit: str, clock: FixedClock) -> None:
    lost(clock)
    arrive_late(visit, clock)
    assessed(clock)

    [repair] = cases.repairs_with_counts(LANDLORD, "firm-a")

    assert (repair.not_kept, repair.threshold_passed, repair.total_pence) == (3, True, 12_500)
    assert cases.repairs_with_counts(LANDLORD, "another-firm") == []
    standing = cases.appointment_standing(LANDLORD, "A-3")
    assert standing is not None
    assert (standing.result, standing.code) == ("not_kept", "late")


def test_a_new_assessment_supersedes_and_the_old_one_stays(visit: str, clock: FixedClock) -> None:
    lost(clock)
    before = assessed(clock).assessment.assessment_id
    arrive_late(visit, clock)
    after = assessed(clock).assessment

    assert after.supersedes == before
    assert after.total_pence == 12_500
    assert before in [row.assessment_id for row in cases.assessments_of(LANDLORD, CASE)]


def test_assessing_again_without_news_stores_nothing(visit: str, clock: FixedClock) -> None:
    first = assessed(clock)
    clock.move(minutes=7)

    second = assessed(clock)

    assert first.is_new
    assert not second.is_new
    assert len(cases.assessments_of(LANDLORD, CASE)) == 1


def test_a_claim_has_a_reference_and_is_answered_within_ten_working_days(visit: str, clock: FixedClock) -> None:
    claim = open_claim(LANDLORD, CASE, NewClaim("person-1", "phone"), by="office", clock=clock)

    assert claim.reference.startswith("CL-")
    assert claim.answer_due_on == date(2026, 12, 7)
    latest = cases.latest_assessment(LANDLORD, CASE)
    assert latest is not None
    assert latest.input["claimed_at"] == "2026-11-23T09:00:00Z"


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_events_in_any_order_give_the_same_assessment(visit: str, clock: FixedClock, order: tuple[int, ...]) -> None:
    lost(clock)
    phone, start = a_phone("op-1"), NOW + timedelta(hours=3, minutes=25)
    consent = {"adult_present": True, "consent": True}
    facts = [("arrived", {}), ("id_shown", {}), ("access_given", consent), ("work_done", {})]
    for number in order:
        kind, data = facts[number]
        at = start + timedelta(minutes=number)
        received_at = start + timedelta(hours=1)
        fields = {"id": f"event-{number}", "data": data, "received_at": received_at}
        recorded(visit, kind, at, device=phone, seq=number + 1, **fields)
    clock.at = start + timedelta(hours=2)
    heard(phone, clock.now(), head=4)

    found = assessed(clock).assessment

    third = found.input["repairs"][0]["appointments"][2]  # type: ignore[index]
    assert [event["id"] for event in third["events"]] == ["event-0", "event-1", "event-2", "event-3"]
    assert (found.state, found.total_pence) == ("payable", 12_500)
