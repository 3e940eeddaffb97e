"""From a phone's sync to what the tenant is owed: nothing in between is made by hand."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from server.services.appointments.stop_waiting_for_phone import stop_waiting_for_phone
from server.services.assessment.follow_up_visits import follow_up_visits
from server.services.assessment.sweep_appointments import sweep_appointments
from server.services.claims.decide_claim import ClaimRuling, decide_claim
from server.services.claims.record_loss import LostDay, record_loss
from server.storage.cases import cases
from server.storage.database import db
from server.storage.tables.notices import Notice
from server.storage.tables.visits import VisitState
from tests.evidence import an_imported_visit
from tests.factories import LANDLORD, NOW, a_person, a_visit, an_appointment, an_assignment, an_operative
from tests.http.sync.conftest import Office
from tests.phone import Phone

CASE = "T-100000000001@100000000001"
FIRST, SECOND = NOW - timedelta(days=13), NOW - timedelta(days=6)


@pytest.fixture
def third(office: Office) -> str:
    """Today's visit, 10:00 to 12:00, of a repair that was missed twice, with what was lost on both days."""
    for name, start in (("A-1", FIRST), ("A-2", SECOND)):
        an_appointment(name, start_at=start, status="not_attended")
        an_imported_visit(name, "not_attended")
    an_appointment("A-3")
    an_assignment("A-3", "op-1")
    for lost in (
        LostDay("person-1", FIRST.date(), 9000, "employer"),
        LostDay("person-1", SECOND.date(), 5500, "payslip"),
    ):
        record_loss(LANDLORD, CASE, lost, by="office", clock=office.clock)
    return a_visit("A-3")


def at(office: Office, phone: Phone, **after: float) -> None:
    """Both the server's clock and the phone's, so long after nine."""
    office.clock.at = NOW + timedelta(**after)
    phone.wall_ms = round(office.clock.at.timestamp() * 1000)


def output() -> dict[str, Any]:
    latest = cases.latest_assessment(LANDLORD, CASE)
    assert latest is not None
    return latest.output


def told() -> list[str]:
    return sorted(row.template for row in db.session.scalars(select(Notice)))


def test_the_app_warns_before_the_third_visit(office: Office, third: str) -> None:
    answer = office.phone().sync()

    [visit] = [change["data"] for change in answer["changes"] if change["kind"] == "visit"]
    assert visit["prior_not_kept"] == 2


def test_an_operative_who_comes_late_without_a_word_makes_the_loss_payable(office: Office, third: str) -> None:
    phone = office.phone()
    at(office, phone, hours=3, minutes=25)
    phone.record("arrived", third, at_property=True)
    phone.record("access_given", third, adult_present=True, consent=True)
    phone.sync()

    assert follow_up_visits(clock=office.clock) == 1

    found = output()
    assert found["occasions"][2]["reasons"][0]["code"] == "late"
    assert (found["state"], found["total_pence"], found["waiting"]) == ("payable", 12_500, [])
    assert told() == ["not_kept_may_claim"]


def test_an_arrival_that_nothing_bounds_below_is_a_persons_to_decide(office: Office, third: str) -> None:
    """Enrolled at 12:30 by our clock, which then was put right by ten minutes: they came at some time before."""
    office.clock.at = NOW + timedelta(hours=3, minutes=30)
    phone = office.phone()
    phone.record("arrived", third, at_property=True)
    phone.record("access_given", third, adult_present=True, consent=True)
    office.clock.move(minutes=-10)
    phone.sync()
    follow_up_visits(clock=office.clock)

    found = output()
    assert found["occasions"][2]["result"] == "decision"
    assert (found["state"], found["total_pence"]) == ("decision", 0)


