"""Jobs that wait, offers for them, and bookings, for tests."""

from typing import Any

from server.outside.clock import FixedClock
from server.services.booking.book_work_order import Choice, book_work_order
from server.services.booking.find_slots import Asked, Offered, find_slots_for_work_order
from server.services.booking.raise_work_order import NewJob, raise_work_order
from server.storage.database import db
from server.storage.tables.register import Appointment
from tests import factories
from tests.factories import LANDLORD


def a_job(clock: FixedClock, number: str = "J-1", **fields: Any) -> str:
    """A plumbing job of an hour at the usual home, waiting; its work order's id."""
    uprn = fields.pop("home", "100000000001")
    factories.a_person(fields.pop("person_id", "person-1"), uprn=uprn)
    factories.a_firm(fields.get("firm_id", "firm-a"))
    values = {"firm_id": "firm-a", "job_number": number, "home": uprn, "trade": "plumbing", "description": "A leak"}
    return raise_work_order(LANDLORD, NewJob(**{**values, **fields}), by="manager", clock=clock)


def offered(order: str, clock: FixedClock, **asked: Any) -> Offered:
    return find_slots_for_work_order(LANDLORD, order, Asked(**asked), made_by="office", clock=clock)


def booked(order: str, clock: FixedClock, place: int = 0, **fields: Any) -> Appointment:
    """The first slot that is offered, agreed by telephone."""
    offer = fields.pop("offer", None) or offered(order, clock, **fields.pop("asked", {}))
    choice = Choice(offer.offer_id, place, "Mrs Khan", "phone", proof="She rang at 9.", **fields)
    appointment_id = book_work_order(LANDLORD, order, choice, by="office", clock=clock)
    return db.session.get_one(Appointment, (LANDLORD, appointment_id))
