"""What a row may refer to: the keys that stand in the other files, and the few facts questions need.

A key whose own row was refused or is in conflict still stands: the row that names it is not at fault.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class PersonFacts:
    """Who somebody is to a home, and since when; `lives_there` is false for one who acts for another."""

    uprn: str | None
    tenure_from: date | None
    tenure_to: date | None
    lives_there: bool = True


@dataclass(frozen=True)
class OperativeFacts:
    contractor_code: str
    left_on: date | None


@dataclass(frozen=True)
class Known:
    """Keys by kind of thing; a person or operative without facts is one whose row is not loaded."""

    standing: Mapping[str, Set[str]] = field(default_factory=dict)
    people: Mapping[str, PersonFacts] = field(default_factory=dict)
    operatives: Mapping[str, OperativeFacts] = field(default_factory=dict)
    homes_by_reference: Mapping[str, str] = field(default_factory=dict)
    operatives_by_name: Mapping[str, Sequence[str]] = field(default_factory=dict)
    households: Mapping[str, Sequence[PersonFacts]] = field(default_factory=dict)

    def stands(self, kind: str, key: str) -> bool:
        return key in self.standing.get(kind, frozenset())


@dataclass(frozen=True)
class Circumstances:
    """What a check needs besides the row: when the extract ran, the holidays, and what is known."""

    as_of: datetime
    today: date
    bank_holidays: Set[date]
    known: Known
