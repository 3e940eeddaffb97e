"""Reminders of tomorrow and a word on yesterday: once for each promised time, and never on top of other news."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from server.outside.clock import FixedClock
from server.services.notices.queue_appointment_notice import OfficeNews, queue_appointment_notice
from server.services.notices.queue_daily_notices import queue_feedback, queue_reminders
from server.storage.database import db, transaction
from server.storage.tables.register import Appointment
from server.storage.tables.standings import AppointmentStanding
from tests.factories import LANDLORD, an_appointment
from tests.outbox import outbox

TOMORROW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.fixture
def tomorrow(app: Flask, clock: FixedClock) -> str:
    """A visit of tomorrow at ten, seen at ten today."""
    clock.move(hours=1)
    return an_appointment(start_at=TOMORROW)


def states() -> list[tuple[str, str]]:
    return [(row["kind"], row["state"]) for row in outbox()]


def test_a_visit_is_reminded_of_once_and_again_only_for_a_new_time(tomorrow: str, clock: FixedClock) -> None:
    assert [queue_reminders(clock=clock) for _ in range(2)] == [1, 0]
    assert "your visit is Tue 24 Nov, 10am-midday." in outbox()[0]["text"]

    with transaction():
        row = db.session.get(Appointment, (LANDLORD, tomorrow))
        assert row is not None
        row.now_start_at = TOMORROW + timedelta(hours=3)
    assert queue_reminders(clock=clock) == 1


@pytest.mark.parametrize("status", ["cancelled", "attended"])
def test_what_does_not_come_is_not_reminded_of(tomorrow: str, clock: FixedClock, status: str) -> None:
    with transaction():
        row = db.session.get(Appointment, (LANDLORD, tomorrow))
        assert row is not None
        row.status = status

    assert queue_reminders(clock=clock) == 0


def test_who_was_told_of_the_time_today_is_not_reminded_of_it(tomorrow: str, clock: FixedClock) -> None:
    queue_appointment_notice(LANDLORD, "A-1", OfficeNews("booked", "b-1", TOMORROW), clock=clock)

    assert queue_reminders(clock=clock) == 0


def test_a_cancellation_takes_the_waiting_reminder_back(tomorrow: str, clock: FixedClock) -> None:
    queue_reminders(clock=clock)
    news = OfficeNews("cancelled", "c-1", old_start_at=TOMORROW, reason="illness")

    cause = queue_appointment_notice(LANDLORD, "A-1", news, clock=clock)

    assert (cause, states()) == ("havebury:cancelled:c-1", [("reminder", "replaced"), ("cancelled", "queued")])
    assert outbox()[1]["text"].startswith("Havebury: sorry, staff are ill: no visit Tue 24 Nov.")


def test_yesterdays_kept_visit_is_asked_about_once_the_next_morning(app: Flask, clock: FixedClock) -> None:
    an_appointment()
    standing = {"landlord_id": LANDLORD, "appointment_id": "A-1", "result": "kept", "code": "on_time"}
    with transaction():
        db.session.add(AppointmentStanding(**standing, late_edge_at=clock.now() + timedelta(hours=3)))

    asked = []
    for hours in (4, 20, 1, 1):
        clock.move(hours=hours)
        asked.append(queue_feedback(clock=clock))

    assert asked == [0, 0, 1, 0]
    assert "how was our visit on Mon 23 Nov?" in outbox()[0]["text"]
