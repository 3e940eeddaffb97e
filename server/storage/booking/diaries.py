"""What fills operatives' days, and taking a part of one: a quarter of an hour can be taken once, says its key.

Before a time is taken, `hold_diaries` keeps other bookings of the firm waiting; the key stands behind it and holds
even where a writer forgets to ask.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from sqlalchemy import Table, and_, delete, func, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from server.domain.booking.diary import Day, Planned, Promised
from server.domain.booking.errors import SlotTaken
from server.domain.booking.hours import QUARTER, day_and_quarter, quarter_after, quarters_for
from server.domain.booking.ways import district_of
from server.storage.database import db
from server.storage.tables.booking import DiaryCell, DiaryEntry, WorkOrder
from server.storage.tables.register import Appointment, Assignment, Home, Repair

CELLS = cast(Table, DiaryCell.__table__)
ENTRIES = cast(Table, DiaryEntry.__table__)
ASSUMED_MINUTES = 60
"""How long a visit is taken to last that another system booked without saying."""

_LIVE = ("booked", "attended", "no_access")


@dataclass(frozen=True)
class Unnamed:
    """A visit that is promised and has nobody yet."""

    appointment_id: str
    trade: str
    start_at: datetime
    end_at: datetime


def hold_diaries(landlord_id: str, firm_id: str) -> None:
    """Keep other bookings of this firm waiting until our commit; SQLite's write transaction does so by itself."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(f"diaries:{landlord_id}:{firm_id}".encode()).digest()[:8], signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def days_of(
    landlord_id: str, firm_id: str, first: datetime, last: datetime, *, without: str = ""
) -> dict[tuple[str, date], Day]:
    """What each operative of the firm does on each day; one query. `without` leaves an appointment out."""
    planned: dict[tuple[str, date], list[Planned]] = {}
    promised: dict[tuple[str, date], list[Promised]] = {}
    query = _visits(landlord_id, firm_id, first, last).where(Appointment.appointment_id != without)
    for operative_id, now_start_at, now_end_at, starts_at, minutes, postcode in db.session.connection().execute(query):
        day, begin = day_and_quarter(starts_at or now_start_at)
        district = district_of(postcode)
        if starts_at is not None:
            visit = Planned(begin, begin + quarters_for(minutes), district)
            planned.setdefault((operative_id, day), []).append(visit)
        else:
            promised.setdefault((operative_id, day), []).append(_promised(begin, now_end_at, day, district))
    keys = planned.keys() | promised.keys()
    return {key: Day(tuple(planned.get(key, ())), tuple(promised.get(key, ()))) for key in keys}


def _visits(landlord_id: str, firm_id: str, first: datetime, last: datetime) -> Any:
    """Live appointments of these days with who goes; the entry only where it belongs to the time in force."""
    entry = and_(
        DiaryEntry.landlord_id == Assignment.landlord_id,
        DiaryEntry.appointment_id == Assignment.appointment_id,
        DiaryEntry.operative_id == Assignment.operative_id,
        DiaryEntry.starts_at >= Appointment.now_start_at,
        DiaryEntry.starts_at <= func.coalesce(Appointment.now_end_at, Appointment.now_start_at),
    )
    return (
        select(
            Assignment.operative_id,
            Appointment.now_start_at,
            Appointment.now_end_at,
            DiaryEntry.starts_at,
            DiaryEntry.minutes,
            Home.postcode,
        )
        .join(Assignment, _same(Assignment))
        .join(Home, and_(Home.landlord_id == Appointment.landlord_id, Home.uprn == Appointment.uprn))
        .outerjoin(DiaryEntry, entry)
        .where(Appointment.landlord_id == landlord_id, Appointment.firm_id == firm_id)
        .where(Appointment.now_start_at >= first, Appointment.now_start_at < last)
        .where(Appointment.status.in_(_LIVE), Assignment.ended_at.is_(None))
    )


def _same(other: type[Assignment] | type[WorkOrder]) -> Any:
    return and_(other.landlord_id == Appointment.landlord_id, other.appointment_id == Appointment.appointment_id)


