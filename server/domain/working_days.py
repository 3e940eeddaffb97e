"""Working days: Monday to Friday, leaving out the holidays that are passed in.

Which days are holidays is not known here; the caller brings the set.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import date, timedelta

from server.domain.errors import DoorstepError

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class TooFewWorkingDays(DoorstepError):
    """A count of working days that cannot be counted forwards was asked for."""

    def __init__(self, count: int) -> None:
        super().__init__(
            "too_few_working_days", f"A due date needs 1 working day or more, not {count}.", {"count": count}
        )


def is_working_day(day: date, holidays: Set[date]) -> bool:
    return day.weekday() < _SATURDAY and day not in holidays


def due_on(started_on: date, working_days: int, holidays: Set[date]) -> date:
    """Return the last day of "within N working days"; the first one counted is the day after the start."""
    if working_days < 1:
        raise TooFewWorkingDays(working_days)
    day = started_on
    for _ in range(working_days):
        day = next_working_day(day, holidays)
    return day


def next_working_day(after: date, holidays: Set[date]) -> date:
    day = after + _ONE_DAY
    while not is_working_day(day, holidays):
        day += _ONE_DAY
    return day


def clear_working_days(sent_on: date, starts_on: date, holidays: Set[date]) -> int:
    """Count the working days strictly between two days, as "N clear days' notice" does (HS004A 4)."""
    between = range(1, (starts_on - sent_on).days)
    return sum(is_working_day(sent_on + timedelta(days=n), holidays) for n in between)


def is_notice_long_enough(sent_on: date, starts_on: date, needed: int, *, holidays: Set[date]) -> bool:
    """Say whether "at least N working days in advance" was met, read as N clear working days.

    "At least" favours the tenant, so neither the day of sending nor the day of the works counts.
    """
    return clear_working_days(sent_on, starts_on, holidays) >= needed
