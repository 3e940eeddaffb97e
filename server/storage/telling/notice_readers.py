"""Who is to be told about an appointment, and the names and numbers that their notice carries."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from server.domain.wording.tenant_times import london_date
from server.storage.tables.register import Appointment, Firm, Landlord, Person
from server.storage.tables.visits import Visit


@dataclass(frozen=True)
class Addressed:
    """An appointment, its tenant and its firm, as far as a notice needs them."""

    landlord_id: str
    appointment_id: str
    visit_id: str | None
    slot_start: datetime | None
    slot_end: datetime | None
    landlord_name: str
    landlord_phone: str
    firm_id: str
    firm_name: str
    person_id: str | None
    mobile: str
    preferred_channel: str


def find(connection: Connection, landlord_id: str, appointment_id: str) -> Addressed | None:
    """None where there is no such appointment; without a named person, the main tenant of the home that day."""
    here = (Appointment.landlord_id == landlord_id, Appointment.appointment_id == appointment_id)
    query = (
        select(Appointment.person_id, Appointment.uprn, Appointment.now_start_at, Appointment.now_end_at)
        .add_columns(Landlord.name, Landlord.phone, Firm.firm_id, Firm.name)
        .join(Landlord, Landlord.landlord_id == Appointment.landlord_id)
        .join(Firm, (Firm.landlord_id == Appointment.landlord_id) & (Firm.firm_id == Appointment.firm_id))
        .where(*here)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    person_id, uprn, start, end, landlord_name, landlord_phone, firm_id, firm_name = row
    person = _person(connection, landlord_id, person_id, uprn, start)
    visit = select(Visit.visit_id).where(Visit.landlord_id == landlord_id, Visit.appointment_id == appointment_id)
    visit_id = connection.execute(visit.order_by(Visit.made_at.desc()).limit(1)).scalar()
    return Addressed(
        landlord_id=landlord_id,
        appointment_id=appointment_id,
        visit_id=visit_id,
        slot_start=start,
        slot_end=end or start,
        landlord_name=landlord_name,
        landlord_phone=landlord_phone,
        firm_id=firm_id,
        firm_name=firm_name,
        person_id=person[0],
        mobile=person[1],
        preferred_channel=person[2],
    )


def _person(
    connection: Connection, landlord_id: str, person_id: str | None, uprn: str, start: datetime | None
) -> tuple[str | None, str, str]:
    query = select(Person.person_id, Person.mobile, Person.preferred_channel).where(Person.landlord_id == landlord_id)
    if person_id is not None:
        row = connection.execute(query.where(Person.person_id == person_id)).one_or_none()
        return (row[0], row[1], row[2]) if row else (None, "", "")
    if start is not None:
        day = london_date(start)
        query = query.where(
            or_(Person.tenure_from.is_(None), Person.tenure_from <= day),
            or_(Person.tenure_to.is_(None), Person.tenure_to >= day),
        )
    mains = connection.execute(query.where(Person.uprn == uprn, Person.role == "main")).all()
    return (mains[0][0], mains[0][1], mains[0][2]) if len(mains) == 1 else (None, "", "")
