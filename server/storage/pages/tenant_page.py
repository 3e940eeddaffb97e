"""What the database knows for a tenant's page: never a flag, a concern, a place or another household."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from server.domain.tenant_page import Promise
from server.storage.database import db
from server.storage.people import contact_choices
from server.storage.tables.register import Appointment, Assignment, Firm, Home, Landlord, Operative, Repair
from server.storage.tables.visits import Visit, VisitState


@dataclass(frozen=True)
class VisitShown:
    """The newest visit of an appointment: its code, its status and what was agreed at its end."""

    visit_id: str
    code: str
    status: str
    summary: Mapping[str, Any] | None


def appointment(landlord_id: str, appointment_id: str) -> Appointment | None:
    return db.session.get(Appointment, (landlord_id, appointment_id))


def promise(row: Appointment) -> Promise:
    """What may be seen with the link alone."""
    landlord = db.session.get_one(Landlord, row.landlord_id)
    firm = db.session.get_one(Firm, (row.landlord_id, row.firm_id))
    return Promise(
        start_at=row.now_start_at,
        end_at=row.now_end_at,
        firm_name=firm.name,
        firm_phone=firm.phone,
        landlord_name=landlord.name,
        landlord_phone=landlord.phone,
        out_of_hours_phone=firm.out_of_hours_phone or landlord.out_of_hours_phone,
    )


def landlord_contact(landlord_id: str) -> tuple[str, str, str]:
    """Name, phone and phone out of hours of the landlord, for who has no page; empty before any data was loaded."""
    landlord = db.session.get(Landlord, landlord_id)
    return (landlord.name, landlord.phone, landlord.out_of_hours_phone) if landlord is not None else ("", "", "")


def postcode(landlord_id: str, uprn: str) -> str:
    home = db.session.get(Home, (landlord_id, uprn))
    return home.postcode if home is not None else ""


def language(landlord_id: str, person_id: str | None) -> str:
    """As they chose it on their page, else as the register has it; empty where nobody is named."""
    if person_id is None:
        return ""
    chosen = contact_choices.newest(landlord_id, person_id)
    person = contact_choices.person(landlord_id, person_id)
    return chosen.language if chosen is not None else person.language if person is not None else ""


def repair(row: Appointment) -> Repair | None:
    return db.session.get(Repair, (row.landlord_id, row.job_number))


def visit(row: Appointment) -> VisitShown | None:
    """The newest visit; a status of not_started where its phone has recorded nothing."""
    query = (
        select(Visit.visit_id, Visit.visit_code, VisitState.status, VisitState.state)
        .outerjoin(VisitState, VisitState.visit_id == Visit.visit_id)
        .where(Visit.landlord_id == row.landlord_id, Visit.appointment_id == row.appointment_id)
        .order_by(VisitState.event_count.is_(None), Visit.made_at.desc())
        .limit(1)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    visit_id, code, status, state = found
    folded: Mapping[str, Any] = state or {}
    return VisitShown(visit_id, code, status or "not_started", folded.get("summary"))


def operative_names(row: Appointment) -> tuple[str, ...]:
    """Who is to come, by name."""
    return tuple(one.full_name for one in operatives(row))


def operatives(row: Appointment) -> list[Operative]:
    """Who is to come, in the order of their names."""
    query = (
        select(Operative)
        .join(
            Assignment,
            (Assignment.operative_id == Operative.operative_id) & (Assignment.landlord_id == Operative.landlord_id),
        )
        .where(
            Assignment.landlord_id == row.landlord_id,
            Assignment.appointment_id == row.appointment_id,
            Assignment.ended_at.is_(None),
        )
        .order_by(Operative.full_name, Operative.operative_id)
    )
    return list(db.session.scalars(query))


def operative_name(landlord_id: str, operative_id: str) -> str:
    operative = db.session.get(Operative, (landlord_id, operative_id))
    return operative.full_name if operative is not None else ""
