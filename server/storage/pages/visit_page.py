"""One visit as its page shows it: the promise, the people, what to heed, and how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, select

from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.journal import JOURNAL
from server.storage.pages.own_work import own_work
from server.storage.pages.typed_places import typed_places
from server.storage.people import users
from server.storage.tables.register import (
    Appointment,
    AppointmentChange,
    Assignment,
    Firm,
    Flag,
    Home,
    Operative,
    Person,
    Repair,
)
from server.storage.tables.standings import AppointmentStanding
from server.storage.tables.visits import Visit, VisitMessage, VisitState


@dataclass(frozen=True)
class FlagShown:
    """What to do about a home or person; the reason is not read from the table at all."""

    flag_id: str
    kind: str
    what_to_do: str
    review_on: object


@dataclass(frozen=True)
class VisitPage:
    """A visit with everything around it; parts that a phone-made visit lacks are None.

    `was_heard_of`: some phone has sent a record that names it, counted or not.
    """

    visit: Visit
    firm_name: str
    home: Home | None
    appointment: Appointment | None
    repair: Repair | None
    tenant: Person | None
    standing: AppointmentStanding | None
    changes: tuple[AppointmentChange, ...]
    operatives: tuple[tuple[str, str, datetime | None], ...]
    flags: tuple[FlagShown, ...]
    state: Mapping[str, Any]
    was_heard_of: bool
    typed_place: str = ""

    @property
    def address(self) -> str:
        return self.typed_place or address_of(self.home)


def find(viewer: Viewer, visit_id: str) -> VisitPage | None:
    """The visit, or None where there is none or it is another firm's."""
    visit = db.session.scalar(select(Visit).where(Visit.visit_id == visit_id, *own_work(viewer, Visit)))
    if visit is None:
        return None
    appointment = _one(Appointment, visit.landlord_id, appointment_id=visit.appointment_id)
    home = _one(Home, visit.landlord_id, uprn=visit.uprn)
    return VisitPage(
        visit=visit,
        firm_name=_firm_name(visit.landlord_id, visit.firm_id),
        home=home,
        appointment=appointment,
        repair=_one(Repair, visit.landlord_id, job_number=appointment and appointment.job_number),
        tenant=_one(Person, visit.landlord_id, person_id=appointment and appointment.person_id),
        standing=_one(AppointmentStanding, visit.landlord_id, appointment_id=visit.appointment_id),
        changes=_changes(visit),
        operatives=_operatives(visit),
        flags=_flags(visit, appointment) if viewer.may("flag_instructions") else (),
        state=_state(visit_id),
        typed_place=typed_places(visit.landlord_id, [visit_id]).get(visit_id, "") if home is None else "",
        was_heard_of=_was_heard_of(visit),
    )


def address_of(home: Home | None) -> str:
    """The address on one line."""
    if home is None:
        return "Address not known"
    lines = (home.address_line_1, home.address_line_2, home.address_line_3, home.town, home.postcode)
    return ", ".join(line for line in lines if line)


def _one(table: Any, landlord_id: str, **key: str | None) -> Any:
    ((name, value),) = key.items()
    if value is None:
        return None
    return db.session.scalar(select(table).where(table.landlord_id == landlord_id, getattr(table, name) == value))


def _firm_name(landlord_id: str, firm_id: str) -> str:
    name = db.session.scalar(select(Firm.name).where(Firm.landlord_id == landlord_id, Firm.firm_id == firm_id))
    return name or firm_id


def _changes(visit: Visit) -> tuple[AppointmentChange, ...]:
    query = (
        select(AppointmentChange)
        .where(
            AppointmentChange.landlord_id == visit.landlord_id,
            AppointmentChange.appointment_id == visit.appointment_id,
        )
        .order_by(AppointmentChange.position)
    )
    return tuple(db.session.scalars(query)) if visit.appointment_id else ()


def _operatives(visit: Visit) -> tuple[tuple[str, str, datetime | None], ...]:
    """(id, name, taken off at) of everybody who is or was put on the appointment."""
    query = (
        select(Operative.operative_id, Operative.full_name, Assignment.ended_at)
        .join(
            Assignment,
            (Assignment.operative_id == Operative.operative_id) & (Assignment.landlord_id == Operative.landlord_id),
        )
        .where(Assignment.landlord_id == visit.landlord_id, Assignment.appointment_id == visit.appointment_id)
        .order_by(Assignment.assigned_at)
    )
    return tuple((row[0], row[1], row[2]) for row in db.session.execute(query)) if visit.appointment_id else ()


def _flags(visit: Visit, appointment: Appointment | None) -> tuple[FlagShown, ...]:
    person_id = appointment.person_id if appointment else None
    is_about = Flag.uprn == visit.uprn
    if person_id is not None:
        is_about = is_about | (Flag.person_id == person_id)
    query = (
        select(Flag.flag_id, Flag.kind, Flag.what_to_do, Flag.review_on)
        .where(Flag.landlord_id == visit.landlord_id, Flag.ended_on.is_(None), is_about)
        .order_by(Flag.flag_id)
    )
    return tuple(FlagShown(*row) for row in db.session.execute(query)) if visit.uprn else ()


def _state(visit_id: str) -> Mapping[str, Any]:
    return db.session.scalar(select(VisitState.state).where(VisitState.visit_id == visit_id)) or {}


def _was_heard_of(visit: Visit) -> bool:
    named = exists().where(JOURNAL.c.landlord_id == visit.landlord_id, JOURNAL.c.visit_id == visit.visit_id)
    return bool(db.session.scalar(select(named)))


def letters(visit: Visit) -> list[tuple[datetime, str, str]]:
    """(when, who, text) of what the office wrote to the operatives, the newest first."""
    query = select(VisitMessage).where(VisitMessage.visit_id == visit.visit_id)
    rows = db.session.scalars(query.order_by(VisitMessage.sent_at.desc(), VisitMessage.message_id.desc())).all()
    names = users.names_of({row.sent_by for row in rows})
    return [(row.sent_at, names.get(row.sent_by, row.sent_by), row.text) for row in rows]


def visible_among(viewer: Viewer, visit_ids: list[str]) -> list[str]:
    """Those of the visits that this person may open."""
    query = select(Visit.visit_id).where(Visit.visit_id.in_(visit_ids), *own_work(viewer, Visit))
    return list(db.session.scalars(query)) if visit_ids else []
