"""The limits of the hazard clocks on a day, from dated values: a limit that is not set starts no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from server.domain.errors import DoorstepError
from server.domain.parameters import NoValueInForce, Parameter

NAMES = (
    "emergency_hours",
    "investigate_damp_mould_working_days",
    "investigate_other_working_days",
    "summary_working_days",
    "safety_works_working_days",
    "further_works_arranged_working_days",
    "further_works_weeks",
    "warn_hours",
    "last_warning_hours",
    "warn_working_days",
    "warn_further_works_working_days",
    "warn_from_hour",
)


MAY_BE_UNSET = tuple(name for name in NAMES if not name.startswith(("warn_", "last_")))
"""Limits of the law, which may set none; when to warn must always be known."""

_MOST = 1000


class LimitNotAllowed(DoorstepError):
    """A limit that there is not, or a value that it cannot have."""

    def __init__(self, problem: str) -> None:
        super().__init__("limit_not_allowed", problem)


def allowed(name: str) -> str:
    """What a limit may be, in words."""
    if name == "warn_from_hour":
        return "an hour from 0 to 23"
    return f"a whole number from 1 to {_MOST}" + (", or none" if name in MAY_BE_UNSET else "")


def read_limit(name: str, text: str) -> int | None:
    """A limit as somebody typed it; None where they say that the law sets none. Raises LimitNotAllowed."""
    if name not in NAMES:
        raise LimitNotAllowed("Choose which limit it is.")
    text = text.strip()
    if text.casefold() == "none" and name in MAY_BE_UNSET:
        return None
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1
    least, most = (0, 23) if name == "warn_from_hour" else (1, _MOST)
    if not least <= number <= most:
        raise LimitNotAllowed(f"The value must be {allowed(name)}.")
    return number


def check_warnings(hours: int | None, first: int, last: int) -> None:
    """A warning comes before the last one, and both before the end of the 24 hours."""
    if not last < first or (hours is not None and first >= hours):
        raise LimitNotAllowed("The first warning must come before the last, and both after the clock has started.")


@dataclass(frozen=True, slots=True)
class Limit:
    """How many hours, working days or weeks, and the clause that says so."""

    value: int
    clause: str


@dataclass(frozen=True)
class Limits:
    """The dated values by name."""

    parameters: Mapping[str, Parameter]

    def find(self, name: str, day: date) -> Limit | None:
        """The limit in force on a day; None where the law sets none then."""
        rows = [row for row in self.parameters[name].values if row.starts_on <= day]
        value = rows[-1].value if rows else None
        return None if value is None else Limit(value, rows[-1].clause)

    def number(self, name: str, day: date) -> int:
        """A number that must be set: when to warn. Before its first row the first one counts, for old concerns."""
        first = self.parameters[name].values[0].starts_on
        found = self.find(name, max(day, first))
        if found is None:
            raise NoValueInForce(name, day)
        return found.value