def test_a_remark_with_half_an_emoji_keeps_no_visit_from_being_decided(office: Office, third: str) -> None:
    phone = office.phone()
    at(office, phone, hours=3, minutes=25)
    phone.record("arrived", third, at_property=True)
    remark = phone.record("tenant_remark", third, text="cut off")["body"]
    phone.unsent.pop()
    phone.seq, phone.hash = 1, phone.unsent[0]["hash"]
    phone.append(remark.replace("cut off", "cut off \\ud83d"))
    phone.sync()

    assert follow_up_visits(clock=office.clock) == 1
    assert (output()["state"], output()["total_pence"]) == ("payable", 12_500)


def test_an_operative_who_spoke_in_time_has_kept_the_appointment(office: Office, third: str) -> None:
    phone = office.phone()
    at(office, phone, hours=2)
    phone.record("told_new_time", third, new_start="2026-11-23T12:30:00Z", channel="phone")
    at(office, phone, hours=3, minutes=32)
    phone.record("arrived", third, at_property=True)
    phone.sync()

    follow_up_visits(clock=office.clock)

    found = output()
    assert [row["result"] for row in found["occasions"]] == ["not_kept", "not_kept", "kept"]
    assert (found["state"], found["total_pence"]) == ("nothing", 0)


def test_a_phone_that_comes_back_with_nothing_proves_the_miss_and_one_that_stays_away_does_not(
    office: Office, third: str
) -> None:
    phone = office.phone()
    phone.sync()
    at(office, phone, hours=4)
    sweep_appointments(clock=office.clock)
    assert output()["waiting"][0]["why"] == "not_heard"

    at(office, phone, hours=5)
    phone.sync()
    at(office, phone, hours=5, minutes=1)
    sweep_appointments(clock=office.clock)

    assert (output()["state"], output()["total_pence"]) == ("payable", 12_500)


def test_word_that_comes_four_days_late_reopens_the_decision_and_rewrites_nothing(office: Office, third: str) -> None:
    """Two operatives on one visit: one found nobody in, late; the other had done the work, and was long offline."""
    an_operative("op-2")
    an_assignment("A-3", "op-2")
    there, offline = office.phone("op-1"), office.phone("op-2")
    for each in (there, offline):
        each.sync()
    offline.wall_ms += 65 * 60_000
    for kind, said in (("arrived", {}), ("access_given", {"adult_present": True, "consent": True}), ("work_done", {})):
        offline.record(kind, third, **said)
    at(office, there, hours=4, minutes=25)
    there.record("arrived", third)
    there.record("no_access", third, reason="nobody_in", card_left=True, card_number="7")
    there.sync()
    follow_up_visits(clock=office.clock)
    stop_waiting_for_phone(LANDLORD, "A-3", reason="His phone is lost.", by="manager", clock=office.clock)
    seen = cases.latest_assessment(LANDLORD, CASE)
    assert seen is not None
    decide_claim(LANDLORD, CASE, ClaimRuling("approved", seen.assessment_id, 12_500), by="manager", clock=office.clock)

    at(office, offline, days=4)
    offline.sync()
    follow_up_visits(clock=office.clock)

    after = cases.latest_assessment(LANDLORD, CASE)
    assert after is not None
    assert (after.state, after.total_pence, after.at_stake_pence) == ("hold", 0, 12_500)
    assert after.input["prior"] == {"state": "approved", "total_pence": 12_500}
    state = db.session.scalar(select(VisitState.state).where(VisitState.visit_id == third))
    assert [conflict["what"] for conflict in state["conflicts"]] == ["outcome"]


def test_a_new_household_is_not_warned_with_the_last_ones_misses(office: Office, third: str) -> None:
    sweep_appointments(clock=office.clock)
    a_person("person-9", tenancy_ref="T-NEW")
    an_appointment("A-9", person_id="person-9", start_at=NOW + timedelta(hours=6))
    an_assignment("A-9", "op-1")
    new = a_visit("A-9")

    answer = office.phone().sync()

    shown = {change["id"]: change["data"] for change in answer["changes"] if change["kind"] == "visit"}
    assert (shown[third]["prior_not_kept"], shown[new]["prior_not_kept"]) == (2, 0)
