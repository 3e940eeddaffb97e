"""How long the way between two homes may take: a straight line between the middles of their postcode districts.

An estimate, and shown as one: no road is known here. What is not known is never taken for near.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from server.domain.booking.hours import quarters_for

Place = tuple[float, float]

_EARTH_KM = 6371.0
_SPACED = re.compile(r"^([A-Z]{1,2}[0-9][0-9A-Z]?)\s*[0-9][A-Z]{2}$")


@dataclass(frozen=True)
class TravelSettings:
    """How a distance becomes minutes. All are proposals of ours; no clause says how to estimate a way."""

    roads_are_longer_by: float = 1.3
    """A road is about a third longer than the straight line in the country."""
    km_per_hour: float = 40.0
    """Vans on country roads with villages."""
    parking_minutes: int = 5
    """To park, and to find the door."""
    same_district_km: float = 3.0
    """Two homes of one district: their middles are the same point, and they are not."""
    unknown_minutes: int = 30
    """A postcode that is missing or not known: the longest usual way."""


@dataclass(frozen=True)
class Way:
    """From one home to another; `km` is None where a place is not known."""

    minutes: int
    km: float | None

    @property
    def quarters(self) -> int:
        return quarters_for(self.minutes)


@lru_cache(maxsize=4096)
def district_of(postcode: str) -> str:
    """IP33 of `ip33 1aa`; empty for what is no postcode."""
    found = _SPACED.match(re.sub(r"\s+", "", postcode.upper()))
    return found[1] if found else ""


class Ways:
    """The ways between districts, each worked out once."""

    def __init__(self, districts: Mapping[str, Place], settings: TravelSettings | None = None) -> None:
        self._districts = districts
        self._settings = settings or TravelSettings()
        self._known: dict[tuple[str, str], Way] = {}

    def between(self, one: str, other: str) -> Way:
        """The way between two districts, either direction."""
        pair = (one, other) if one <= other else (other, one)
        if pair not in self._known:
            self._known[pair] = self._way(*pair)
        return self._known[pair]

    def _way(self, one: str, other: str) -> Way:
        rule = self._settings
        here, there = self._districts.get(one), self._districts.get(other)
        if here is None or there is None:
            return Way(rule.unknown_minutes, None)
        km = max(straight_km(here, there), rule.same_district_km)
        minutes = math.ceil(km * rule.roads_are_longer_by / rule.km_per_hour * 60) + rule.parking_minutes
        return Way(minutes, round(km, 1))


def straight_km(here: Place, there: Place) -> float:
    """Great-circle distance in kilometres between two (latitude, longitude)."""
    lat_1, lon_1, lat_2, lon_2 = (math.radians(value) for value in (*here, *there))
    half = math.sin((lat_2 - lat_1) / 2) ** 2
    half += math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
