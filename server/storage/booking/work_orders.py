"""Jobs that wait to be booked, the slots that were offered for them, and what is known for booking them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select, update

from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.booking import SlotOffer, WorkOrder
from server.storage.tables.register import Appointment, Assignment, Flag, Home, Person, Repair


@dataclass(frozen=True)
class Waiting:
    """One job to book, with what the office needs to ring the tenant."""

    order: WorkOrder
    repair: Repair
    home: Home
    person: Person | None


@dataclass(frozen=True)
class Unnamed:
    """A visit that nobody is named for: where it is, and what is to be done there."""

    appointment: Appointment
    address: str
    what: str


def waiting(viewer: Viewer, *, kind: str = "") -> list[Waiting]:
    """The jobs that wait: emergencies first, then those that are due soonest, then the oldest."""
    query = _with_around().where(*own_work(viewer, WorkOrder), _IS_OPEN)
    if kind:
        query = query.where(WorkOrder.kind == kind)
    rows = db.session.execute(query.order_by(*_SOONEST_FIRST))
    return [Waiting(*row) for row in rows]


def find(viewer: Viewer, work_order_id: str) -> Waiting | None:
    """One job to book or booked, as far as it is this person's."""
    query = _with_around().where(*own_work(viewer, WorkOrder), WorkOrder.work_order_id == work_order_id)
    row = db.session.execute(query).one_or_none()
    return Waiting(*row) if row is not None else None


_SOONEST_FIRST = (WorkOrder.kind != "emergency", WorkOrder.due_on.is_(None), WorkOrder.due_on, WorkOrder.at)
_IS_OPEN = and_(WorkOrder.appointment_id.is_(None), WorkOrder.closed_at.is_(None))


def _with_around() -> Any:
    same = WorkOrder.landlord_id
    return (
        select(WorkOrder, Repair, Home, Person)
        .join(Repair, and_(Repair.landlord_id == same, Repair.job_number == WorkOrder.job_number))
        .join(Home, and_(Home.landlord_id == same, Home.uprn == Repair.uprn))
        .outerjoin(Person, and_(Person.landlord_id == same, Person.person_id == WorkOrder.person_id))
    )


def get(landlord_id: str, work_order_id: str) -> WorkOrder | None:
    row = db.session.get(WorkOrder, work_order_id)
    return row if row is not None and row.landlord_id == landlord_id else None


def of_appointment(landlord_id: str, appointment_id: str) -> WorkOrder | None:
    """The job that an appointment was booked for; None for one that an import brought."""
    query = select(WorkOrder).where(WorkOrder.landlord_id == landlord_id, WorkOrder.appointment_id == appointment_id)
    return db.session.scalars(query).first()


def from_appointment(landlord_id: str, appointment_id: str) -> list[WorkOrder]:
    """What came of an appointment: rebooked, split off, followed on, recalled."""
    query = select(WorkOrder).where(
        WorkOrder.landlord_id == landlord_id, WorkOrder.from_appointment_id == appointment_id
    )
    return list(db.session.scalars(query.order_by(WorkOrder.at)))


def add(row: WorkOrder | SlotOffer) -> None:
    db.session.add(row)


def claim(landlord_id: str, work_order_id: str, appointment_id: str) -> bool:
    """Tie the job to its appointment, unless somebody booked or closed it meanwhile."""
    query = (
        update(WorkOrder)
        .where(WorkOrder.landlord_id == landlord_id, WorkOrder.work_order_id == work_order_id, _IS_OPEN)
        .values(appointment_id=appointment_id)
    )
    return bool(getattr(db.session.execute(query), "rowcount", 0) == 1)


def offer(landlord_id: str, offer_id: str) -> SlotOffer | None:
    row = db.session.get(SlotOffer, offer_id)
    return row if row is not None and row.landlord_id == landlord_id else None


def home(landlord_id: str, uprn: str) -> Home | None:
    return db.session.get(Home, (landlord_id, uprn))


def home_named(landlord_id: str, text: str) -> Home | None:
    """The home of a UPRN or a property reference, as somebody typed it."""
    name = text.strip()
    query = select(Home).where(Home.landlord_id == landlord_id, or_(Home.uprn == name, Home.property_ref == name))
    return db.session.scalars(query).first() if name else None


def repair(landlord_id: str, job_number: str) -> Repair | None:
    return db.session.get(Repair, (landlord_id, job_number))


def add_repair(row: Repair) -> None:
    db.session.add(row)


def main_tenant(landlord_id: str, uprn: str, day: date) -> Person | None:
    """Who holds the tenancy of a home on a day; None where nobody does or several might."""
    query = select(Person).where(Person.landlord_id == landlord_id, Person.uprn == uprn, Person.role == "main")
    there = [
        one
        for one in db.session.scalars(query)
        if (one.tenure_from is None or one.tenure_from <= day) and (one.tenure_to is None or day <= one.tenure_to)
    ]
    return there[0] if len(there) == 1 else None


def flag_kinds(landlord_id: str, uprn: str, person_id: str | None) -> list[tuple[str, str]]:
    """(kind, what to do) of the flags in force on a home or its person; never the reason."""
    is_about = Flag.uprn == uprn
    if person_id is not None:
        is_about = is_about | (Flag.person_id == person_id)
    query = select(Flag.kind, Flag.what_to_do).where(Flag.landlord_id == landlord_id, Flag.ended_on.is_(None), is_about)
    return [(kind, what) for kind, what in db.session.execute(query.order_by(Flag.flag_id))]


def unnamed_soon(viewer: Viewer, until: datetime, now: datetime) -> list[Unnamed]:
    """Visits up to a moment that still have nobody: a name is needed now."""
    someone = select(Assignment.appointment_id).where(
        Assignment.landlord_id == Appointment.landlord_id,
        Assignment.appointment_id == Appointment.appointment_id,
        Assignment.ended_at.is_(None),
    )
    same = Appointment.landlord_id
    query = (
        select(Appointment, Home.address_line_1, Home.postcode, Repair.description)
        .join(Home, and_(Home.landlord_id == same, Home.uprn == Appointment.uprn))
        .join(Repair, and_(Repair.landlord_id == same, Repair.job_number == Appointment.job_number))
        .where(*own_work(viewer, Appointment), Appointment.status == "booked", ~someone.exists())
        .where(Appointment.now_start_at >= now, Appointment.now_start_at < until)
        .order_by(Appointment.now_start_at, Appointment.appointment_id)
    )
    return [Unnamed(row, f"{line}, {postcode}", what) for row, line, postcode, what in db.session.execute(query)]


def next_number(landlord_id: str, beginning: str) -> str:
    """The first number with this beginning that no job has."""
    query = select(Repair.job_number).where(
        Repair.landlord_id == landlord_id, Repair.job_number.startswith(beginning, autoescape=True)
    )
    taken = set(db.session.scalars(query))
    return next(f"{beginning}{number}" for number in range(1, len(taken) + 2) if f"{beginning}{number}" not in taken)


def jobs_at(landlord_id: str, uprn: str) -> list[Repair]:
    """The jobs at a home, the newest first."""
    query = select(Repair).where(Repair.landlord_id == landlord_id, Repair.uprn == uprn)
    return list(db.session.scalars(query.order_by(Repair.raised_on.desc(), Repair.job_number.desc())))
