"""One standard over a period, ready to be drawn, printed or read aloud: numbers and sentences, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Unit = Literal["percent", "count"]


@dataclass(frozen=True, slots=True)
class Point:
    """One bar: what was met, what was not, and what is uncertain and therefore neither.

    `value` is in the series' unit; None where nothing certain happened, which is no zero.
    """

    label: str
    met: int
    not_met: int
    uncertain: int
    value: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """The answer to one question. `target` is in the unit; None where neither the policy nor the landlord sets one.

    `uncertain` counts those of all points. `target_words` says the target and whose it is, or that there is none.
    """

    standard: str
    question: str
    sentence: str
    unit: Unit
    target: float | None
    points: tuple[Point, ...]
    uncertain: int
    target_words: str = ""


def share_point(label: str, met: int, not_met: int, uncertain: int) -> Point:
    """A point in percent of what is certain, to one decimal."""
    certain = met + not_met
    value = round(100 * met / certain, 1) if certain else None
    return Point(label, met, not_met, uncertain, value)


def uncertain_in(points: Sequence[Point]) -> int:
    return sum(point.uncertain for point in points)
