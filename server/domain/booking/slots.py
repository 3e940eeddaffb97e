"""The slots a landlord lets be offered, as dated data: which hold on a day, and when they begin and end in London.

A slot is a promise of arrival between two moments; an exact time is a slot without an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.domain.errors import DoorstepError

LONDON = ZoneInfo("Europe/London")
EXACT = "exact"
EXACT_EVERY = timedelta(minutes=30)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class SlotRow:
    """How one slot is offered from a day on. `weekdays` are 0 for Monday to 6; `reference` says what it rests on."""

    code: str
    label: str
    from_on: date
    starts: time
    ends: time
    weekdays: tuple[int, ...]
    offered: bool
    reference: str


@dataclass(frozen=True, order=True)
class Slot:
    """One slot of one day; `end_at` is None for an exact time."""

    start_at: datetime
    end_at: datetime | None
    code: str
    label: str


def rows_in_force(shipped: Iterable[SlotRow], own: Iterable[SlotRow], day: date) -> list[SlotRow]:
    """The newest row of each slot that has begun; of the same day the landlord's own wins. Those not offered too."""
    found: dict[str, SlotRow] = {}
    for row in [*shipped, *own]:
        known = found.get(row.code)
        if row.from_on <= day and (known is None or row.from_on >= known.from_on):
            found[row.code] = row
    return sorted(found.values(), key=lambda row: (row.starts, row.ends, row.code))


def slots_of_day(rows: Iterable[SlotRow], day: date) -> list[Slot]:
    """What may be promised on this day, from the rows in force; exact times one by one."""
    slots: list[Slot] = []
    for row in rows:
        if row.offered and day.weekday() in row.weekdays:
            slots += _slots(row, day)
    return slots


def _slots(row: SlotRow, day: date) -> list[Slot]:
    start_at, end_at = instant(day, row.starts), instant(day, row.ends)
    if row.code != EXACT:
        return [Slot(start_at, end_at, row.code, row.label)]
    count = (end_at - start_at) // EXACT_EVERY + 1
    return [Slot(start_at + number * EXACT_EVERY, None, row.code, row.label) for number in range(count)]


def instant(day: date, clock: time) -> datetime:
    """The moment of a London clock time; no slot lies in the hour that the clocks change."""
    return datetime.combine(day, clock, LONDON).astimezone(UTC)


def checked_row(row: SlotRow) -> SlotRow:
    """The row, or `wrong_slot`: it must begin before it ends, between 6 in the morning and 10 at night."""
    if not (time(6) <= row.starts < row.ends <= time(22)):
        raise DoorstepError("wrong_slot", "A slot begins before it ends, between 06:00 and 22:00.")
    if row.offered and not row.weekdays:
        raise DoorstepError("wrong_slot", "Say on which days this slot is offered.")
    if not row.reference.strip():
        raise DoorstepError("wrong_slot", "Say what the slot rests on, so that it can be explained later.")
    return row


def read_weekdays(names: Sequence[str]) -> tuple[int, ...]:
    """`mon`, `tue` as 0, 1; raises `wrong_slot` for a name that is no day."""
    unknown = [name for name in names if name not in WEEKDAYS]
    if unknown:
        raise DoorstepError("wrong_slot", f"{unknown[0]} is no day of the week such as mon.")
    return tuple(sorted({WEEKDAYS.index(name) for name in names}))
