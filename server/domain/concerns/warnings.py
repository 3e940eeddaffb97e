"""When people are told that a clock nears its end: as it starts, near, on its last, and once it has lapsed."""

from __future__ import annotations

from collections.abc import Set
from datetime import UTC, date, datetime, time, timedelta

from server.domain.concerns.clocks import FURTHER_BEGUN, LONDON, Clock, london_day
from server.domain.concerns.limits import Limits
from server.domain.working_days import is_working_day

STARTED, NEAR, LAST, LAPSED = "started", "near", "last", "lapsed"
LEVELS = (STARTED, NEAR, LAST, LAPSED)
_NOT_TOLD = -1


def reached(clock: Clock, now: datetime, limits: Limits, *, holidays: Set[date]) -> str:
    """The highest level whose moment has come."""
    times = moments(clock, limits, holidays=holidays)
    return next(level for level in reversed(LEVELS) if times[level] <= now or level == STARTED)


def next_look_at(clock: Clock, told: str, limits: Limits, *, holidays: Set[date]) -> datetime | None:
    """When the next level that nobody was told of is reached; None where there is nothing to wait for."""
    if not clock.is_running:
        return None
    times = moments(clock, limits, holidays=holidays)
    above = LEVELS.index(told) if told in LEVELS else _NOT_TOLD
    left = [times[level] for level in LEVELS[above + 1 :]]
    return min(left) if left else None


def moments(clock: Clock, limits: Limits, *, holidays: Set[date]) -> dict[str, datetime]:
    """The moment of each level. A clock that is counted in days warns in the morning of a working day."""
    day = london_day(clock.started_at)
    if clock.due_on is None:
        near = clock.due_at - timedelta(hours=limits.number("warn_hours", day))
        last = clock.due_at - timedelta(hours=limits.number("last_warning_hours", day))
        return {STARTED: clock.started_at, NEAR: near, LAST: last, LAPSED: clock.due_at}
    name = "warn_further_works_working_days" if clock.kind == FURTHER_BEGUN else "warn_working_days"
    hour = limits.number("warn_from_hour", day)
    last_day = _working_day_up_to(clock.due_on, holidays)
    near_day = _working_days_before(clock.due_on, limits.number(name, day), holidays)
    near, last = _morning(near_day, hour), _morning(last_day, hour)
    return {
        STARTED: clock.started_at,
        NEAR: max(near, clock.started_at),
        LAST: max(last, clock.started_at),
        LAPSED: clock.due_at,
    }


def _working_day_up_to(day: date, holidays: Set[date]) -> date:
    while not is_working_day(day, holidays):
        day -= timedelta(days=1)
    return day


def _working_days_before(day: date, count: int, holidays: Set[date]) -> date:
    for _ in range(count):
        day = _working_day_up_to(day - timedelta(days=1), holidays)
    return day


def _morning(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON).astimezone(UTC)
