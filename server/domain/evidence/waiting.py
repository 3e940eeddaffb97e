"""Silence is not a miss: an outcome stays open until the phone has spoken or a day has passed.

The gate stands before the rule. It holds back only what silence could be taken for (not kept, or a question);
what the evidence at hand already excuses or proves kept needs no more of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NOT_HEARD = "not_heard"
BEHIND = "behind"
QUARANTINED = "quarantined"
NO_PHONE = "no_phone"
NO_RECORD = "no_record"


@dataclass(frozen=True)
class Phone:
    """An assigned operative's phone: when it was last heard, and whether all it announced is here."""

    heard_at: datetime | None
    is_complete: bool


@dataclass(frozen=True)
class Silence:
    """What is known, about one appointment, of the phones that may still speak.

    `operatives_without_phone` were assigned and have no phone of ours: they can only be asked. `record_missing`:
    another system says what became of the appointment, and its record has not come. `settled`: a person decided
    not to wait, or the record itself is from another system. `asked_now`: the tenant says that nobody came.
    """

    phones: Sequence[Phone] = ()
    operatives_without_phone: int = 0
    quarantined: int = 0
    record_missing: bool = False
    settled: bool = False
    asked_now: bool = False


@dataclass(frozen=True)
class Gate:
    """Whether an outcome is open. `asks_person` from `until` on: then nobody waits, and a person decides."""

    why: str
    since: datetime
    until: datetime
    asks_person: bool


def gate(silence: Silence, *, late_edge: datetime, now: datetime, wait: timedelta) -> Gate | None:
    """The gate of an appointment whose late edge has passed; None where its outcome may be decided."""
    why = None if silence.settled else _why_open(silence, late_edge)
    if why is None or now <= late_edge:
        return None
    until = late_edge + wait
    return Gate(why, late_edge, until, asks_person=silence.asked_now or now >= until)


def _why_open(silence: Silence, late_edge: datetime) -> str | None:
    if silence.quarantined:
        return QUARANTINED
    if any(phone.heard_at is None or phone.heard_at <= late_edge for phone in silence.phones):
        return NOT_HEARD
    if not all(phone.is_complete for phone in silence.phones):
        return BEHIND
    if silence.record_missing:
        return NO_RECORD
    return NO_PHONE if silence.operatives_without_phone else None
