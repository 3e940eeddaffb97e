"""The period that a list of money is asked for: first and last day, both included."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import request

from server.domain.errors import DoorstepError
from server.http.console.pages import now
from server.http.console.showing.figures import london_day


@dataclass(frozen=True)
class Period:
    begins: date
    ends: date

    @property
    def as_arguments(self) -> dict[str, str]:
        return {"from": self.begins.isoformat(), "to": self.ends.isoformat()}


def asked_period(months_back: int = 0) -> Period:
    """The days asked for; without them this month so far, and as many whole months before it."""
    today = london_day(now())
    begins, ends = (_day(request.args.get(name, "")) for name in ("from", "to"))
    period = Period(begins or _months_before(today, months_back), ends or today)
    if period.ends < period.begins or period.ends - period.begins > timedelta(days=800):
        raise DoorstepError("wrong_day", "Give a first and a last day, at most two years apart.")
    return period


def month_of(key: str) -> tuple[date, date]:
    """First and last day of `2026-11`."""
    begins = date.fromisoformat(f"{key}-01")
    after = (begins + timedelta(days=31)).replace(day=1)
    return begins, after - timedelta(days=1)


def _months_before(day: date, months: int) -> date:
    """The first day of the month so many before this one."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DoorstepError("wrong_day", "Give the days as 2026-11-23.") from error
