"""Planned works: visits that wait for a notice or their tenant's yes, the register of notices, managers' reasons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.engine import Connection

from server.domain.horizon import LONDON
from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.booking import ShortNoticeLeave, WrittenNotice
from server.storage.tables.notices import Notice
from server.storage.tables.register import Appointment, Home, Person, Repair
from server.storage.telling import notices
from server.storage.telling.notices import NoticeRow

_IN_WRITING = ("sms", "push", "email", "letter")
"""HS004A 4 asks for written notice: what was only said is no notice of works."""


@dataclass(frozen=True)
class Registered:
    """One line of the register: what was ordered for whom, and what became of it; `left_at` None: it has not left."""

    row: WrittenNotice
    address: str
    tenant: str
    channel: str
    state: str
    problem: str
    left_at: datetime | None


@dataclass(frozen=True)
class PlannedVisit:
    """One planned visit that is still to come."""

    appointment: Appointment
    address: str
    tenant: str
    works: str


def coming(viewer: Viewer, *, since: datetime) -> list[PlannedVisit]:
    """Planned visits from a moment on, in order of time."""
    query = (
        select(Appointment, Home.address_line_1, Home.postcode, Person, Repair.description)
        .join(Home, and_(Home.landlord_id == Appointment.landlord_id, Home.uprn == Appointment.uprn))
        .join(Repair, and_(Repair.landlord_id == Appointment.landlord_id, Repair.job_number == Appointment.job_number))
        .outerjoin(Person, _person_of(Appointment.person_id))
        .where(*own_work(viewer, Appointment), Appointment.kind == "planned", Appointment.status == "booked")
        .where(Appointment.now_start_at >= since)
        .order_by(Appointment.now_start_at, Appointment.appointment_id)
    )
    return [
        PlannedVisit(row, f"{line}, {postcode}", _name(person), works)
        for row, line, postcode, person, works in db.session.execute(query)
    ]


def register(viewer: Viewer, *, limit: int, offset: int = 0) -> list[Registered]:
    """Every notice that was ordered, the newest first."""
    query = _with_what_became().where(*own_work(viewer, WrittenNotice)).order_by(WrittenNotice.written_notice_id.desc())
    return [_registered(*row) for row in db.session.execute(query.limit(limit).offset(offset))]


def sent_days(landlord_id: str, appointments: Collection[str]) -> dict[str, date]:
    """The London day on which the first written notice of each appointment left, where one has."""
    query = select(WrittenNotice.appointment_id, Notice.sent_at).join(Notice, _is_its_notice())
    query = query.where(Notice.channel.in_(_IN_WRITING))
    mine = (WrittenNotice.landlord_id == landlord_id, WrittenNotice.appointment_id.in_(appointments))
    left = db.session.connection().execute(query.where(*mine, Notice.sent_at.is_not(None))) if appointments else ()
    days: dict[str, date] = {}
    for appointment_id, sent_at in left:
        if sent_at is not None:
            day = sent_at.astimezone(LONDON).date()
            days[appointment_id] = min(day, days.get(appointment_id, day))
    return days


def ordered(landlord_id: str, appointments: Collection[str]) -> set[str]:
    """Those of the appointments for which a notice was ordered."""
    query = select(WrittenNotice.appointment_id).where(
        WrittenNotice.landlord_id == landlord_id, WrittenNotice.appointment_id.in_(appointments)
    )
    return set(db.session.scalars(query)) if appointments else set()


def leave_of(landlord_id: str, appointments: Collection[str]) -> dict[str, ShortNoticeLeave]:
    """The newest reason that a manager gave for each appointment."""
    query = select(ShortNoticeLeave).where(
        ShortNoticeLeave.landlord_id == landlord_id, ShortNoticeLeave.appointment_id.in_(appointments)
    )
    return {row.appointment_id: row for row in db.session.scalars(query.order_by(ShortNoticeLeave.at))}


def add(row: WrittenNotice | ShortNoticeLeave) -> None:
    db.session.add(row)


def let_leave(
    connection: Connection, landlord_id: str, appointment_id: str, reason: str, now: datetime
) -> list[NoticeRow]:
    """Give the notices that are held for being late their reason: what can be sent leaves, letters are returned."""
    held = (
        Notice.landlord_id == landlord_id,
        Notice.appointment_id == appointment_id,
        Notice.kind == "planned",
        Notice.state == "held",
    )
    names = connection.execute(select(Notice.notice_id).where(*held)).scalars().all()
    for name in names:
        notices.allow(connection, name, reason, now)
    rows = [notices.get(connection, name) for name in names]
    return [row for row in rows if row is not None and row.channel == "letter"]


def _person_of(person_id: Any) -> Any:
    return and_(Person.landlord_id == Appointment.landlord_id, Person.person_id == person_id)


def _with_what_became() -> Any:
    return (
        select(WrittenNotice, Home, Person, Notice.channel, Notice.state, Notice.failure, Notice.sent_at)
        .join(
            Appointment,
            and_(
                Appointment.landlord_id == WrittenNotice.landlord_id,
                Appointment.appointment_id == WrittenNotice.appointment_id,
            ),
        )
        .join(Home, and_(Home.landlord_id == Appointment.landlord_id, Home.uprn == Appointment.uprn))
        .outerjoin(Person, _person_of(Appointment.person_id))
        .outerjoin(Notice, _is_its_notice())
    )


def _is_its_notice() -> Any:
    """The notice that was ordered, and what took its place where it did not arrive."""
    return and_(
        Notice.landlord_id == WrittenNotice.landlord_id,
        Notice.appointment_id == WrittenNotice.appointment_id,
        or_(
            Notice.cause == WrittenNotice.notice_cause,
            Notice.cause.startswith(WrittenNotice.notice_cause + ":"),
        ),
    )


def _registered(row: WrittenNotice, home: Home, person: Person | None, *notice: Any) -> Registered:
    channel, state, problem, left_at = notice
    address = f"{home.address_line_1}, {home.postcode}"
    return Registered(row, address, _name(person), channel or "", state or "", problem or "", left_at)


def _name(person: Person | None) -> str:
    return f"{person.first_name} {person.last_name}" if person is not None else ""
