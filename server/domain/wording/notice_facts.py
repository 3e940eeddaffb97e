"""The facts that stand in a text: days and times in words, no more sure than they are."""

from __future__ import annotations

from datetime import datetime

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
from server.domain.wording.tenant_times import clock_time, is_narrow, london_date, recorded_time, short_day

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


def told_facts(happening: Happening, slot_start: datetime | None) -> dict[str, str]:
    """What the template of this happening may name, beside landlord, firm, phone and link."""
    day = short_day(london_date(slot_start or happening.latest))
    if happening.kind == ON_MY_WAY:
        expected = f"expected {clock_time(happening.starts_at)}" if happening.starts_at else "expected soon"
        return {"expected": expected}
    if happening.kind in _NAMES_A_TIME and happening.starts_at is not None:
        return {"window": _window(happening), "day": short_day(london_date(happening.starts_at))}
    if happening.kind == MOVED and happening.starts_at is not None:
        return {"window": _window(happening), "new_day": short_day(london_date(happening.starts_at)), "day": day}
    if happening.kind == NO_ACCESS:
        return {"called": _called(happening)}
    return {"day": day}


def _window(happening: Happening) -> str:
    ends = f"-{clock_time(happening.ends_at)}" if happening.ends_at else ""
    return f"{clock_time(happening.starts_at)}{ends}" if happening.starts_at else ""


def _called(happening: Happening) -> str:
    """A time that is not sure is left to the page, which has room to say how sure it is."""
    day = short_day(london_date(happening.latest))
    if is_narrow(happening.earliest, happening.latest):
        return f"{recorded_time(happening.earliest, happening.latest)} on {day}"
    return f"on {day}"
