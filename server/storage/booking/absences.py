"""Operatives' absences and the visits that they touched."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select

from server.domain.viewing import Viewer
from server.storage.booking import changes
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.booking import Absence, AbsenceVisit, OfficeChange
from server.storage.tables.register import Appointment, Assignment, Home, Person
from server.storage.tables.visits import Visit, VisitState

_OVER = ("finished", "left", "no_access", "inside")


@dataclass(frozen=True)
class Touched:
    """A visit of the day that lost its operative, with what the office needs to ring the tenant."""

    appointment: Appointment
    home: Home
    person: Person | None


def add(row: Absence, appointments: Iterable[str]) -> None:
    """The absence with its visits in the order given."""
    db.session.add(row)
    for position, appointment_id in enumerate(appointments):
        whose = {"absence_id": row.absence_id, "landlord_id": row.landlord_id}
        db.session.add(AbsenceVisit(**whose, appointment_id=appointment_id, position=position))


def find(viewer: Viewer, absence_id: str) -> Absence | None:
    query = select(Absence).where(*own_work(viewer, Absence), Absence.absence_id == absence_id)
    return db.session.scalars(query).first()


def of_operative(landlord_id: str, operative_id: str, day: date) -> Absence | None:
    query = select(Absence).where(
        Absence.landlord_id == landlord_id, Absence.operative_id == operative_id, Absence.day == day
    )
    return db.session.scalars(query).first()


def of_day(viewer: Viewer, day: date) -> list[Absence]:
    query = select(Absence).where(*own_work(viewer, Absence), Absence.day == day)
    return list(db.session.scalars(query.order_by(Absence.known_at)))


def every_of_day(landlord_id: str, day: date) -> list[Absence]:
    query = select(Absence).where(Absence.landlord_id == landlord_id, Absence.day == day)
    return list(db.session.scalars(query))


def still_to_come(landlord_id: str, operative_id: str, begin: datetime, end: datetime) -> list[str]:
    """The operative's booked visits between two moments that nobody has finished or is inside of, in order of time."""
    finished = (
        select(Visit.appointment_id)
        .join(VisitState, VisitState.visit_id == Visit.visit_id)
        .where(Visit.landlord_id == landlord_id, VisitState.status.in_(_OVER), Visit.appointment_id.is_not(None))
    )
    query = (
        select(Appointment.appointment_id)
        .join(
            Assignment,
            and_(
                Assignment.landlord_id == Appointment.landlord_id,
                Assignment.appointment_id == Appointment.appointment_id,
            ),
        )
        .where(Appointment.landlord_id == landlord_id, Appointment.status == "booked")
        .where(Assignment.operative_id == operative_id, Assignment.ended_at.is_(None))
        .where(Appointment.now_start_at >= begin, Appointment.now_start_at < end)
        .where(Appointment.appointment_id.not_in(finished))
        .order_by(Appointment.now_start_at, Appointment.appointment_id)
    )
    return list(db.session.scalars(query))


def touched(absence: Absence) -> list[Touched]:
    """The visits of an absence, in the order of the day."""
    query = (
        select(Appointment, Home, Person)
        .join(
            AbsenceVisit,
            and_(
                AbsenceVisit.landlord_id == Appointment.landlord_id,
                AbsenceVisit.appointment_id == Appointment.appointment_id,
            ),
        )
        .join(Home, and_(Home.landlord_id == Appointment.landlord_id, Home.uprn == Appointment.uprn))
        .outerjoin(
            Person, and_(Person.landlord_id == Appointment.landlord_id, Person.person_id == Appointment.person_id)
        )
        .where(AbsenceVisit.absence_id == absence.absence_id)
        .order_by(AbsenceVisit.position)
    )
    return [Touched(*row) for row in db.session.execute(query)]


@dataclass(frozen=True)
class Known:
    """What was done about a visit since the absence was known, and the telling that came first; None: not told."""

    change: OfficeChange
    told_at: datetime | None
    channel: str
    waiting: str


def known_of(absence: Absence, appointments: Collection[str]) -> dict[str, list[Known]]:
    """By appointment: each change since the absence, with whether its tenant knows."""
    acts = [
        one for one in changes.of_appointments(absence.landlord_id, appointments) if one.recorded_at >= absence.known_at
    ]
    tellings = changes.tellings(absence.landlord_id, [one.change_id for one in acts])
    found: dict[str, list[Known]] = {}
    for one in acts:
        found.setdefault(one.appointment_id, []).append(_known(one, tellings.get(one.change_id, [])))
    return found


def _known(change: OfficeChange, ways: list[changes.Telling]) -> Known:
    """A change that the tenant asked for or agreed to is known by itself."""
    if change.asked_by != "contractor":
        return Known(change, change.recorded_at, change.channel, "")
    told = [way for way in ways if way.at is not None]
    if told:
        first = min(told, key=_moment)
        return Known(change, first.at, first.channel, "")
    return Known(change, None, "", ways[-1].notice_state if ways else "")


def _moment(way: changes.Telling) -> Any:
    return way.at


def appointment_ids(absence_id: str) -> list[str]:
    query = select(AbsenceVisit.appointment_id).where(AbsenceVisit.absence_id == absence_id)
    return list(db.session.scalars(query.order_by(AbsenceVisit.position)))
