"""What was recorded about one appointment, wherever it was recorded; the rule's case is written from these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
Row = dict[str, Any]


def london_day(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def written(at: datetime) -> str:
    """The instant as the case format writes it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def without_nothing(row: Mapping[str, Any]) -> Row:
    """The row without the fields that are not known: in the case format a missing field says so."""
    return {name: value for name, value in row.items() if value is not None}


@dataclass(frozen=True)
class PhoneEvent:
    """An accepted event of a phone. `body` is what the fold reads; the intervals are the server's own finding.

    `narrow` stands where the phone's clock was consistent; `hard` holds even against a tampered phone. `not_after` is
    the end of the minute at which a tenant's code proves contact; `code` how a typed code turned out.
    """

    body: Mapping[str, Any]
    hard: tuple[datetime, datetime]
    narrow: tuple[datetime, datetime] | None
    received_at: datetime
    signed: bool
    witnessed: bool
    not_after: datetime | None = None
    code: str = ""


@dataclass(frozen=True)
class ImportedVisit:
    """A visit recorded in another system. Both ends of an interval differ only in the hour that came twice."""

    history_id: str
    outcome: str
    operative: str
    arrived: tuple[datetime, datetime] | None
    left: tuple[datetime, datetime] | None
    recorded_at: datetime
    people_attended: int = 1
    notice_sent_at: datetime | None = None
    notice_new_at: datetime | None = None
    changed_by: str = ""
    told_at: datetime | None = None
    told_by: str = ""
    reason: str = ""
    no_access_reason: str = ""
    card_left: bool = False


@dataclass(frozen=True)
class OfficeChange:
    """A cancellation or a move that an office entered."""

    kind: str
    by: str
    told_at: datetime | None
    channel: str | None
    reason: str
    new_start_at: datetime | None
    new_end_at: datetime | None
    recorded_at: datetime


@dataclass(frozen=True)
class SentNotice:
    """A text or push of our outbox that named a new time."""

    channel: str
    queued_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    new_start_at: datetime
    new_end_at: datetime | None


@dataclass(frozen=True)
class Doubt:
    """How far an offline time is believed: the landlord's setting, and whether this appointment's time is disputed."""

    trust: str
    time_disputed: bool
