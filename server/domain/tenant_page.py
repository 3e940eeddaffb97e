"""What a tenant's page says of one appointment: codes and facts; the templates have the words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.domain.evidence.records import PhoneEvent, london_day
from server.domain.wording.notice_facts import NOBODY_CAME

BOOKED, ON_THE_WAY, LATE, AT_DOOR, INSIDE = "booked", "on_the_way", "late", "at_door", "inside"
NO_ACCESS, MISSED, NOT_KEPT, DONE = "no_access", "missed", "not_kept", "done"
CANCELLED, CANNOT_ATTEND, UNKNOWN = "cancelled", "cannot_attend", "unknown"

STILL_TO_COME = frozenset({BOOKED, ON_THE_WAY, LATE, AT_DOOR, CANNOT_ATTEND})

_TOLERANCE = timedelta(minutes=10)
_BY_VISIT = {
    "no_access": NO_ACCESS,
    "left": DONE,
    "finished": DONE,
    "inside": INSIDE,
    "at_door": AT_DOOR,
    "cannot_attend": CANNOT_ATTEND,
    "travelling": ON_THE_WAY,
}
_BY_RECORD = {"attended": DONE, "no_access": NO_ACCESS, "not_attended": MISSED}
_ENDED_BY = frozenset({"no_access", "left", "cannot_attend"})


@dataclass(frozen=True)
class RecordedAt:
    """When something was recorded to have happened: never surer than its interval."""

    earliest: datetime
    latest: datetime


@dataclass(frozen=True)
class NewTime:
    """A time the tenant was told of after the booking; `told_at` is when we heard of it from the phone."""

    starts_at: datetime
    ends_at: datetime | None
    told_at: datetime | None = None


@dataclass(frozen=True)
class Card:
    """What the card at the door says: when somebody called, who, and why they left."""

    called: RecordedAt
    who: str
    reason: str
    card_left: bool
    card_number: str


@dataclass(frozen=True)
class Promise:
    """What may be seen with the link alone: the date, the slot, the firm, and whom to ring."""

    start_at: datetime | None
    end_at: datetime | None
    firm_name: str
    firm_phone: str
    landlord_name: str
    landlord_phone: str
    out_of_hours_phone: str


@dataclass(frozen=True)
class CalledOff:
    """A cancellation: whether it was the contractor's, and the code of its reason where that may be said."""

    by_contractor: bool
    reason: str


@dataclass(frozen=True)
class Money:
    """How the household's case stands: the sum in pence, the words of the newest assessment, the misses.

    Goodwill stands beside the sum and is no part of it.
    """

    state: str
    total_pence: int
    pay_now_pence: int
    not_kept: int
    threshold_passed: bool
    explanation: tuple[str, ...]
    goodwill_pence: int = 0


@dataclass(frozen=True)
class ClaimStanding:
    """A claim as its claimant sees it; `decided` is approved, paid, refused or empty."""

    reference: str
    claimed_on: date
    answer_due_on: date
    decided: str


@dataclass(frozen=True)
class Record:
    """What decides the page's state. `visit_status` is the fold's; `result` and `code` the rule's."""

    appointment_status: str
    visit_status: str
    result: str
    code: str
    new_time: NewTime | None
    end_at: datetime | None


def of_time_in_force(
    events: Iterable[PhoneEvent], moved_at: datetime | None, promised_at: datetime | None
) -> list[PhoneEvent]:
    """What phones recorded of the time that is promised now, without what belongs to one that was given up.

    An appointment that was moved keeps its visit and all its records. Those from before the move are of the time in
    force only where they are of its day, name no time of their own, and the attempt had not ended: somebody who has set
    off is still on the way when the office moves the visit by an hour.
    """
    recorded = list(events)
    if moved_at is None:
        return recorded
    earlier = [event for event in recorded if _recorded_at(event) < moved_at]
    has_ended = any(event.body["type"] in _ENDED_BY for event in earlier)
    given_up = [event for event in earlier if has_ended or _is_given_up(event, promised_at)]
    return [event for event in recorded if event not in given_up]


def _is_given_up(event: PhoneEvent, promised_at: datetime | None) -> bool:
    if event.body["type"] == "told_new_time" or promised_at is None:
        return True
    return london_day(_recorded_at(event)) < london_day(promised_at)


def _recorded_at(event: PhoneEvent) -> datetime:
    return (event.narrow or event.hard)[1]


def page_state(record: Record, now: datetime) -> str:
    """Which of the page's states holds: what the rule found first, then what the phone said, then the clock."""
    if record.appointment_status in ("cancelled", "moved"):
        return CANCELLED
    if record.result == "not_kept":
        return MISSED if record.code in NOBODY_CAME else NOT_KEPT
    by_visit = _BY_VISIT.get(record.visit_status)
    if by_visit is not None and by_visit != ON_THE_WAY:
        return by_visit
    if by_visit is None and record.appointment_status in _BY_RECORD:
        return _BY_RECORD[record.appointment_status]
    if _is_over(record, now):
        return UNKNOWN
    return LATE if record.new_time is not None else by_visit or BOOKED


def _is_over(record: Record, now: datetime) -> bool:
    told = record.new_time
    ends = [record.end_at, (told.ends_at or told.starts_at) if told is not None else None]
    known = [at for at in ends if at is not None]
    return bool(known) and now > max(known) + _TOLERANCE


def same_postcode(typed: str, ours: str) -> bool:
    """Case and spaces do not matter."""
    return bool(ours) and _bare(typed) == _bare(ours)


def _bare(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper())
