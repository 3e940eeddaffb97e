"""Times in London, money in pounds and languages by name, as people read them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.outside.local_times import language_name
from server.outside.phone_numbers import as_dialled

LONDON = ZoneInfo("Europe/London")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def london_day(at: datetime) -> date:
    """The London date of an instant."""
    return at.astimezone(LONDON).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The instants at which a London day begins and ends; 23 or 25 hours apart twice a year."""
    start = datetime(day.year, day.month, day.day, tzinfo=LONDON)
    after = day + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, tzinfo=LONDON)
    return start.astimezone(UTC), end.astimezone(UTC)


def clock_time(at: datetime | None) -> str:
    """`10:05`."""
    return "" if at is None else at.astimezone(LONDON).strftime("%H:%M")


def clock_time_to_the_second(at: datetime | None) -> str:
    """`10:05:42`, for limits that are decided on seconds."""
    return "" if at is None else at.astimezone(LONDON).strftime("%H:%M:%S")


def plain_day(day: date | None) -> str:
    """`Tue 24 Nov 2026`."""
    return "" if day is None else f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment(at: datetime | None) -> str:
    """`Tue 24 Nov 2026, 10:05`."""
    return "" if at is None else f"{plain_day(london_day(at))}, {clock_time(at)}"


def span(start: datetime | None, end: datetime | None) -> str:
    """`10:00 to 12:00` on one day; both days where they differ."""
    if start is None:
        return "No time agreed"
    if end is None or end == start:
        return clock_time(start)
    if london_day(start) != london_day(end):
        return f"{moment(start)} to {moment(end)}"
    return f"{clock_time(start)} to {clock_time(end)}"


def age(since: datetime, now: datetime) -> str:
    """`3 minutes`, `2 hours`, `4 days`: rounded down, never negative."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    for size, word in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {word}{'' if count == 1 else 's'}"
    return "less than a minute"


def pounds(pence: int) -> str:
    """`£125.00`; a negative sum keeps its sign before the pound sign."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def plain_pounds(pence: int) -> str:
    """`125.00`, for a field that people type into."""
    return f"{pence // 100}.{pence % 100:02d}"


def from_ms(ms: object) -> datetime | None:
    """An instant from a phone's milliseconds; None for what is no time."""
    if isinstance(ms, bool) or not isinstance(ms, int | float):
        return None
    try:
        return datetime.fromtimestamp(ms / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


FILTERS = {
    "moment": moment,
    "clock_time": clock_time,
    "clock_seconds": clock_time_to_the_second,
    "plain_day": plain_day,
    "london_day": london_day,
    "age": age,
    "pounds": pounds,
    "plain_pounds": plain_pounds,
    "from_ms": from_ms,
    "language_name": language_name,
    "as_dialled": as_dialled,
}
