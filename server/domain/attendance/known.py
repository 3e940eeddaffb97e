"""Step 1: what was known at the moment of the assessment; what came later is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from server.domain.cases.appointment_format import SPOKEN
from server.domain.cases.case import Appointment, Change, Event, Notice
from server.domain.cases.instants import Instant
from server.domain.cases.policy_settings import PolicySettings


@dataclass(frozen=True, slots=True)
class Known:
    """An appointment with only what was known; changes that were never told stay, for their reasons."""

    appointment: Appointment
    changes: tuple[Change, ...]
    notices: tuple[tuple[Instant, Notice], ...]
    events: tuple[Event, ...]
    as_of: Instant

    def has_spoken_word(self) -> bool:
        told = any(c.told_at is not None and c.channel in SPOKEN for c in self.changes)
        return told or any(notice.channel in SPOKEN for _, notice in self.notices)

    def without_spoken_word(self) -> Known:
        changes = tuple(c for c in self.changes if c.told_at is None or c.channel not in SPOKEN)
        notices = tuple(one for one in self.notices if one[1].channel not in SPOKEN)
        return Known(self.appointment, changes, notices, self.events, self.as_of)


def known_part(appointment: Appointment, as_of: Instant, settings: PolicySettings) -> Known:
    dated = [(notice_instant(notice, settings), notice) for notice in appointment.notices]
    return Known(
        appointment=appointment,
        changes=tuple(c for c in appointment.changes if c.told_at is None or c.told_at <= as_of),
        notices=tuple((at, notice) for at, notice in dated if at is not None and at <= as_of),
        events=_once_each(event for event in appointment.events if event.received_at <= as_of),
        as_of=as_of,
    )


def notice_instant(notice: Notice, settings: PolicySettings) -> Instant | None:
    """When the tenant was told: the spoken word's own instant, else by `notice_time_basis`."""
    if notice.channel in SPOKEN:
        return notice.spoken_at
    by_basis = {
        "dispatched_or_spoken": notice.sent_at,
        "tapped": notice.queued_at,
        "delivered": notice.delivered_at,
    }
    return by_basis[settings.notice_time_basis]


def _once_each(events: Iterable[Event]) -> tuple[Event, ...]:
    first: dict[str, Event] = {}
    for event in events:
        first.setdefault(event.id, event)
    return tuple(first.values())
