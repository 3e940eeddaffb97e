"""Which days' visits a phone holds: today and the next working day, yesterday's until four in the morning."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.domain.working_days import next_working_day

LONDON = ZoneInfo("Europe/London")
YESTERDAY_LEAVES_AT = time(4)

# A phone away for longer gets everything anew. The feed keeps its rows a little longer than any cursor may be old,
# because a row is dated when its change began and read when it was committed.
CURSOR_LASTS = timedelta(days=30)
FEED_LASTS = timedelta(days=35)


@dataclass(frozen=True)
class Horizon:
    """The days a phone holds now. `name` is short, and the same as long as the days are."""

    name: str
    today: date
    days: tuple[date, ...]


def horizon_at(now: datetime, holidays: Set[date]) -> Horizon:
    """The horizon at an instant."""
    local = now.astimezone(LONDON)
    return _horizon(local.date(), local.time() < YESTERDAY_LEAVES_AT, holidays)


def horizon_named(name: str, holidays: Set[date]) -> Horizon | None:
    """The horizon that a phone got under this name; None where it is no such name."""
    is_early = name.endswith("n")
    try:
        day = date.fromisoformat(name.removesuffix("n"))
    except ValueError:
        return None
    return _horizon(day, is_early, holidays)


def _horizon(today: date, is_early: bool, holidays: Set[date]) -> Horizon:
    yesterday = [today - timedelta(days=1)] if is_early else []
    name = today.strftime("%Y%m%d") + ("n" if is_early else "")
    return Horizon(name, today, (*yesterday, today, next_working_day(today, holidays)))


def bounds(day: date) -> tuple[datetime, datetime]:
    """The instants at which a London day begins and ends; 23 or 25 hours apart when the clocks change."""
    start = datetime.combine(day, time(), LONDON)
    end = datetime.combine(day + timedelta(days=1), time(), LONDON)
    return start.astimezone(UTC), end.astimezone(UTC)
