"""What is still open about an appointment, in sentences that a tenant can read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from server.domain.cases.instants import london_clock, parse_instant
from server.domain.wording.plain_words import clock_words, day_words, moment_words_of

Row = Mapping[str, Any]

_WHY = {
    "not_heard": "the phone of the person who was sent has not reported yet",
    "behind": "the phone of the person who was sent has not sent us everything yet",
    "quarantined": "something that was recorded there still has to be looked at",
    "no_phone": "the person who was sent carries no phone of ours and has to be asked",
    "no_record": "the record of what happened has not reached us yet",
}


def explained(
    explanation: Iterable[str], appointments: Iterable[Row], waiting: Iterable[Row], asked: set[str]
) -> list[str]:
    """The explanation, in which what waits and what a person is asked stands in the place of any finding."""
    rows = {str(row["id"]): row for row in appointments}
    open_rows = {str(row["appointment"]): row for row in waiting}
    unsure = {name for name in asked if name not in open_rows}
    named = [f"(appointment {name})" for name in (*open_rows, *unsure)]
    kept = [line for line in explanation if not any(name in line for name in named)]
    waits = [f"{_when(rows[name])}: {_wait(row)}" for name, row in sorted(open_rows.items())]
    return kept + waits + [f"{_when(rows[name])}: {_UNSURE}" for name in sorted(unsure)]


_UNSURE = (
    "we cannot tell whether you were told of the new time early enough. A person must decide, and until then it "
    "is not counted."
)


def _when(appointment: Row) -> str:
    start = parse_instant(str(appointment["agreed_start"]))
    return f"{day_words(london_clock(start).date())} at {clock_words(start)} (appointment {appointment['id']})"


def _wait(row: Row) -> str:
    why = _WHY[str(row["why"])]
    if row["asks_person"]:
        return f"{why}. A person finds out what happened and decides, and until then it is not counted."
    return f"{why}, so it is not counted yet. We look again by {moment_words_of(row['until'])}."
