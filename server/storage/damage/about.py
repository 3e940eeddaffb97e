"""What a damage case is about, as the register knows it: whose home, whose work, which appointment and visit."""

from dataclasses import dataclass

from sqlalchemy import select

from server.storage.database import db
from server.storage.tables.messages import TenantMessage
from server.storage.tables.register import Appointment
from server.storage.tables.visits import Report, Visit


@dataclass(frozen=True)
class About:
    """One thread for each `matter`: the appointment where there is one, else the visit, else the message itself."""

    landlord_id: str
    matter: str
    firm_id: str
    uprn: str | None
    appointment_id: str | None = None
    visit_id: str | None = None
    person_id: str | None = None
    danger_now: bool = False


def about_report(report: Report) -> About:
    """A report without a visit stands alone."""
    visit = db.session.get(Visit, report.visit_id) if report.visit_id else None
    appointment = _appointment(report.landlord_id, visit.appointment_id if visit is not None else None)
    return About(
        landlord_id=report.landlord_id,
        matter=_matter(appointment, report.visit_id, report.report_id),
        firm_id=report.firm_id,
        uprn=report.uprn,
        appointment_id=appointment.appointment_id if appointment is not None else None,
        visit_id=report.visit_id,
        person_id=appointment.person_id if appointment is not None else None,
        danger_now=report.danger_now,
    )


def about_message(message: TenantMessage) -> About:
    """A message about an appointment is about its newest visit."""
    appointment = _appointment(message.landlord_id, message.appointment_id)
    visit_id = message.visit_id or _newest_visit(message.landlord_id, message.appointment_id)
    return About(
        landlord_id=message.landlord_id,
        matter=_matter(appointment, visit_id, message.message_id),
        firm_id=message.firm_id or (appointment.firm_id if appointment is not None else ""),
        uprn=message.uprn or (appointment.uprn if appointment is not None else None),
        appointment_id=appointment.appointment_id if appointment is not None else None,
        visit_id=visit_id,
        person_id=message.person_id or (appointment.person_id if appointment is not None else None),
    )


def _matter(appointment: Appointment | None, visit_id: str | None, otherwise: str) -> str:
    if appointment is not None:
        return f"appointment {appointment.appointment_id}"
    return f"visit {visit_id}" if visit_id else f"alone {otherwise}"


def _appointment(landlord_id: str, appointment_id: str | None) -> Appointment | None:
    return db.session.get(Appointment, (landlord_id, appointment_id)) if appointment_id is not None else None


def _newest_visit(landlord_id: str, appointment_id: str | None) -> str | None:
    if appointment_id is None:
        return None
    query = select(Visit.visit_id).where(Visit.landlord_id == landlord_id, Visit.appointment_id == appointment_id)
    return db.session.scalar(query.order_by(Visit.made_at.desc(), Visit.visit_id.desc()).limit(1))
