"""Days, times, sums and counts as a tenant reads them."""

from __future__ import annotations

from datetime import date

from server.domain.cases.instants import Instant, london_clock, parse_instant

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_words(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock_words(instant: Instant) -> str:
    return f"{london_clock(instant):%H:%M}"


def moment_words(instant: Instant) -> str:
    return f"{clock_words(instant)} on {day_words(london_clock(instant).date())}"


def moment_words_of(text: object) -> str:
    """As `moment_words`, for an instant that stands in a reason's facts."""
    return moment_words(parse_instant(str(text)))


def pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02d}"


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def span_words(seconds: float) -> str:
    """Whole minutes, cut; with the seconds below one minute and from 10 to 11, where each second matters."""
    minutes, rest = divmod(int(seconds), 60)
    if 0 < minutes < 10 or minutes > 10:
        return counted(minutes, "minute", "minutes")
    shown = counted(rest, "second", "seconds")
    if rest == 0 and seconds > minutes * 60:
        shown = "a fraction of a second"
    return f"{counted(minutes, 'minute', 'minutes')} and {shown}" if minutes else shown
