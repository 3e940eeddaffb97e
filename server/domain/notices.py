"""Which notice is due after something happened, to whom, by which channel, and until when it helps.

Every notice that is due becomes a row, also one that cannot be sent: then it is held for a person or marked
replaced, with the reason, so that nobody believes a tenant was told who was not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

QUEUED, HELD, REPLACED = "queued", "held", "replaced"
ON_MY_WAY, NEW_TIME, NO_ACCESS, MISSED, SUMMARY = "on_my_way", "new_time", "no_access", "missed", "summary"

KEPT_UP = {NO_ACCESS: timedelta(days=7), MISSED: timedelta(days=14), SUMMARY: timedelta(days=14)}
"""How long after its cause a notice that is not about the next hours still helps."""

ON_MY_WAY_HELPS = timedelta(hours=2)

_URGENT = frozenset({ON_MY_WAY, NEW_TIME})
_FRESH = timedelta(hours=2)
_LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Reader:
    """The tenant who is to be told: how they can be reached and how they want to be."""

    person_id: str | None = None
    mobile: str = ""
    preferred_channel: str = ""


@dataclass(frozen=True)
class Happening:
    """Something a phone recorded or the rule found, between two moments; `cause` is its id.

    `starts_at` and `ends_at` are the new time, or the expected arrival, where it names one. `came_after` says that
    somebody came (after a card: got in) later in the same record, so that the notice is no news. `code` is the
    rule's reason for a miss; `may_claim` that its repair has been missed so often that lost pay can be claimed.
    """

    kind: str
    cause: str
    earliest: datetime
    latest: datetime
    received_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    came_after: bool = False
    code: str = ""
    may_claim: bool = False
    visit_id: str | None = None

    @property
    def tells_new_time(self) -> bool:
        """Whether the rule may take this notice as word of a new time."""
        return self.kind == NEW_TIME


@dataclass(frozen=True)
class DueNotice:
    """A notice as it enters the outbox; `reason` says why one is held or replaced."""

    happening: Happening
    channel: str
    recipient: str
    state: str
    reason: str
    useless_after: datetime


@dataclass(frozen=True)
class QuietHours:
    """No text that can wait leaves from `begin` to `end`, London time; the night may cross midnight."""

    begin: time
    end: time


def due_notices(
    happenings: Sequence[Happening], reader: Reader, *, slot_end: datetime | None, now: datetime
) -> list[DueNotice]:
    """The notice of each happening of one visit, in the order in which they happened."""
    return [
        _due(happening, _overtaken(happening, happenings[index + 1 :]), reader, slot_end, now)
        for index, happening in enumerate(happenings)
    ]


def _due(happening: Happening, overtaken: str, reader: Reader, slot_end: datetime | None, now: datetime) -> DueNotice:
    channel, recipient, problem = route(reader)
    until = useless_after(happening, slot_end)
    if now >= until:
        overtaken = "It reached us too late to help."
    state = REPLACED if overtaken else HELD if problem else QUEUED
    return DueNotice(happening, channel, recipient, state, overtaken or problem, until)


def _overtaken(happening: Happening, later: Iterable[Happening]) -> str:
    """Why the notice is no news any more, or nothing."""
    if happening.came_after:
        return "Somebody had come before this could leave."
    if any(other.kind == happening.kind for other in later):
        return "A newer notice of the same kind takes its place."
    return ""


def route(reader: Reader) -> tuple[str, str, str]:
    """Channel, recipient, and why a person must tell the tenant where no text can."""
    if reader.person_id is None:
        return "none", "", "Nobody is named for this appointment. Find out who lives there and tell them."
    if reader.preferred_channel in ("phone", "letter"):
        by = "Ring" if reader.preferred_channel == "phone" else "Write to"
        return reader.preferred_channel, "", f"This tenant wants no texts. {by} them."
    if not reader.mobile:
        return "phone", "", "There is no mobile number for this tenant. Ring or write."
    return "sms", reader.mobile, ""


def useless_after(happening: Happening, slot_end: datetime | None) -> datetime:
    """The moment from which the notice helps nobody."""
    if happening.kind == ON_MY_WAY:
        expected = happening.starts_at or happening.latest + timedelta(hours=1)
        return min(max(expected, slot_end or expected), happening.latest + ON_MY_WAY_HELPS)
    if happening.kind == NEW_TIME:
        return happening.ends_at or happening.starts_at or happening.latest
    return happening.latest + KEPT_UP[happening.kind]


def may_leave_at(kind: str, caused_at: datetime, now: datetime, quiet: QuietHours | None) -> datetime:
    """When a notice may leave: at once where it is urgent or its cause is fresh, else after the quiet hours."""
    if quiet is None or kind in _URGENT or now - caused_at <= _FRESH:
        return now
    local = now.astimezone(_LONDON)
    clock = local.time()
    crosses = quiet.begin > quiet.end
    inside = clock >= quiet.begin or clock < quiet.end if crosses else quiet.begin <= clock < quiet.end
    if not inside:
        return now
    day = local.date() + timedelta(days=1 if crosses and clock >= quiet.begin else 0)
    return datetime.combine(day, quiet.end, _LONDON)
