"""One operative's day as it is filled, and the quarters at which one more visit could begin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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


WayBetween = Callable[[str, str], int]


@dataclass(frozen=True)
class Day:
    """What somebody does on a day: visits with their time, and promises that can still be laid out in several ways."""

    planned: tuple[Planned, ...] = ()
    promised: tuple[Promised, ...] = ()

    @property
    def districts(self) -> list[str]:
        """Where they are that day."""
        return [one.district for one in self.planned] + [one.district for one in self.promised]

    def with_visit(self, one: Planned) -> Day:
        """The day with one more visit in it."""
        return Day(tuple(sorted((*self.planned, one), key=lambda each: each.first)), self.promised)

    def misfits(self, way_between: WayBetween) -> int:
        """How many of the promises find no place, each put into its first gap, the most pressing first."""
        placed, missed = list(self.planned), 0
        for one in sorted(self.promised, key=lambda each: (each.last, each.first, each.district)):
            begin = _gap(placed, one, way_between)
            if begin is None:
                missed += 1
            else:
                placed.append(Planned(begin, begin + one.quarters, one.district))
                placed.sort(key=lambda each: each.first)
        return missed


def _gap(placed: Sequence[Planned], one: Promised, way_between: WayBetween) -> int | None:
    """The first quarter inside the promise at which it and its ways fit."""
    begin = one.first
    for other in placed:
        way = way_between(other.district, one.district)
        if other.after + way > begin and other.first - way < begin + one.quarters:
            begin = other.after + way
    return begin if begin <= one.last else None


def free_starts(working: int, visits: Iterable[Planned], quarters: int, way_to: Callable[[str], int]) -> int:
    """The quarters at which a visit of this length can begin, with the way to and from its neighbours."""
    starts = working
    for step in range(1, quarters):
        starts &= working >> step
    for visit in visits:
        way = way_to(visit.district)
        starts &= ~bits(visit.first - way - quarters + 1, visit.after + way)
    return starts
