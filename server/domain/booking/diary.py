"""One operative's day as it is filled, and the quarters at which one more visit could begin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.domain.booking.hours import bits


@dataclass(frozen=True)
class Planned:
    """A visit that takes these quarters; `district` is where it is."""

    first: int
    after: int
    district: str


@dataclass(frozen=True)
class Promised:
    """A visit of which only the promise is known: it fits somewhere from `first` on, to begin at `last` at latest."""

    first: int
    last: int
    quarters: int
    district: str


def laid_out(planned: Iterable[Planned], promised: Iterable[Promised]) -> list[Planned]:
    """Give each promised visit the first gap inside its promise, the most pressing first.

    Where there is no gap the promise clashes already; it is taken at its beginning, so that nothing is added there.
    """
    placed = sorted(planned, key=lambda one: one.first)
    for one in sorted(promised, key=lambda one: (one.last, one.first, one.district)):
        begin = _gap(placed, one)
        placed.append(Planned(begin, begin + one.quarters, one.district))
        placed.sort(key=lambda each: each.first)
    return placed


def _gap(placed: Sequence[Planned], one: Promised) -> int:
    begin = one.first
    for other in placed:
        if other.after > begin and other.first < begin + one.quarters:
            begin = other.after
    return begin if begin <= one.last else one.first


def free_starts(working: int, visits: Iterable[Planned], quarters: int, way_to: Callable[[str], int]) -> int:
    """The quarters at which a visit of this length can begin, with the way to and from its neighbours."""
    starts = working
    for step in range(1, quarters):
        starts &= working >> step
    for visit in visits:
        way = way_to(visit.district)
        starts &= ~bits(visit.first - way - quarters + 1, visit.after + way)
    return starts


def clashes(visits: Sequence[Planned]) -> bool:
    """Whether two visits of this day lie over each other."""
    return any(one.after > other.first for one, other in pairwise(visits))
