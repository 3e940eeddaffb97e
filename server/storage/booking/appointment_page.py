"""One appointment as its office sees it: the promise, who goes, and everything that was ever done to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from server.domain.viewing import Viewer
from server.storage.booking import changes, work_orders
from server.storage.booking.changes import Telling
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.booking import OfficeChange, VisitingWish, WorkOrder
from server.storage.tables.register import (
    Appointment,
    AppointmentChange,
    Assignment,
    Firm,
    Home,
    Operative,
    Person,
    Repair,
)
from server.storage.tables.visits import Visit


@dataclass(frozen=True)
class Lined:
    """One line of the history, with how the tenant was told of it."""

    change: OfficeChange
    told: tuple[Telling, ...]
    said: AppointmentChange | None

    @property
    def asked_at(self) -> datetime | None:
        """When the tenant said it, where that was another moment than the recording."""
        at = self.change.facts.get("asked_at")
        return datetime.fromisoformat(at) if isinstance(at, str) else None

    @property
    def is_to_be_told(self) -> bool:
        """A first name is no news, and a booking has a confirmation of its own."""
        if self.change.kind == "assigned":
            return bool(self.change.facts.get("before"))
        return self.change.kind not in ("booked", "confirmed")

    @property
    def told_at(self) -> datetime | None:
        """When the tenant knew first."""
        moments = [way.at for way in self.told if way.at is not None]
        if self.said is not None and self.said.told_at is not None:
            moments.append(self.said.told_at)
        return min(moments, default=None)


@dataclass(frozen=True)
class AppointmentPage:
    """Everything that its page shows; `operatives` are (id, name) of those who go now."""

    appointment: Appointment
    home: Home
    repair: Repair
    person: Person | None
    firm_name: str
    operatives: tuple[tuple[str, str], ...]
    history: tuple[Lined, ...]
    other_changes: tuple[AppointmentChange, ...]
    order: WorkOrder | None
    came_of_it: tuple[WorkOrder, ...]
    jobs_here: tuple[Repair, ...]
    flags: tuple[tuple[str, str], ...]
    wish: VisitingWish | None
    visit_id: str | None


def find(viewer: Viewer, appointment_id: str) -> AppointmentPage | None:
    """None where there is none, or it is another firm's."""
    same = Appointment.landlord_id
    query = (
        select(Appointment, Home, Repair, Person, Firm.name)
        .join(Home, and_(Home.landlord_id == same, Home.uprn == Appointment.uprn))
        .join(Repair, and_(Repair.landlord_id == same, Repair.job_number == Appointment.job_number))
        .outerjoin(Person, and_(Person.landlord_id == same, Person.person_id == Appointment.person_id))
        .outerjoin(Firm, and_(Firm.landlord_id == same, Firm.firm_id == Appointment.firm_id))
        .where(*own_work(viewer, Appointment), Appointment.appointment_id == appointment_id)
    )
    found = db.session.execute(query).one_or_none()
    if found is None:
        return None
    row, home, repair, person, firm_name = found
    said = _said(viewer.landlord_id, appointment_id)
    history = _history(viewer.landlord_id, appointment_id, said)
    known = {line.change.change_id for line in history}
    return AppointmentPage(
        appointment=row,
        home=home,
        repair=repair,
        person=person,
        firm_name=firm_name or row.firm_id,
        operatives=_operatives(viewer.landlord_id, appointment_id),
        history=tuple(history),
        other_changes=tuple(one for one in said if one.change_id not in known),
        order=work_orders.of_appointment(viewer.landlord_id, appointment_id),
        came_of_it=tuple(work_orders.from_appointment(viewer.landlord_id, appointment_id)),
        jobs_here=tuple(work_orders.jobs_at(viewer.landlord_id, row.uprn)),
        flags=tuple(work_orders.flag_kinds(viewer.landlord_id, row.uprn, row.person_id)),
        wish=db.session.get(VisitingWish, (viewer.landlord_id, row.person_id)) if row.person_id else None,
        visit_id=_visit(viewer.landlord_id, appointment_id),
    )


def coming(viewer: Viewer, begin: datetime, end: datetime) -> list[tuple[Appointment, str, str, str]]:
    """(appointment, address, what for, who goes) of the appointments between two moments, in order of time."""
    query = (
        select(Appointment, Home.address_line_1, Home.postcode, Repair.description)
        .join(Home, and_(Home.landlord_id == Appointment.landlord_id, Home.uprn == Appointment.uprn))
        .join(Repair, and_(Repair.landlord_id == Appointment.landlord_id, Repair.job_number == Appointment.job_number))
        .where(*own_work(viewer, Appointment))
        .where(Appointment.now_start_at >= begin, Appointment.now_start_at < end)
        .order_by(Appointment.now_start_at, Appointment.appointment_id)
    )
    rows = db.session.execute(query).all()
    who = _names(viewer.landlord_id, [row[0].appointment_id for row in rows])
    return [(row[0], f"{row[1]}, {row[2]}", row[3], ", ".join(who.get(row[0].appointment_id, []))) for row in rows]


def _said(landlord_id: str, appointment_id: str) -> list[AppointmentChange]:
    query = select(AppointmentChange).where(
        AppointmentChange.landlord_id == landlord_id, AppointmentChange.appointment_id == appointment_id
    )
    return list(db.session.scalars(query.order_by(AppointmentChange.position)))


def _history(landlord_id: str, appointment_id: str, said: Sequence[AppointmentChange]) -> list[Lined]:
    """The newest first."""
    rows = changes.of_appointments(landlord_id, [appointment_id])
    told = changes.tellings(landlord_id, [row.change_id for row in rows])
    by_id = {one.change_id: one for one in said}
    return [Lined(row, tuple(told.get(row.change_id, ())), by_id.get(row.change_id)) for row in reversed(rows)]


def _operatives(landlord_id: str, appointment_id: str) -> tuple[tuple[str, str], ...]:
    query = _assigned(landlord_id).where(Assignment.appointment_id == appointment_id)
    return tuple((row.operative_id, row.full_name) for row in db.session.execute(query))


def _names(landlord_id: str, appointments: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    query = _assigned(landlord_id).where(Assignment.appointment_id.in_(appointments))
    for row in db.session.execute(query) if appointments else ():
        found.setdefault(row.appointment_id, []).append(row.full_name)
    return found


def _assigned(landlord_id: str):  # type: ignore[no-untyped-def]
    return (
        select(Assignment.appointment_id, Operative.operative_id, Operative.full_name)
        .join(
            Operative,
            and_(Operative.landlord_id == Assignment.landlord_id, Operative.operative_id == Assignment.operative_id),
        )
        .where(Assignment.landlord_id == landlord_id, Assignment.ended_at.is_(None))
        .order_by(Operative.full_name)
    )


def _visit(landlord_id: str, appointment_id: str) -> str | None:
    query = select(Visit.visit_id).where(Visit.landlord_id == landlord_id, Visit.appointment_id == appointment_id)
    return db.session.scalar(query.order_by(Visit.made_at.desc()).limit(1))
