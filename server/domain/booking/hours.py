"""An operative's day in quarters of an hour: which they work, as a row of bits that can be laid over others.

Bit 0 is the quarter that begins at midnight in London, bit 95 the last of the day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from server.domain.booking.slots import LONDON
from server.domain.errors import DoorstepError

QUARTER = timedelta(minutes=15)
QUARTERS = 96

Week = Mapping[int, tuple[time, time]]

# Nobody has said otherwise: a contractor's usual week. A pattern that is set replaces it whole.
USUAL_WEEK: Week = {weekday: (time(8), time(17)) for weekday in range(5)}


def bits(first: int, after: int) -> int:
    """The quarters from `first` up to, not including, `after`, as far as they lie in the day."""
    first, after = max(0, first), min(QUARTERS, after)
    return ((1 << (after - first)) - 1) << first if after > first else 0


@lru_cache(maxsize=16_384)
def day_and_quarter(at: datetime) -> tuple[date, int]:
    """The London day of a moment, and in which of its quarters it lies. Diaries ask for the same few all the time."""
    local = at.astimezone(LONDON)
    return local.date(), local.hour * 4 + local.minute // 15


def quarter_of(at: datetime, day: date) -> int:
    """In which quarter of the day a moment lies: below 0 before the day, 96 or more after it."""
    own_day, quarter = day_and_quarter(at)
    return quarter if own_day == day else (own_day - day).days * QUARTERS + quarter


def quarter_after(at: datetime, day: date) -> int:
    """The first quarter that does not begin before a moment."""
    local = at.astimezone(LONDON)
    is_edge = local.minute % 15 == 0 and not (local.second or local.microsecond)
    return quarter_of(at, day) + (0 if is_edge else 1)


def moment_of(quarter: int, day: date) -> datetime:
    """When a quarter of the day begins."""
    return datetime.combine(day, time(quarter // 4, quarter % 4 * 15), LONDON).astimezone(UTC)


def quarters_for(minutes: int) -> int:
    """How many quarters some minutes fill, begun ones counted whole."""
    return -(-minutes // 15)


def working_bits(week: Week, day: date) -> int:
    """The quarters that somebody with this week works on a day."""
    hours = week.get(day.weekday())
    if hours is None:
        return 0
    return bits(hours[0].hour * 4 + hours[0].minute // 15, hours[1].hour * 4 + hours[1].minute // 15)


def read_week(written: Mapping[str, Sequence[str]]) -> Week:
    """A week from `{"0": ["08:00", "17:00"]}`; raises `wrong_hours` where a day ends before it begins."""
    week = {}
    for weekday, (starts, ends) in sorted(written.items()):
        hours = (_clock(starts), _clock(ends))
        if hours[0] >= hours[1]:
            raise DoorstepError("wrong_hours", "Each working day begins before it ends.")
        week[int(weekday)] = hours
    return week


def write_week(week: Week) -> dict[str, list[str]]:
    """The week as it is kept."""
    return {str(day): [hours[0].strftime("%H:%M"), hours[1].strftime("%H:%M")] for day, hours in sorted(week.items())}


def _clock(text: str) -> time:
    try:
        clock = time.fromisoformat(text)
    except ValueError as error:
        raise DoorstepError("wrong_hours", f"{text} is no time such as 08:00.") from error
    if clock.minute % 15 or clock.second:
        raise DoorstepError("wrong_hours", f"{text}: working hours begin and end on a quarter of an hour.")
    return clock
