"""Damage cases for the tests of the console: opened from what a visit's phone reported."""

from server.outside.clock import FixedClock
from server.services.damage.open_case import open_for_visit
from server.storage.database import db
from server.storage.tables.visits import Visit
from tests.factories import LANDLORD, NOW


def a_damage_case(appointment_id: str) -> str:
    """The case of the damage reported at this appointment; returns its id."""
    visit_id = db.session.scalar(db.select(Visit.visit_id).where(Visit.appointment_id == appointment_id))
    return open_for_visit(LANDLORD, str(visit_id), clock=FixedClock(NOW))[0].damage_id
