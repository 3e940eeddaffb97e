"""Exact moments, read from and written as RFC 3339.

An instant is the seconds since 1970-01-01T00:00:00Z as an int, or a Fraction where it has a fraction:
datetime keeps microseconds only, and a case file's fractions are never rounded.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

Instant = int | Fraction

_LONDON = ZoneInfo("Europe/London")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_SECONDS = 86_400
# One day inside what the calendar can hold, so that every zone can show every instant.
_FIRST = (datetime(1, 1, 2, tzinfo=UTC) - _EPOCH).days * _DAY_SECONDS
_LAST = (datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH).days * _DAY_SECONDS
_LONGEST_FRACTION = 1000
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def parse_instant(text: str) -> Instant:
    """Read one RFC 3339 instant; raise ValueError with a plain sentence where it is none."""
    found = _INSTANT.fullmatch(text)
    if found is None:
        raise ValueError("must be an RFC 3339 instant with an offset or Z, such as 2026-10-05T09:00:00Z")
    days = (parse_day(found[1]) - _EPOCH.date()).days
    seconds = days * _DAY_SECONDS + _seconds_of_day(found) - _offset_seconds(found)
    if not _FIRST <= seconds < _LAST:
        raise ValueError("is outside the years that can be reckoned with")
    return seconds + _fraction(found[5])


def parse_day(text: str) -> date:
    """Read one YYYY-MM-DD; raise ValueError with a plain sentence where it is none."""
    if _DAY.fullmatch(text) is None:
        raise ValueError("must be a day such as 2026-10-05")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a day of the calendar") from None


def _seconds_of_day(found: re.Match[str]) -> int:
    hours, minutes, seconds = int(found[2]), int(found[3]), int(found[4])
    if seconds == 60:
        raise ValueError("is a leap second, which no clock here can tell from its neighbours")
    if hours > 23 or minutes > 59 or seconds > 60:
        raise ValueError("has a time of day that no clock shows")
    return hours * 3600 + minutes * 60 + seconds


def _offset_seconds(found: re.Match[str]) -> int:
    if found[6] is None:
        return 0
    hours, minutes = int(found[7]), int(found[8])
    if hours > 23 or minutes > 59:
        raise ValueError("has an offset that no zone has")
    seconds = hours * 3600 + minutes * 60
    return seconds if found[6] == "+" else -seconds


def _fraction(digits: str | None) -> Instant:
    kept = (digits or "").rstrip("0")
    if not kept:
        return 0
    if len(kept) > _LONGEST_FRACTION:
        raise ValueError(f"has more than {_LONGEST_FRACTION} decimal places")
    return Fraction(int(kept), 10 ** len(kept))


@lru_cache(maxsize=65_536)
def london_day(instant: Instant) -> date:
    """Return the Europe/London date of an instant: what "day" means everywhere."""
    return (_EPOCH + timedelta(seconds=instant // 1)).astimezone(_LONDON).date()


def london_clock(instant: Instant) -> datetime:
    """Return the London wall clock, cut to the second, for showing to people."""
    return (_EPOCH + timedelta(seconds=instant // 1)).astimezone(_LONDON)


def middle(earliest: Instant, latest: Instant) -> Instant:
    """Return the instant half-way, exactly."""
    both = earliest + latest
    return both // 2 if both % 2 == 0 else Fraction(both) / 2


def instant_text(instant: Instant) -> str:
    """Write an instant in UTC with every decimal it has."""
    whole = instant // 1
    text = (_EPOCH + timedelta(seconds=whole)).replace(tzinfo=None).isoformat()
    return f"{text}{_decimals(Fraction(instant - whole))}Z"


def _decimals(part: Fraction) -> str:
    digits = ""
    while part:
        part *= 10
        digits += str(part // 1)
        part -= part // 1
    return f".{digits}" if digits else ""


def number(seconds: Instant) -> int | float:
    """Return a span of seconds as JSON can show it; only for facts, never for comparing."""
    return int(seconds) if seconds % 1 == 0 else float(seconds)


def cut(span: Instant, unit: int) -> int:
    """Return a span in whole units, cut towards zero."""
    return int(Fraction(span) / unit)
