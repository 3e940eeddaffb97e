"""The limits of the hazard clocks on a day, from dated values: a limit that is not set starts no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
