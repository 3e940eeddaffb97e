"""Adds a closed day, takes one back, says that a year's bank holidays were checked. Running clocks follow at once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from uuid_utils.compat import uuid7

from server.domain.concerns.clocks import london_day
from server.domain.errors import DoorstepError
from server.domain.typed_text import kept_whole
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.concerns.run_clocks import run_all_clocks
from server.storage.database import db, transaction
from server.storage.days import closed_days
from server.storage.people import audit
from server.storage.standards import line
from server.storage.tables.concerns import ClosedDay, HolidayYear

_LONGEST_AHEAD = timedelta(days=3 * 366)
WARN_FROM_MONTH = 10


@dataclass(frozen=True)
class NewDay:
    """A day as it was typed. A one-off bank holiday counts in law; a day on which the landlord is shut does not."""

    day: date
    name: str
    is_bank_holiday: bool


def add_day(new: NewDay, *, viewer: Viewer, clock: Clock) -> None:
    """Raises where the day has passed, is known already, or has no name."""
    now = clock.now()
    if not new.name.strip():
        raise DoorstepError("missing_name", "Write what the day is, for instance: bank holiday for the coronation.")
    if not london_day(now) <= new.day <= london_day(now) + _LONGEST_AHEAD:
        raise DoorstepError("wrong_day", "Give a day from today on, at most three years ahead.")
    with transaction() as connection:
        if new.day in closed_days.standing(connection, viewer.landlord_id, [new.day.year], in_law=False):
            raise DoorstepError("known_day", "This day is on the list already. Take it off first to change it.")
        row = ClosedDay(
            day_id=str(uuid7()),
            landlord_id=viewer.landlord_id,
            day=new.day,
            name=kept_whole(new.name, 200, "The name of the day"),
            is_bank_holiday=new.is_bank_holiday,
            added_by=viewer.user_id,
            added_at=now,
        )
        db.session.add(row)
        _written_down(viewer, row, "closed_day_added", now)


def remove_day(day_id: str, *, viewer: Viewer, clock: Clock) -> None:
    """Take it back; due dates that were told to people stay as they were told."""
    now = clock.now()
    with transaction():
        row = closed_days.find(viewer.landlord_id, day_id)
        if row is None:
            raise DoorstepError("not_found", "This day is not on the list, or was taken off meanwhile.")
        row.removed_by, row.removed_at = viewer.user_id, now
        _written_down(viewer, row, "closed_day_removed", now)


def check_year(year: int, *, viewer: Viewer, clock: Clock) -> None:
    """Somebody compared the year's bank holidays with the government's list and added what was missing."""
    now = clock.now()
    if not 0 <= year - london_day(now).year <= 2:
        raise DoorstepError("wrong_year", "Check this year or one of the next two.")
    with transaction():
        if closed_days.year(viewer.landlord_id, year) is None:
            row = HolidayYear(landlord_id=viewer.landlord_id, year=year, checked_by=viewer.user_id, checked_at=now)
            db.session.add(row)
            about = audit.Subject("holiday_year", str(year))
            audit.record(viewer.landlord_id, about, "holiday_year_checked", by=viewer.user_id, at=now)


def unchecked_year(landlord_id: str, now: datetime) -> int | None:
    """Next year from October on, while nobody has checked its bank holidays."""
    today = london_day(now)
    if today.month < WARN_FROM_MONTH or closed_days.year(landlord_id, today.year + 1) is not None:
        return None
    return today.year + 1


def _written_down(viewer: Viewer, row: ClosedDay, action: str, now: datetime) -> None:
    after = {"day": row.day.isoformat(), "is_bank_holiday": row.is_bank_holiday}
    about = audit.Subject("closed_day", row.day_id)
    audit.record(viewer.landlord_id, about, action, by=viewer.user_id, at=now, after=after)
    db.session.flush()
    line.touch_working_days(db.session.connection(), viewer.landlord_id, row.day, at=now)
    if row.is_bank_holiday:
        run_all_clocks(viewer.landlord_id, at=now)
