"""Addresses of operatives' calendars, kept as hashes, and the visits that stand in them."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select, update

from server.domain.exporting.calendar_entries import Entry
from server.storage.database import db
from server.storage.tables.integrators import CalendarFeed
from server.storage.tables.register import Appointment, Assignment, Home, Operative, Repair


def token_hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def add(row: CalendarFeed) -> None:
    db.session.add(row)


def find_by_token(token: str) -> CalendarFeed | None:
    """The feed in force; None where it never was or was revoked."""
    query = select(CalendarFeed).where(CalendarFeed.token_hash == token_hash(token), CalendarFeed.revoked_at.is_(None))
    return db.session.scalars(query).first()


def in_force(landlord_id: str) -> dict[str, CalendarFeed]:
    """Operative id -> the feed in force."""
    query = select(CalendarFeed).where(CalendarFeed.landlord_id == landlord_id, CalendarFeed.revoked_at.is_(None))
    return {row.operative_id: row for row in db.session.scalars(query)}


def end_all(landlord_id: str, operative_id: str, *, at: datetime) -> int:
    """End every feed of this operative; returns how many were in force."""
    ended = db.session.execute(
        update(CalendarFeed)
        .where(
            CalendarFeed.landlord_id == landlord_id,
            CalendarFeed.operative_id == operative_id,
            CalendarFeed.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )
    return int(getattr(ended, "rowcount", 0))


def still_works(landlord_id: str, operative_id: str, on: datetime) -> bool:
    """Whether somebody of this id works here on that day: the calendar of one who has left is empty at once."""
    row = db.session.get(Operative, (landlord_id, operative_id))
    return row is not None and (row.left_on is None or row.left_on >= on.date())


def entries(
    landlord_id: str, operative_id: str, begins_at: datetime, ends_at: datetime, *, with_places: bool
) -> list[Entry]:
    """The appointments this operative is on now, in order of time."""
    query = (
        select(Appointment, Repair.trade, Home.address_line_1, Home.postcode)
        .join(
            Assignment,
            (Assignment.landlord_id == Appointment.landlord_id)
            & (Assignment.appointment_id == Appointment.appointment_id)
            & Assignment.ended_at.is_(None),
        )
        .join(Repair, (Repair.landlord_id == Appointment.landlord_id) & (Repair.job_number == Appointment.job_number))
        .join(Home, (Home.landlord_id == Appointment.landlord_id) & (Home.uprn == Appointment.uprn))
        .where(Appointment.landlord_id == landlord_id, Assignment.operative_id == operative_id)
        .where(Appointment.now_start_at >= begins_at, Appointment.now_start_at < ends_at)
        .order_by(Appointment.now_start_at, Appointment.appointment_id)
    )
    return [
        _entry(row, trade, f"{line}, {postcode}" if with_places else "")
        for row, trade, line, postcode in db.session.execute(query)
    ]


def _entry(row: Appointment, trade: str, place: str) -> Entry:
    if row.now_start_at is None:
        raise ValueError("an appointment of a period has a time")
    uid = sha256(f"{row.landlord_id}/{row.appointment_id}".encode()).hexdigest()[:24]
    return Entry(f"{uid}@doorstep", row.now_start_at, row.now_end_at, trade, row.status, row.rev, place)
