"""Planned works: proposed, noticed in writing, confirmed after ten clear working days or with a manager's reason."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from server.domain.booking.planned_works import NoticeTooShort
from server.domain.booking.slots import Slot
from server.domain.viewing import Viewer
from server.outside.clock import FixedClock
from server.services.appointments.move_appointment import Asked, Move, NewTime, move_appointment
from server.services.planned_works.confirm_planned_works import Consent, allow_short_notice, confirm_planned_works
from server.services.planned_works.send_written_notices import send_written_notices
from server.storage.booking import planned_works
from server.storage.database import db, transaction
from server.storage.tables.notices import Notice
from server.storage.tables.register import Appointment, Person
from server.storage.tables.telling import Letter
from server.storage.telling import by_hand
from tests import factories
from tests.factories import LANDLORD, NOW
from tests.services.booking.jobs import a_job, booked, offered

OFFICE = Viewer("u", "Office", "o@example.org", LANDLORD, "firm-a", ("contractor_office",))
YES = Consent("Mr Khan", "phone", "He rang back on Tuesday.")


@pytest.fixture
def works(app: Flask, clock: FixedClock) -> Appointment:
    """Proposed for the first day that a notice of today allows."""
    factories.an_operative("op-1")
    return booked(a_job(clock, kind="planned", minutes=240), clock)


def sent(clock: FixedClock) -> None:
    with transaction():
        db.session.execute(update(Notice).values(state="sent", sent_at=clock.now()))


def confirm(row: Appointment, clock: FixedClock) -> None:
    confirm_planned_works(LANDLORD, row.appointment_id, YES, rev=row.rev, by="office", clock=clock)


def test_works_are_proposed_behind_the_notice_and_confirmed_once_it_has_left(
    works: Appointment, clock: FixedClock
) -> None:
    assert (works.agreed_with_tenant, works.now_start_at and works.now_start_at.date()) == (False, date(2026, 12, 8))
    with pytest.raises(NoticeTooShort, match="No written notice"):
        confirm(works, clock)

    batch = send_written_notices(LANDLORD, [works.appointment_id], by="office", clock=clock)
    with pytest.raises(NoticeTooShort):
        confirm(works, clock)
    sent(clock)
    confirm(works, clock)

    assert (batch.ordered, batch.had_one) == (1, 0)
    assert (works.agreed_with_tenant, works.written_notice_sent_on) == (True, NOW.date())
    assert send_written_notices(LANDLORD, [works.appointment_id], by="office", clock=clock).had_one == 1
    (line,) = planned_works.register(OFFICE, limit=9)
    assert (line.channel, line.left_at, line.row.works_on) == ("sms", NOW, date(2026, 12, 8))


def test_a_notice_that_left_late_needs_a_managers_reason(works: Appointment, clock: FixedClock) -> None:
    send_written_notices(LANDLORD, [works.appointment_id], by="office", clock=clock)
    clock.move(days=2)
    sent(clock)
    with pytest.raises(NoticeTooShort, match="10 December 2026"):
        confirm(works, clock)

    reason = "The roofers are there that day."
    allow_short_notice(LANDLORD, works.appointment_id, reason=reason, by="manager", clock=clock)
    confirm(works, clock)

    assert works.agreed_with_tenant
    assert planned_works.leave_of(LANDLORD, [works.appointment_id])[works.appointment_id].by == "manager"


def test_what_was_only_said_is_no_written_notice(works: Appointment, clock: FixedClock) -> None:
    send_written_notices(LANDLORD, [works.appointment_id], by="office", clock=clock)
    with transaction():
        db.session.execute(update(Notice).values(state="sent", sent_at=clock.now(), channel="phone"))

    with pytest.raises(NoticeTooShort, match="No written notice"):
        confirm(works, clock)


def test_a_notice_held_for_being_late_leaves_with_the_reason(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    order = a_job(clock, kind="planned", minutes=60)
    soon = {"from_on": NOW.date() + timedelta(days=2), "days": 1}
    row = booked(order, clock, offer=offered(order, clock, **soon))
    send_written_notices(LANDLORD, [row.appointment_id], by="office", clock=clock)
    assert db.session.scalars(select(Notice.state)).all() == ["held"]

    allow_short_notice(LANDLORD, row.appointment_id, reason="She asked for it.", by="manager", clock=clock)
    db.session.expire_all()

    assert db.session.scalars(select(Notice.state)).all() == ["queued"]


def test_a_reason_given_before_lets_the_notice_leave_and_who_wants_calls_has_a_letter(
    app: Flask, clock: FixedClock
) -> None:
    factories.an_operative("op-1")
    order = a_job(clock, kind="planned", minutes=60)
    soon = {"from_on": NOW.date() + timedelta(days=2), "days": 1}
    row = booked(order, clock, offer=offered(order, clock, **soon))
    with transaction():
        db.session.execute(update(Person).values(preferred_channel="phone"))
    allow_short_notice(LANDLORD, row.appointment_id, reason="She asked for it.", by="manager", clock=clock)

    send_written_notices(LANDLORD, [row.appointment_id], by="office", clock=clock)

    assert db.session.execute(select(Notice.channel, Notice.allowed_because)).all() == [("letter", "She asked for it.")]
    assert db.session.scalars(select(Letter.kind)).all() == ["planned"]


def test_letters_for_all_wait_to_be_posted_whatever_their_tenants_read(works: Appointment, clock: FixedClock) -> None:
    send_written_notices(LANDLORD, [works.appointment_id], by="office", clock=clock, letters_for_all=True)

    assert db.session.execute(select(Notice.channel, Notice.state)).all() == [("letter", "held")]
    assert db.session.scalars(select(Letter.kind)).all() == ["planned"]


def test_a_letter_that_is_late_is_not_printed_before_a_manager_allows_it(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    order = a_job(clock, kind="planned", minutes=60)
    soon = {"from_on": NOW.date() + timedelta(days=7), "days": 1}
    row = booked(order, clock, offer=offered(order, clock, **soon))
    send_written_notices(LANDLORD, [row.appointment_id], by="office", clock=clock, letters_for_all=True)
    before = db.session.scalars(select(Letter.kind)).all()
    stopped = by_hand.stopped(OFFICE, clock.now())

    allow_short_notice(LANDLORD, row.appointment_id, reason="She asked for it.", by="manager", clock=clock)
    db.session.expire_all()

    assert (before, len(stopped)) == ([], 1)
    assert "10 clear working days" in stopped[0].why
    assert db.session.scalars(select(Letter.kind)).all() == ["planned"]
    assert db.session.scalars(select(Notice.state)).all() == ["held"]
    assert by_hand.stopped(OFFICE, clock.now()) == []


def test_agreed_works_are_not_moved_by_us_to_a_day_that_their_notice_does_not_allow(
    works: Appointment, clock: FixedClock
) -> None:
    send_written_notices(LANDLORD, [works.appointment_id], by="office", clock=clock)
    sent(clock)
    confirm(works, clock)
    sooner = Slot(works.now_start_at - timedelta(days=1), works.now_end_at - timedelta(days=1), "as_said", "As said")
    by_us, by_tenant = Asked("contractor", reason="A gap"), Asked("tenant", "phone", proof="She rang: sooner, please.")

    def move(asked: Asked) -> None:
        to = NewTime(slot=sooner, operatives=("op-1",))
        move_appointment(LANDLORD, works.appointment_id, Move(asked, to), rev=works.rev, by="office", clock=clock)

    with pytest.raises(NoticeTooShort, match="8 December 2026"):
        move(by_us)
    move(by_tenant)

    assert works.now_start_at == sooner.start_at
