"""The notices of what happened at one appointment: new, no news any more, or already said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from server.domain.notices.kinds import NEW_TIME, ON_MY_WAY, useless_after
from server.domain.notices.routes import HELD, QUEUED, REPLACED, Reader, route

SAID_LATELY = timedelta(hours=1)
_SAME_ARRIVAL = timedelta(minutes=10)


@dataclass(frozen=True)
class Happening:
    """Something a phone recorded, the office did or the rule found, between two moments; `cause` is its id.

    `starts_at` and `ends_at` are the new time, or the expected arrival, where it names one. `came_after` says that
    somebody came (after a card: got in) later in the same record, so that the notice is no news. `code` is the
    rule's reason for a miss, or the office's for a change; `may_claim` that its repair has been missed so often
    that lost pay can be claimed.
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
    """A notice as it enters the outbox; `reason` says why one is held or replaced.

    `waits_for_leave`: a manager must allow it first, so that not even its letter is printed.
    """

    happening: Happening
    channel: str
    recipient: str
    state: str
    reason: str
    useless_after: datetime
    waits_for_leave: bool = False


@dataclass(frozen=True)
class Said:
    """A notice about the same appointment that waits or has left: at `at`, about the moment `about_at`.

    `until_at` is the end of a new time that has one.
    """

    kind: str
    about_at: datetime | None
    at: datetime
    until_at: datetime | None = None


def due_notices(
    happenings: Sequence[Happening], reader: Reader, *, slot_end: datetime | None, now: datetime
) -> list[DueNotice]:
    """The notice of each happening of one visit, in the order in which they happened."""
    return [
        _due(happening, _overtaken(happening, happenings[index + 1 :]), reader, slot_end, now)
        for index, happening in enumerate(happenings)
    ]


def _due(happening: Happening, overtaken: str, reader: Reader, slot_end: datetime | None, now: datetime) -> DueNotice:
    until = useless_after(happening, slot_end)
    channel, recipient, problem = route(reader, happening.kind, time_left=(now, until))
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


def is_double(happening: Happening, said: Iterable[Said], now: datetime) -> bool:
    """Whether the newest notice of this kind said the same within the hour: two phones, or one tap twice."""
    same_kind = [one for one in said if one.kind == happening.kind]
    if not same_kind:
        return False
    newest = max(same_kind, key=lambda one: one.at)
    return now - newest.at < SAID_LATELY and _is_same(happening, newest)


def _is_same(happening: Happening, said: Said) -> bool:
    """A new time with another end is another time: the tenant would wait for nothing, or leave too early."""
    if happening.tells_new_time and happening.ends_at != said.until_at:
        return False
    return _is_same_moment(happening, said.about_at)


def _is_same_moment(happening: Happening, about_at: datetime | None) -> bool:
    if about_at is None or happening.starts_at is None:
        return about_at is happening.starts_at
    room = _SAME_ARRIVAL if happening.kind == ON_MY_WAY else timedelta(0)
    return abs(about_at - happening.starts_at) <= room
