"""Dated policy values, each with the clause it comes from.

A value holds from its own date until the next one. There is no default: a day before the first row,
or a row that says None, has no value, and asking for it is an error, not a zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from server.domain.errors import DoorstepError


class NoValueInForce(DoorstepError):
    """The policy says nothing about this parameter on this day."""

    def __init__(self, name: str, day: date) -> None:
        super().__init__(
            "no_value_in_force",
            f"{name} has no value in force on {day.isoformat()}; add a dated row with its clause.",
            {"name": name, "day": day.isoformat()},
        )
        self.name = name
        self.day = day


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One row of the policy. A value of None means: from this day no value is set."""

    starts_on: date
    value: int | None
    clause: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One policy value through time, its rows in order of their dates."""

    name: str
    values: tuple[DatedValue, ...]

    def find(self, day: date) -> int | None:
        """Return the value on a day, or None where the policy sets none."""
        found = None
        for row in self.values:
            if row.starts_on > day:
                break
            found = row.value
        return found

    def on(self, day: date) -> int:
        """Return the value on a day; raise NoValueInForce where the policy sets none."""
        value = self.find(day)
        if value is None:
            raise NoValueInForce(self.name, day)
        return value

    def overlaid(self, rows: Iterable[DatedValue]) -> Parameter:
        """Lay rows over these; of two rows with one date the new one wins."""
        by_day = {row.starts_on: row for row in self.values} | {row.starts_on: row for row in rows}
        return Parameter(self.name, tuple(by_day[day] for day in sorted(by_day)))


@dataclass(frozen=True, slots=True)
class Policy:
    """The two dated values that the earnings clause (HS004A 5) stands on."""

    name: str
    cap_pence_per_day: Parameter
    threshold_more_than: Parameter

    def parameters(self) -> tuple[Parameter, ...]:
        return (self.cap_pence_per_day, self.threshold_more_than)
