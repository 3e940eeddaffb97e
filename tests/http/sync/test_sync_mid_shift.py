"""Jobs added or changed in mid-shift reach the phone at its next contact, and it is told what changed."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from server.domain.booking.finding import Wish
from server.outside.clock import FixedClock
from server.services.appointments.assign_operatives import Assigning, assign_operatives
from server.services.appointments.move_appointment import Asked, Move, NewTime, move_appointment
from server.services.booking.find_slots import Asked as Looking
from server.services.booking.find_slots import find_slots_for_appointment
from server.storage.database import db
from server.storage.tables.journal import JournalRow
from tests.factories import LANDLORD, a_visit, an_appointment, an_assignment, an_operative
from tests.http.sync.conftest import Office
from tests.services.booking.jobs import a_job, booked

TODAY = date(2026, 11, 23)


def shown(answer: dict[str, Any]) -> dict[str, Any]:
    return {one["id"]: one.get("data") for one in answer["changes"] if one["kind"] == "visit"}


def test_a_job_booked_for_today_comes_with_the_word_that_it_is_new(office: Office, clock: FixedClock) -> None:
    phone = office.phone()
    phone.sync()
    clock.move(minutes=20)
    booked(a_job(clock), clock, asked={"from_on": TODAY, "days": 1})

    (found,) = shown(phone.sync()).values()

    assert (found["status"], found["changed"]) == (
        "booked",
        {"at": "2026-11-23T09:20:00Z", "by": "agreement", "what": "booked"},
    )


def test_a_move_and_another_operative_reach_both_phones_and_what_was_recorded_stays(
    office: Office, visit: str, clock: FixedClock
) -> None:
    an_operative("op-2")
    phone, other = office.phone(), office.phone("op-2")
    phone.sync()
    other.sync()
    phone.record("travel_started", visit)
    move_to_afternoon(clock)

    moved = shown(phone.sync())[visit]
    assert moved["changed"]["what"] == "moved"
    assert moved["start_at"] == "2026-11-23T12:00:00Z"
    clock.move(minutes=5)
    assign_operatives(
        LANDLORD, "A-1", Assigning(("op-2",), Asked("contractor", reason="Sam is ill")), rev=2, by="office", clock=clock
    )
    taken, given = shown(phone.sync()), shown(other.sync())

    assert taken[visit] is None
    assert given[visit]["changed"]["what"] == "assigned"
    assert db.session.scalars(select(JournalRow.status)).all() == ["accepted"]


def test_yesterdays_naming_is_no_news_today(office: Office, clock: FixedClock) -> None:
    an_appointment("A-2", start_at=clock.now() + timedelta(days=1, hours=1))
    an_assignment("A-2", "op-1")
    visit = a_visit("A-2")
    an_operative("op-2")
    assign_operatives(
        LANDLORD, "A-2", Assigning(("op-2",), Asked("contractor", reason="Swap")), rev=1, by="office", clock=clock
    )
    clock.move(days=1)

    assert shown(office.phone("op-2").sync())[visit]["changed"] is None


def move_to_afternoon(clock: FixedClock) -> None:
    look = Looking(Wish(codes=("afternoon",)), from_on=TODAY, days=1)
    offer = find_slots_for_appointment(LANDLORD, "A-1", look, made_by="office", clock=clock)
    asked = Asked("agreement", "phone", proof="She rang", agreed_by="Mrs Khan")
    move_appointment(LANDLORD, "A-1", Move(asked, NewTime(offer.offer_id, 0)), rev=1, by="office", clock=clock)
