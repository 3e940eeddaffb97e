"""The bank holidays of England, from a library that is kept up to date."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

_SATURDAY = 5


def bank_holidays(years: Iterable[int]) -> frozenset[date]:
    """The days off of these years.

    A holiday that falls on a weekend is given on a working day instead; the weekend day itself, which the library
    lists as well, is no bank holiday (gov.uk lists the substitute only).
    """
    return frozenset().union(*(_of_year(year) for year in years))


def named_holidays(year: int) -> list[tuple[date, str]]:
    """The days off of a year with their names, in order."""
    listed = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return [(day, name) for day, name in sorted(listed.items()) if day.weekday() < _SATURDAY]


@lru_cache(maxsize=64)
def _of_year(year: int) -> frozenset[date]:
    listed = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return frozenset(day for day in listed if day.weekday() < _SATURDAY)
