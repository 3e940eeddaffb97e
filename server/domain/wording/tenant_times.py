"""Days and times as a tenant reads them, in London time, and how far a recorded time can be trusted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NARROW = timedelta(minutes=2)


def london_date(at: datetime) -> date:
    """The day in London of an instant."""
    return at.astimezone(_LONDON).date()


def day_in_words(day: date) -> str:
    """Tuesday 24 November."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def short_day(day: date) -> str:
    """Tue 24 Nov."""
    return f"{_DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]}"


def long_date(day: date) -> str:
    """24 November 2026, as letters are dated."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_time(at: datetime) -> str:
    """10:06am, or 10am on the hour; midnight and midday by name, since 12am misleads."""
    local = at.astimezone(_LONDON)
    if local.minute == 0 and local.hour in (0, 12):
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02d}" if local.minute else ""
    return f"{(local.hour - 1) % 12 + 1}{minutes}{'am' if local.hour < 12 else 'pm'}"


def slot_in_words(start: datetime, end: datetime | None) -> str:
    """Between 10am and midday; or at 10am where one time was agreed."""
    if end is None or end == start:
        return f"at {clock_time(start)}"
    if london_date(end) != london_date(start):
        return f"between {clock_time(start)} and {clock_time(end)} on {day_in_words(london_date(end))}"
    return f"between {clock_time(start)} and {clock_time(end)}"


def is_narrow(earliest: datetime, latest: datetime) -> bool:
    """Whether one clock time says all there is to say."""
    return latest - earliest <= NARROW


def recorded_time(earliest: datetime, latest: datetime) -> str:
    """At 10:06am, or between 10:02am and 10:21am where the phone's clock leaves more room."""
    if is_narrow(earliest, latest):
        return f"at {clock_time(_middle(earliest, latest))}"
    if london_date(earliest) != london_date(latest):
        return f"between {moment_in_words(earliest)} and {moment_in_words(latest)}"
    return f"between {clock_time(earliest)} and {clock_time(latest)}"


def moment_in_words(at: datetime) -> str:
    """10:06am on Tuesday 24 November."""
    return f"{clock_time(at)} on {day_in_words(london_date(at))}"


def trust_in_words(earliest: datetime, latest: datetime) -> str:
    """Where a recorded time comes from and how sure it is."""
    if is_narrow(earliest, latest):
        return "From the operative's phone; its clock agreed with ours."
    return "From the operative's phone while it had no signal; it cannot be told more exactly."


def _middle(earliest: datetime, latest: datetime) -> datetime:
    return earliest + (latest - earliest) / 2