def _promised(first: int, end_at: datetime | None, day: date, district: str) -> Promised:
    last = first if end_at is None else max(first, quarter_after(end_at, day) - 1)
    return Promised(first, last, quarters_for(ASSUMED_MINUTES), district)


def unnamed(landlord_id: str, firm_id: str, first: datetime, last: datetime, *, without: str = "") -> list[Unnamed]:
    """Promised visits of these days that nobody is put on."""
    someone = select(Assignment.appointment_id).where(
        Assignment.landlord_id == landlord_id,
        Assignment.appointment_id == Appointment.appointment_id,
        Assignment.ended_at.is_(None),
    )
    query = (
        select(Appointment.appointment_id, Repair.trade, Appointment.now_start_at, Appointment.now_end_at)
        .join(Repair, and_(Repair.landlord_id == Appointment.landlord_id, Repair.job_number == Appointment.job_number))
        .where(Appointment.landlord_id == landlord_id, Appointment.firm_id == firm_id, Appointment.status == "booked")
        .where(Appointment.now_start_at >= first, Appointment.now_start_at < last)
        .where(~someone.exists(), Appointment.appointment_id != without)
        .order_by(Appointment.now_start_at)
    )
    found = []
    for appointment_id, trade, start_at, end_at in db.session.connection().execute(query):
        if start_at is not None:
            until = end_at or start_at + timedelta(minutes=ASSUMED_MINUTES)
            found.append(Unnamed(appointment_id, trade, start_at, until))
    return found


def take(landlord_id: str, appointment_id: str, operatives: Iterable[str], starts_at: datetime, minutes: int) -> None:
    """Put a visit into these diaries; raises SlotTaken where a quarter of it has gone to another.

    Call it inside the transaction that books; what the operatives had for this appointment before is given back.
    """
    connection = db.session.connection()
    give_back(landlord_id, appointment_id)
    people = sorted(operatives)
    times = [starts_at + number * QUARTER for number in range(quarters_for(minutes))]
    _sweep(connection, landlord_id, people, times)
    whose = {"landlord_id": landlord_id, "appointment_id": appointment_id}
    cells = [{**whose, "operative_id": one, "starts_at": at} for one in people for at in times]
    entries = [{**whose, "operative_id": one, "starts_at": starts_at, "minutes": minutes} for one in people]
    if not people:
        return
    try:
        connection.execute(CELLS.insert(), cells)
    except IntegrityError as error:
        raise SlotTaken from error
    connection.execute(ENTRIES.insert(), entries)


def give_back(landlord_id: str, appointment_id: str) -> None:
    """Free the time that was kept for an appointment."""
    connection = db.session.connection()
    for table in (CELLS, ENTRIES):
        mine = (table.c.landlord_id == landlord_id, table.c.appointment_id == appointment_id)
        connection.execute(delete(table).where(*mine))


def _sweep(connection: Connection, landlord_id: str, people: Collection[str], times: Collection[datetime]) -> None:
    """Free the cells of visits that an import has cancelled or given to somebody else since."""
    goes = select(Assignment.appointment_id).where(
        Assignment.landlord_id == landlord_id,
        Assignment.appointment_id == CELLS.c.appointment_id,
        Assignment.operative_id == CELLS.c.operative_id,
        Assignment.ended_at.is_(None),
    )
    live = select(Appointment.appointment_id).where(
        Appointment.landlord_id == landlord_id,
        Appointment.appointment_id == CELLS.c.appointment_id,
        Appointment.status.in_(_LIVE),
    )
    here = (
        CELLS.c.landlord_id == landlord_id,
        CELLS.c.operative_id.in_(people),
        CELLS.c.starts_at.in_(times),
    )
    connection.execute(delete(CELLS).where(*here, ~(goes.exists() & live.exists())))


def entries_of(landlord_id: str, appointment_id: str) -> list[DiaryEntry]:
    """When each of its operatives is meant to be there."""
    query = select(DiaryEntry).where(DiaryEntry.landlord_id == landlord_id, DiaryEntry.appointment_id == appointment_id)
    return list(db.session.scalars(query))
