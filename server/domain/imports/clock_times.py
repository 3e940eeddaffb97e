"""London clock times in a file, as instants.

A time that the clocks skip is refused; one that comes twice keeps both instants until a person says which.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from server.domain.imports.problems import CellRefused

LONDON = ZoneInfo("Europe/London")

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)


@dataclass(frozen=True)
class Moment:
    """One stated clock time; `earliest` and `latest` differ only in the hour that comes twice."""

    earliest: datetime
    latest: datetime

    @property
    def ambiguous(self) -> bool:
        return self.earliest != self.latest

    @property
    def london_day(self) -> date:
        return self.earliest.astimezone(LONDON).date()


@lru_cache(maxsize=4096)
def read_day(text: str) -> date:
    """A date as 2026-11-05, and nothing else: 05/11 would have to be guessed."""
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise CellRefused("date_impossible")
    try:
        return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise CellRefused("date_impossible") from error


@lru_cache(maxsize=4096)
def read_moment(text: str) -> Moment:
    """A date-time as 2026-11-05T09:00; London time unless an offset is written."""
    text = text.strip()
    day = read_day(text[:10])
    clock = text[10:].lstrip("T ")
    if not clock:
        raise CellRefused("missing")
    match = _TIME.fullmatch(clock)
    if match is None:
        raise CellRefused("time_impossible")
    hour, minute, second = (int(part or 0) for part in match.groups()[:3])
    if hour > 23 or minute > 59 or second > 59:
        raise CellRefused("time_impossible")
    stated = datetime.combine(day, time(hour, minute, second))
    return _with_offset(stated, match[4]) if match[4] else london_moment(stated)


def london_moment(stated: datetime) -> Moment:
    """The instant, or the two instants, at which London's clocks showed this time."""
    first = stated.replace(tzinfo=LONDON, fold=0)
    second = stated.replace(tzinfo=LONDON, fold=1)
    if first.utcoffset() == second.utcoffset():
        return Moment(first.astimezone(UTC), first.astimezone(UTC))
    if (first.utcoffset() or timedelta()) < (second.utcoffset() or timedelta()):
        raise CellRefused("time_does_not_exist")
    return Moment(first.astimezone(UTC), second.astimezone(UTC))


def _with_offset(stated: datetime, offset: str) -> Moment:
    instant = datetime.fromisoformat(stated.isoformat() + offset.replace("Z", "+00:00")).astimezone(UTC)
    return Moment(instant, instant)
