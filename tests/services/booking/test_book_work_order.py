"""Booking: the tenant's choice becomes a promise, a diary, a history and a text; nobody is in two homes at once."""

from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from server.domain.booking.errors import SlotTaken
from server.domain.booking.finding import Wish
from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.booking.find_slots import find_slots_for_appointment
from server.services.booking.keep_availability import NewLeave, Traits, record_leave, set_hours, set_traits
from server.storage.booking import changes, diaries
from server.storage.database import db, transaction
from server.storage.tables.booking import DiaryCell, SlotOffer, WorkOrder
from server.storage.tables.notices import Notice
from server.storage.tables.register import Assignment, Flag
from server.storage.tables.visits import Visit
from tests import factories
from tests.factories import LANDLORD
from tests.services.booking.jobs import a_job, booked, offered

TUESDAY = date(2026, 11, 24)


def test_a_job_is_offered_booked_told_and_written_down(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    order = a_job(clock)

    offer = offered(order, clock)
    row = booked(order, clock, place=1, offer=offer)

    assert len(offer.slots) >= 3
    assert (row.now_start_at, row.now_end_at) == (offer.slots[1].slot.start_at, offer.slots[1].slot.end_at)
    assert row.agreed_on == date(2026, 11, 23)
    assert db.session.scalar(select(Assignment.operative_id)) == "op-1"
    assert db.session.scalar(select(Visit.appointment_id)) == row.appointment_id
    (kept,) = changes.of_appointments(LANDLORD, [row.appointment_id])
    assert (kept.kind, kept.agreed_by, kept.channel, kept.proof) == ("booked", "Mrs Khan", "phone", "She rang at 9.")
    assert len(db.session.get_one(SlotOffer, kept.offer_id).slots) == len(offer.slots)
    assert db.session.scalar(select(Notice.template)) == "booked"
    assert db.session.get_one(WorkOrder, order).appointment_id == row.appointment_id


def test_what_is_booked_is_not_offered_again(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    first, second = a_job(clock), a_job(clock, "J-2")
    tuesday = {"from_on": TUESDAY, "days": 1, "wish": Wish(codes=("two_hours_08",))}
    row = booked(first, clock, asked=tuesday)

    again = offered(second, clock, **tuesday)

    assert row.now_start_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    # An hour is taken and the way is a quarter: another hour still begins in time at 09:15.
    assert again.slots[0].begins_at == datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
    booked(second, clock, offer=again)
    assert offered(a_job(clock, "J-3"), clock, **tuesday).slots == ()
    assert offered(a_job(clock, "J-4"), clock, **tuesday).cautions[0].code == "few"


def test_leave_hours_and_bank_holidays_are_kept_free(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    order = a_job(clock)
    set_hours(LANDLORD, "op-1", {1: (time(13), time(20))}, TUESDAY, by="office", clock=clock)

    found = offered(order, clock, from_on=TUESDAY, days=8)

    assert {offer.day for offer in found.slots} == {TUESDAY, date(2026, 12, 1)}
    assert {offer.slot.code for offer in found.slots} >= {"evening", "afternoon"}
    away = NewLeave(date(2026, 11, 24), date(2026, 11, 30), "leave")
    record_leave(LANDLORD, "op-1", away, by="office", clock=clock)
    assert {offer.day for offer in offered(order, clock, from_on=TUESDAY, days=8).slots} == {date(2026, 12, 1)}
    christmas = offered(order, clock, from_on=date(2026, 12, 25), days=4)
    assert christmas.slots == ()


def test_the_register_asks_for_two_or_for_nobody(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    order = a_job(clock)
    _flag("two_people")

    assert offered(order, clock).slots == ()
    factories.an_operative("op-2", trades=["gas"])
    found = offered(order, clock)
    assert found.slots[0].operatives == ("op-1", "op-2")
    assert found.cautions[0].said == "Lone Working Register: Go with a second person"
    _flag("no_visit_to_home")
    with pytest.raises(DoorstepError, match="do not visit this home"):
        offered(order, clock)


def test_a_woman_is_sent_where_one_was_asked_for(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    order = a_job(clock)

    assert offered(order, clock, wish=Wish(sex="f")).slots == ()
    wider = offered(order, clock, wish=Wish(sex="f"), any_sex=True)
    assert wider.slots
    assert wider.cautions[0].code == "sex_not_met"
    set_traits(LANDLORD, "op-1", Traits("f", ("IP33",)), by="office", clock=clock)
    assert offered(order, clock, wish=Wish(sex="f")).slots[0].is_home_area


def test_the_name_may_stay_open_until_the_day_before(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    order, tomorrow = a_job(clock), {"from_on": TUESDAY, "days": 1}
    later = {"from_on": date(2026, 11, 26), "days": 1, "wish": Wish(codes=("morning",))}

    with pytest.raises(DoorstepError, match="name the operative"):
        booked(order, clock, asked=tomorrow, operatives=())
    row = booked(order, clock, asked=later, operatives=())

    assert db.session.scalars(select(Assignment.operative_id)).all() == []
    # The one hand there is, is spoken for.
    assert offered(a_job(clock, "J-2"), clock, **later).slots == ()
    assert find_slots_for_appointment(LANDLORD, row.appointment_id, made_by="tenant", clock=clock).slots


def test_a_slot_that_has_gone_books_nothing(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    first, second = a_job(clock), a_job(clock, "J-2")
    exact = {"from_on": TUESDAY, "days": 1, "wish": Wish(codes=("exact",))}
    stale = offered(second, clock, **exact)
    booked(first, clock, asked=exact)

    with pytest.raises(SlotTaken):
        booked(second, clock, offer=stale)
    assert db.session.get_one(WorkOrder, second).appointment_id is None
    with pytest.raises(DoorstepError, match="booked or closed"):
        booked(first, clock, offer=stale)


def test_two_schedulers_who_press_at_once_book_one_and_the_other_is_told(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    exact = {"from_on": TUESDAY, "days": 1, "wish": Wish(codes=("exact",))}
    orders = [a_job(clock, f"J-{number}") for number in range(6)]
    offers = {order: offered(order, clock, **exact) for order in orders}
    together, outcomes = Barrier(len(orders)), []

    def press(order: str) -> None:
        with app.app_context():
            together.wait()
            try:
                booked(order, clock, offer=offers[order])
                outcomes.append("booked")
            except DoorstepError as error:
                outcomes.append(error.code)
            finally:
                db.session.remove()

    _at_once(press, orders)

    assert sorted(outcomes) == ["booked"] + ["slot_taken"] * 5
    assert db.session.query(DiaryCell).count() == 4


def test_the_database_itself_refuses_a_quarter_twice(app: Flask, clock: FixedClock) -> None:
    """Without the lock and without looking first: what is left is the key."""
    for number in range(4):
        factories.an_appointment(f"A-{number}", job_number=f"J-{number}")
        factories.an_assignment(f"A-{number}", "op-1")
    begins_at = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    together, outcomes = Barrier(4), []

    def press(appointment_id: str) -> None:
        with app.app_context():
            together.wait()
            try:
                with transaction():
                    diaries.take(LANDLORD, appointment_id, ["op-1"], begins_at, 45)
                outcomes.append("taken")
            except SlotTaken:
                outcomes.append("refused")
            finally:
                db.session.remove()

    _at_once(press, [f"A-{number}" for number in range(4)])

    assert sorted(outcomes) == ["refused"] * 3 + ["taken"]


def test_a_quarter_given_back_by_an_import_can_be_taken(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    first, second = a_job(clock), a_job(clock, "J-2")
    exact = {"from_on": TUESDAY, "days": 1, "wish": Wish(codes=("exact",))}
    row = booked(first, clock, asked=exact)
    with transaction():
        row.status = "cancelled"

    again = booked(second, clock, asked=exact)

    assert again.now_start_at == row.now_start_at


def _at_once(press, names: list[str]) -> None:  # type: ignore[no-untyped-def]
    threads = [Thread(target=press, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


def _flag(kind: str) -> None:
    what = {"kind": kind, "what_to_do": "Go with a second person", "reason_restricted": "not for offices"}
    with transaction():
        db.session.add(Flag(landlord_id=LANDLORD, flag_id=kind, uprn="100000000001", set_on=date(2026, 11, 1), **what))


def test_leave_of_half_a_day_leaves_the_other_half(app: Flask, clock: FixedClock) -> None:
    factories.an_operative("op-1")
    order = a_job(clock)
    away = NewLeave(TUESDAY, TUESDAY, "training", from_clock=time(8), to_clock=time(12))
    record_leave(LANDLORD, "op-1", away, by="office", clock=clock)

    found = offered(order, clock, from_on=TUESDAY, days=1)

    assert min(offer.begins_at for offer in found.slots) >= datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert found.slots[0].begins_at - datetime(2026, 11, 24, 12, 0, tzinfo=UTC) < timedelta(hours=1)
