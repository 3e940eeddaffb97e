"""When a lone worker is expected out or to check in, as the server holds it, whatever becomes of the phone.

A running timer gives the deadline. Without one the day's plan does: the end of the agreed time plus the length of the
visit's timer. A phone's clock may be wrong, so its deadline is moved by as much as the phone's clock was off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

SIGN_TYPES = frozenset(
    {"timer_started", "timer_extended", "check_in", "left", "back_safe", "no_access", "cannot_attend"}
)
"""The events by which an operative says when they mean to be out, that they are well, or that nobody is inside."""

_LONGEST_MS = 365 * 86_400_000
_FAR_MS = 253_370_764_800_000
"""The year 9999 begins; a year before the end of every calendar of ours."""

OVER = frozenset({"left", "no_access", "cannot_attend"})
"""Standings of a visit in which nobody is inside."""


@dataclass(frozen=True)
class Sign:
    """One such event. `earliest_at` is None where nothing bounds it; `middle_at` is our best estimate of its time."""

    operative_id: str
    type: str
    wall_ms: int
    earliest_at: datetime | None
    latest_at: datetime
    middle_at: datetime
    received_at: datetime


def deadline(timer: Mapping[str, Any], signs: Iterable[Sign]) -> datetime:
    """The moment by which this timer wants a check-in, on the server's clock."""
    own = [sign for sign in signs if sign.operative_id == timer["actor_id"]]
    if not own:
        return _instant(min(timer["due_ms"], _FAR_MS))
    last = max(own, key=lambda sign: sign.wall_ms)
    # A phone may claim the year 9999: then only that it is far off matters.
    apart_ms = min(max(timer["due_ms"] - last.wall_ms, -_LONGEST_MS), _LONGEST_MS)
    return last.middle_at + timedelta(milliseconds=apart_ms)


def expected_out(slot_end_at: datetime, minutes: int) -> datetime:
    """When the plan expects an operative to be out again at the latest."""
    return slot_end_at + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Planned:
    """What is known, at an expected-out time, of one who may have gone in without signal."""

    status: str
    minutes: int
    heard_at: datetime | None
    is_inside: bool


def look_at_plan(planned: Planned, day_ends_at: datetime, now: datetime) -> datetime | None:
    """When to look again; None where nothing is to be watched any more. `now` where the alarm is due.

    A phone that was heard lately is in somebody's hand, and what it recorded is what is known: the watch moves on with
    it. One that went silent may lie in a home without signal.
    """
    if planned.status in OVER:
        return None
    if planned.is_inside or planned.heard_at is None:
        return now
    if planned.heard_at >= day_ends_at:
        return None
    again_at = planned.heard_at + timedelta(minutes=planned.minutes)
    return again_at if again_at > now else now


def answers(signs: Iterable[Sign], operative_id: str, deadline_at: datetime) -> tuple[Sign | None, Sign | None]:
    """(a sign of life that lay before the deadline and held it off, the newest one that came later or may have).

    Only what can have happened after the timer was set counts: the start of the timer itself answers nothing.
    """
    own = [sign for sign in signs if sign.operative_id == operative_id and sign.type != "timer_started"]
    in_time = [sign for sign in own if sign.latest_at <= deadline_at]
    later = [sign for sign in own if sign.latest_at > deadline_at]
    newest = max(later, key=lambda sign: sign.latest_at, default=None)
    return max(in_time, key=lambda sign: sign.latest_at, default=None), newest


def _instant(ms: float) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
