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


def asked_period() -> Period:
    """The days asked for; without them this month so far."""
    today = london_day(now())
    begins, ends = (_day(request.args.get(name, "")) for name in ("from", "to"))
    period = Period(begins or today.replace(day=1), ends or today)
    if period.ends < period.begins or period.ends - period.begins > timedelta(days=800):
        raise DoorstepError("wrong_day", "Give a first and a last day, at most two years apart.")
    return period


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DoorstepError("wrong_day", "Give the days as 2026-11-23.") from error
