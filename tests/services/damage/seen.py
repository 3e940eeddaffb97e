"""A visit on which damage was reported, as the sync leaves it, and how a case stands."""

from typing import Any

from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.damage.open_case import open_for_visit
from server.storage.database import db
from server.storage.tables.damage import DamageCase, DamageStepRow
from tests.factories import LANDLORD, a_visit, an_appointment, an_assignment, an_operative
from tests.http.console import world

MANAGER = Viewer("manager-1", "M. Shah", "m@example.org", LANDLORD, None, ("contract_manager",))
FIRM = Viewer("firm-person", "F. Reed", "f@example.org", LANDLORD, "firm-a", ("contractor_office",))
OTHER_FIRM = Viewer("other-firm", "O. Reed", "o@example.org", LANDLORD, "firm-b", ("contractor_office",))
DOOR = {"item": "Door frame", "room": "Hall", "made_good": False, "customer_told": True}


def a_visit_of_firm_a() -> str:
    an_operative("op-1")
    an_appointment()
    an_assignment()
    return a_visit()


def a_report_of_damage(visit_id: str, **data: Any) -> str:
    """Reported on the phone; returns the report's id."""
    told = DOOR | data
    event = world.an_event(visit_id, "damage_reported", told)
    return world.a_report(event, "damage", told, visit_id=visit_id)


def a_case(clock: Clock, **data: Any) -> DamageCase:
    """The case of a damaged door frame that was not made good."""
    visit_id = a_visit_of_firm_a()
    a_report_of_damage(visit_id, **data)
    return open_for_visit(LANDLORD, visit_id, clock=clock)[0]


def kinds_of(case: DamageCase) -> list[str]:
    """The steps taken, oldest first."""
    query = db.select(DamageStepRow).where(DamageStepRow.damage_id == case.damage_id).order_by(DamageStepRow.number)
    return [row.kind for row in db.session.scalars(query)]
