"""The facts that stand in a text: days and times in words, no more sure than they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from server.domain.notices import (
    BOOKED,
    CANCELLED,
    MISSED,
    MOVED,
    NEW_TIME,
    NO_ACCESS,
    ON_MY_WAY,
    PLANNED,
    REMINDER,
    Happening,
)
from server.domain.wording.templates import fill
from server.domain.wording.tenant_times import is_narrow, london_date

NOBODY_CAME = frozenset({"no_show", "wrong_address"})
"""The codes of a missed appointment to which nobody came; the others came, but not as agreed."""

REASONS_SAID = frozenset({"illness", "severe_weather", "parts", "as_asked"})
"""What a text may say of a cancellation's cause; any other reason may say too much about somebody, and stays inside."""

_NAMES_A_TIME = frozenset({BOOKED, PLANNED, REMINDER, NEW_TIME})


def text_name(happening: Happening) -> str:
    """The template of a happening's text."""
    if happening.kind == MISSED:
        name = "missed" if happening.code in NOBODY_CAME else "not_kept"
        return f"{name}_may_claim" if happening.may_claim else name
    if happening.kind == CANCELLED and happening.code in REASONS_SAID:
        return f"cancelled_{happening.code}"
    return happening.kind


@dataclass(frozen=True)
class Manner:
    """How a language says days and times in a text message; `parts` are the few words around them."""

    short_day: Callable[[date], str]
    clock_time: Callable[[datetime], str]
    parts: Mapping[str, str]

    def say(self, part: str, **facts: str) -> str:
        """One of the parts with its times and days."""
        return fill(part, self.parts[part], facts)


def told_facts(happening: Happening, slot_start: datetime | None, manner: Manner) -> dict[str, str]:
    """What the template of this happening may name, beside landlord, firm, phone and link."""
    day = manner.short_day(london_date(slot_start or happening.latest))
    starts_at = happening.starts_at
    if happening.kind == ON_MY_WAY:
        said = manner.say("expected", time=manner.clock_time(starts_at)) if starts_at else manner.say("soon")
        return {"expected": said}
    if happening.kind in _NAMES_A_TIME and starts_at is not None:
        return {"window": _window(starts_at, happening, manner), "day": manner.short_day(london_date(starts_at))}
    if happening.kind == MOVED and starts_at is not None:
        new_day = manner.short_day(london_date(starts_at))
        return {"window": _window(starts_at, happening, manner), "new_day": new_day, "day": day}
    if happening.kind == NO_ACCESS:
        return {"called": _called(happening, manner)}
    return {"day": day}


def _window(starts_at: datetime, happening: Happening, manner: Manner) -> str:
    start = manner.clock_time(starts_at)
    if happening.ends_at is None:
        return start
    return manner.say("window", start=start, end=manner.clock_time(happening.ends_at))


def _called(happening: Happening, manner: Manner) -> str:
    """A time that is not sure is left to the page, which has room to say how sure it is."""
    day = manner.short_day(london_date(happening.latest))
    if not is_narrow(happening.earliest, happening.latest):
        return manner.say("called_day", day=day)
    middle = happening.earliest + (happening.latest - happening.earliest) / 2
    return manner.say("called", time=manner.clock_time(middle), day=day)
