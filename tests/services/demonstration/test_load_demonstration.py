"""The demonstration landlord always has a day to work."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.domain.imports.clock_times import LONDON
from server.outside.clock import FixedClock
from server.services.demonstration.load_demonstration import afterwards, load_demonstration
from server.storage.database import Tables, db
from server.storage.tables.imports import ImportQuestion
from server.storage.tables.register import Appointment, Assignment, Firm, Flag, Home, Operative, VisitHistory
from server.storage.tables.visits import Visit


def count(entity: type[Tables]) -> int:
    return db.session.scalar(select(func.count()).select_from(entity)) or 0


def visits_today(operative_id: str, clock: FixedClock) -> list[str]:
    today = clock.now().astimezone(LONDON).date()
    query = (
        select(Appointment.appointment_id, Appointment.now_start_at)
        .join(Assignment, Assignment.appointment_id == Appointment.appointment_id)
        .join(Visit, Visit.appointment_id == Appointment.appointment_id)
        .where(Assignment.operative_id == operative_id)
    )
    return [key for key, start in db.session.execute(query) if start.astimezone(LONDON).date() == today]


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
        datetime(2026, 11, 22, 21, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 12, 25, 12, 0, tzinfo=UTC),
        datetime(2027, 1, 1, 0, 0, tzinfo=UTC),
    ],
)
def test_sam_has_four_visits_today_whatever_day_it_is(app: Flask, now: datetime) -> None:
    clock = FixedClock(now)

    assert load_demonstration("havebury", clock=clock)

    assert len(visits_today("OP001", clock)) == 4
    assert "A200003" in visits_today("OP001", clock)


def test_the_landlord_is_as_promised(app: Flask, clock: FixedClock) -> None:
    load_demonstration("havebury", clock=clock)

    assert (count(Home), count(Firm), count(Operative), count(Flag)) == (60, 3, 8, 1)
    assert count(ImportQuestion) == 0
    missed = select(VisitHistory).where(VisitHistory.job_number == "200001")
    assert [row.outcome for row in db.session.scalars(missed)] == ["not_attended", "not_attended"]


def test_the_losses_fall_on_the_days_of_the_two_missed_appointments(app: Flask, clock: FixedClock) -> None:
    load_demonstration("havebury", clock=clock)

    losses = afterwards(clock.now().date())["claim"]["losses"]
    days = {loss["day"]: loss["pence"] for loss in losses}
    missed = db.session.scalars(
        select(VisitHistory.agreed_start_at)
        .where(VisitHistory.job_number == "200001")
        .order_by(VisitHistory.agreed_start_at)
    )
    assert [days[start.astimezone(LONDON).date().isoformat()] for start in missed if start] == [9000, 5500]


def test_a_second_load_on_the_same_day_changes_nothing(app: Flask, clock: FixedClock) -> None:
    load_demonstration("havebury", clock=clock)
    before = (count(Appointment), count(Visit))

    assert not load_demonstration("havebury", clock=clock)

    assert (count(Appointment), count(Visit)) == before


def test_a_later_day_brings_its_own_visits(app: Flask, clock: FixedClock) -> None:
    load_demonstration("havebury", clock=clock)
    clock.move(days=3)

    assert not load_demonstration("havebury", clock=clock)

    assert len(visits_today("OP001", clock)) == 3
