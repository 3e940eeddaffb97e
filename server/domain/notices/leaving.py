"""When a queued notice may leave: quiet hours, and the written notice that planned works need."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.domain.notices.kinds import URGENT
from server.domain.working_days import clear_working_days

_FRESH = timedelta(hours=2)
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class QuietHours:
    """No text that can wait leaves from `begin` to `end`, London time; the night may cross midnight."""

    begin: time
    end: time


def may_leave_at(kind: str, caused_at: datetime, now: datetime, quiet: QuietHours | None) -> datetime:
    """When a notice may leave: at once where it is urgent or its cause is fresh, else after the quiet hours."""
    if quiet is None or kind in URGENT or now - caused_at <= _FRESH:
        return now
    local = now.astimezone(_LONDON)
    clock = local.time()
    crosses = quiet.begin > quiet.end
    inside = clock >= quiet.begin or clock < quiet.end if crosses else quiet.begin <= clock < quiet.end
    if not inside:
        return now
    day = local.date() + timedelta(days=1 if crosses and clock >= quiet.begin else 0)
    return datetime.combine(day, quiet.end, _LONDON)


def planned_problem(leaves_on: date, works_on: date, needed: int, *, holidays: Set[date]) -> str:
    """Why a notice of planned works may not leave on this day without a manager's reason (HS004A 4), or nothing."""
    left = clear_working_days(leaves_on, works_on, holidays)
    if left >= needed:
        return ""
    return (
        f"Planned works need {needed} clear working days of written notice; {max(left, 0)} are left. "
        "Choose a later day, or let a manager send it with a reason."
    )


def at_london(day: date, clock: time) -> datetime:
    """This clock time in London on this day."""
    return datetime.combine(day, clock, _LONDON)
