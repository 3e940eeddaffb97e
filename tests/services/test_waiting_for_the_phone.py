"""A phone's silence is waited out; what it says, or a person's word, ends the wait."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.appointments.dispute_appointment import Dispute, dispute_appointment
from server.services.appointments.stop_waiting_for_phone import stop_waiting_for_phone
from server.services.assessment.sweep_appointments import sweep_appointments
from server.services.claims.decide_claim import ClaimRuling, decide_claim
from server.storage.cases import cases
from server.storage.database import db, transaction
from server.storage.tables.journal import Alert
from server.storage.tables.notices import Notice
from server.storage.tables.register import Appointment, Person
from tests.evidence import a_phone, heard, recorded, set_aside
from tests.factories import LANDLORD, NOW, a_visit, an_appointment, an_assignment, an_operative

CASE = "T-100000000001@100000000001"
OVER = timedelta(hours=3, minutes=11)


@pytest.fixture
def phone(app: Flask) -> str:
    """The phone of the operative on today's appointment, 10:00 to 12:00."""
    an_appointment("A-1")
    an_operative("op-1")
    an_assignment("A-1", "op-1")
    return a_phone("op-1")


def result() -> tuple[str, str]:
    standing = cases.appointment_standing(LANDLORD, "A-1")
    assert standing is not None
    return standing.result, standing.code


def notices() -> list[str]:
    return [row.template for row in db.session.scalars(select(Notice))]


def after_the_late_edge(clock: FixedClock) -> None:
    clock.at = NOW + OVER
    sweep_appointments(clock=clock)


def test_an_appointment_that_is_over_waits_for_its_phone(phone: str, clock: FixedClock) -> None:
    after_the_late_edge(clock)

    assert result() == ("waiting", "not_heard")
    assert notices() == []


def test_a_phone_that_was_heard_with_nothing_to_say_proves_the_miss(phone: str, clock: FixedClock) -> None:
    after_the_late_edge(clock)
    clock.move(minutes=5)
    heard(phone, clock.now(), head=4)
    clock.move(minutes=1)

    sweep_appointments(clock=clock)

    assert result() == ("not_kept", "no_show")
    assert len(notices()) == 1


def test_a_phone_heard_only_in_part_is_waited_for(phone: str, clock: FixedClock) -> None:
    after_the_late_edge(clock)
    clock.move(minutes=5)
    heard(phone, clock.now(), head=4, acked=3)
    clock.move(minutes=1)

    sweep_appointments(clock=clock)

    assert result() == ("waiting", "behind")


def test_what_a_reset_phone_lost_days_ago_is_not_waited_for(phone: str, clock: FixedClock) -> None:
    heard(phone, NOW - timedelta(days=3), head=140, acked=100, epoch="before the reset")
    heard(phone, NOW + OVER, head=4)

    clock.at = NOW + OVER + timedelta(minutes=1)
    sweep_appointments(clock=clock)

    assert result() == ("not_kept", "no_show")


def test_what_a_phone_lost_that_day_is_waited_for(phone: str, clock: FixedClock) -> None:
    heard(phone, NOW + timedelta(hours=2), head=140, acked=100, epoch="before the reset")
    heard(phone, NOW + OVER, head=4)

    clock.at = NOW + OVER + timedelta(minutes=1)
    sweep_appointments(clock=clock)

    assert result() == ("waiting", "behind")


def test_an_event_that_was_set_aside_is_waited_for(phone: str, clock: FixedClock) -> None:
    set_aside(a_visit("A-1"), phone)
    heard(phone, NOW + OVER, head=4)
    after_the_late_edge(clock)

    assert result() == ("waiting", "quarantined")


def test_late_evidence_of_a_kept_appointment_ends_the_wait(phone: str, clock: FixedClock) -> None:
    visit = a_visit("A-1")
    after_the_late_edge(clock)
    clock.move(hours=4)
    at = NOW + timedelta(hours=1, minutes=5)
    recorded(visit, "arrived", at, device=phone, seq=1, received_at=clock.now())
    heard(phone, clock.now(), head=1)
    clock.move(minutes=1)

    sweep_appointments(clock=clock)

    assert result() == ("kept", "on_time")
    assert notices() == []


def test_after_a_day_of_silence_a_person_is_asked_and_no_tenant_is_told(phone: str, clock: FixedClock) -> None:
    after_the_late_edge(clock)
    clock.move(hours=24)

    sweep_appointments(clock=clock)

    assert result() == ("decision", "phone_silent")
    assert [row.kind for row in db.session.scalars(select(Alert))] == ["phone_silent"]
    assert notices() == []


def test_a_person_who_stops_waiting_gives_a_reason(phone: str, clock: FixedClock) -> None:
    after_the_late_edge(clock)

    with pytest.raises(DoorstepError, match="Say why"):
        stop_waiting_for_phone(LANDLORD, "A-1", reason=" ", by="manager", clock=clock)


def test_a_person_who_stops_waiting_lets_the_outcome_stand(phone: str, clock: FixedClock) -> None:
    after_the_late_edge(clock)

    stop_waiting_for_phone(LANDLORD, "A-1", reason="The operative says he never went.", by="manager", clock=clock)

    assert result() == ("not_kept", "no_show")
    assert len(notices()) == 1


def test_a_tenant_who_says_nobody_came_makes_it_a_question_at_once(phone: str, clock: FixedClock) -> None:
    after_the_late_edge(clock)

    dispute_appointment(LANDLORD, "A-1", Dispute("attendance", "phone"), by="office", clock=clock)

    assert result() == ("decision", "phone_silent")


def test_nothing_is_approved_while_a_phone_is_waited_for(phone: str, clock: FixedClock) -> None:
    after_the_late_edge(clock)
    latest = cases.latest_assessment(LANDLORD, CASE)
    assert latest is not None

    with pytest.raises(DoorstepError) as refused:
        decide_claim(LANDLORD, CASE, ClaimRuling("approved", latest.assessment_id, 1), by="manager", clock=clock)

    assert refused.value.code == "waiting_for_phone"


def test_a_sweep_without_news_assesses_nothing(phone: str, clock: FixedClock) -> None:
    after_the_late_edge(clock)
    clock.move(minutes=1)

    assert sweep_appointments(clock=clock) == 0


def test_an_appointment_at_an_empty_home_is_seen_once_and_owes_nothing(app: Flask, clock: FixedClock) -> None:
    an_appointment("A-9", person_id="gone", start_at=NOW - timedelta(days=1))
    with transaction():
        db.session.query(Appointment).update({"person_id": None})
        db.session.query(Person).delete()

    assert sweep_appointments(clock=clock) == 0
    standing = cases.appointment_standing(LANDLORD, "A-9")
    assert standing is not None
    assert standing.result == "no_case"
