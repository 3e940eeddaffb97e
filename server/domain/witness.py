"""The six digits on a tenant's page: typed at the door, they prove contact at a minute with no network on the phone.

A TOTP per appointment (RFC 6238, SHA-256, steps of 60 s), and beside it one code for a text (RFC 4226, counter 0),
which proves contact and no time. Which minute a code proves, and when it proves nothing, is decided here.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

STEP_MS = 60_000
DIGITS = 6

SLACK_MS = 2 * STEP_MS
"""A code is read out, typed and saved some time after its minute began; the phone may get an anchor meanwhile."""

WIDEST_MS = 24 * 60 * STEP_MS
"""A code is compared with no more minutes than these: more minutes make a guess more likely to fit."""

MOST_WRONG = 5
"""A visit with more wrong codes than these has no witness code at all: somebody is guessing."""

MINUTE, ONCE, WRONG, STALE, TOO_MANY = "minute", "once", "wrong", "stale", "too_many_wrong"

PROVES_CONTACT = frozenset({MINUTE, ONCE})
"""A code sent by text proves that they spoke, and no time."""

_SHOWN_BEFORE, _SHOWN_AFTER = timedelta(hours=2), timedelta(hours=4)
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Recorded:
    """An event of one visit as a witness is looked for: its place in its chain, its hard interval and its best guess.

    `earliest_ms` is the earliest that the phone's own clocks allow; `middle_ms` the middle of that.
    """

    name: str
    type: str
    actor_id: str
    chain: tuple[str, str]
    seq: int
    hard_ms: tuple[int | None, int]
    earliest_ms: int | None
    middle_ms: int
    code: str = ""


def minute_code(key: bytes, at_ms: int) -> str:
    """The code of the minute that holds this instant."""
    return _truncated(key, at_ms // STEP_MS)


def one_time_code(key: bytes) -> str:
    """The code for a text message: minute 0 of 1970, which no visit has."""
    return _truncated(key, 0)


def lasts_seconds(at_ms: int) -> int:
    """How long the code of this instant still stands, in whole seconds, at least 1."""
    return max(1, -(-(STEP_MS - at_ms % STEP_MS) // 1000))


def is_shown(now: datetime, start_at: datetime | None, end_at: datetime | None) -> bool:
    """Whether the page shows a code: on the day of the visit, and a little around its time."""
    if start_at is None:
        return False
    same_day = now.astimezone(_LONDON).date() == start_at.astimezone(_LONDON).date()
    return same_day or start_at - _SHOWN_BEFORE <= now <= (end_at or start_at) + _SHOWN_AFTER


def witnessed(key: bytes, events: Sequence[Recorded]) -> dict[str, dict[str, Any]]:
    """What each event of a visit owes to the codes typed on it, by its name; an arrival's first code counts.

    A code event gets `code` (minute, once, wrong, stale or too_many_wrong). Where the code proves a minute, the code
    event and the arrival before it in the same chain, by the same person, get `witness`: `from_ms` to `until_ms`.
    """
    typed = sorted((event for event in events if event.type == "witness_code"), key=lambda one: (one.chain, one.seq))
    minutes = {event.name: _minute(key, event) for event in typed}
    once = one_time_code(key)
    wrong = [event for event in typed if minutes[event.name] is None and event.code != once]
    found: dict[str, dict[str, Any]] = {}
    for event in typed:
        minute = minutes[event.name]
        if len(wrong) > MOST_WRONG:
            found[event.name] = {"code": TOO_MANY}
        elif minute is not None:
            for name, said in _proven(event, minute, events).items():
                found.setdefault(name, said)
        else:
            found[event.name] = {"code": ONCE if event.code == once else WRONG}
    return found


def _proven(event: Recorded, minute_ms: int, events: Sequence[Recorded]) -> dict[str, dict[str, Any]]:
    """The minute's witness, unless the phone itself says that it arrived later: then the page was an old one."""
    arrival = _arrival_before(event, events)
    until_ms = minute_ms + STEP_MS
    said = event if arrival is None else arrival
    if said.earliest_ms is not None and said.earliest_ms > until_ms + SLACK_MS:
        return {event.name: {"code": STALE}}
    witness = {"from_ms": minute_ms, "until_ms": until_ms, "by": event.name}
    found: dict[str, dict[str, Any]] = {event.name: {"code": MINUTE, "witness": witness}}
    return found if arrival is None else {**found, arrival.name: {"witness": witness}}


def _arrival_before(event: Recorded, events: Sequence[Recorded]) -> Recorded | None:
    before = [
        one
        for one in events
        if one.type == "arrived" and (one.actor_id, one.chain) == (event.actor_id, event.chain) and one.seq < event.seq
    ]
    return max(before, key=lambda one: one.seq, default=None)


def _minute(key: bytes, event: Recorded) -> int | None:
    """The start of the last minute of the window whose code this is; None where it is none of them."""
    if len(event.code) != DIGITS or not event.code.isdecimal() or not event.code.isascii():
        return None
    first, last = _window(event)
    for minute in range(last // STEP_MS, first // STEP_MS - 1, -1):
        if hmac.compare_digest(_truncated(key, minute), event.code):
            return minute * STEP_MS
    return None


def _window(event: Recorded) -> tuple[int, int]:
    """The hard interval, opened by the slack; of a wider one the day around the phone's own time."""
    earliest, latest = event.hard_ms
    first = latest - WIDEST_MS if earliest is None else earliest - SLACK_MS
    if latest - first <= WIDEST_MS:
        return first, latest
    begin = min(max(first, event.middle_ms - WIDEST_MS // 2), latest - WIDEST_MS)
    return begin, begin + WIDEST_MS


def _truncated(key: bytes, counter: int) -> str:
    digest = hmac.digest(key, counter.to_bytes(8), "sha256")
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)
