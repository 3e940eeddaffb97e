"""Who is to be told about an appointment, and the names and numbers that their notice carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection, Row

from server.domain.notices import Reader
from server.domain.wording.tenant_times import london_date
from server.storage.tables.messages import ContactChoice
from server.storage.tables.register import Appointment, Firm, Landlord, Person
from server.storage.tables.telling import PushSubscription
from server.storage.tables.visits import Visit
from server.storage.telling import opt_outs


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
    reader: Reader
    language: str = "en"

    @property
    def person_id(self) -> str | None:
        """Who is told, where somebody is named."""
        return self.reader.person_id


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
    reader, language = _reader_of(connection, person) if person else (Reader(), "en")
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
        reader=reader,
        language=language,
    )


def reader_of(connection: Connection, landlord_id: str, person_id: str) -> tuple[Reader, str]:
    """How one person can be reached and wants to be, and in which language; nobody where we do not know them."""
    person = _person(connection, landlord_id, person_id, "", None)
    return _reader_of(connection, person) if person else (Reader(), "en")


def _person(
    connection: Connection, landlord_id: str, person_id: str | None, uprn: str, start: datetime | None
) -> Row[Any] | None:
    columns = (Person.landlord_id, Person.person_id, Person.mobile, Person.landline, Person.email)
    query: Any = select(*columns, Person.preferred_channel, Person.language).where(Person.landlord_id == landlord_id)
    if person_id is not None:
        named: Row[Any] | None = connection.execute(query.where(Person.person_id == person_id)).one_or_none()
        return named
    if start is not None:
        day = london_date(start)
        query = query.where(
            or_(Person.tenure_from.is_(None), Person.tenure_from <= day),
            or_(Person.tenure_to.is_(None), Person.tenure_to >= day),
        )
    mains: Sequence[Row[Any]] = connection.execute(query.where(Person.uprn == uprn, Person.role == "main")).all()
    return mains[0] if len(mains) == 1 else None


def _reader_of(connection: Connection, person: Row[Any]) -> tuple[Reader, str]:
    """What the tenant chose last stands before the register's own line."""
    chosen = connection.execute(
        select(ContactChoice.channel, ContactChoice.language, ContactChoice.shared_phone, ContactChoice.code_by_text)
        .where(ContactChoice.landlord_id == person.landlord_id, ContactChoice.person_id == person.person_id)
        .order_by(ContactChoice.at.desc(), ContactChoice.choice_id.desc())
        .limit(1)
    ).one_or_none()
    here = (PushSubscription.landlord_id == person.landlord_id, PushSubscription.person_id == person.person_id)
    reader = Reader(
        person_id=person.person_id,
        mobile=person.mobile,
        preferred_channel=(chosen and chosen.channel) or person.preferred_channel,
        email=person.email,
        landline=person.landline,
        takes_push=connection.execute(select(PushSubscription.endpoint_sha256).where(*here).limit(1)).first()
        is not None,
        opted_out=opt_outs.is_stopped(connection, person.landlord_id, person.mobile),
        shared_phone=bool(chosen and chosen.shared_phone),
        code_by_text=bool(chosen and chosen.code_by_text),
    )
    return reader, (chosen and chosen.language) or person.language or "en"
