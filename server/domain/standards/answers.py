"""How a tenant's message and an operative's concern count: call-backs, queries and complaints (HS004A 7.1, 1.5), 8."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from server.domain import messages
from server.domain.evidence.records import LONDON
from server.domain.messages import MessageStanding, Step
from server.domain.standards import catalogue
from server.domain.standards.counted import APART, MET, NOT_MET, Counted, Subject

Verdict = tuple[str, str, datetime | None]
_ONE_DAY = timedelta(days=1)
_A_MOMENT = timedelta(microseconds=1)
_NO_QUERY = frozenset({messages.COMPLAINT, messages.CALLER_WRONG, *messages.TO_BE_RUNG, *messages.NO_ANSWER_DUE})


@dataclass(frozen=True, slots=True)
class Asked:
    """A message with what was done about it, oldest first, and how it stands; days are London dates."""

    subject: Subject
    kind: str
    received_on: date
    acknowledge_by: date | None
    answer_by: date | None
    steps: tuple[Step, ...]
    stands: MessageStanding


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern and the moments in which it came and a person first decided something; `due_at` by policy."""

    subject: Subject
    received_on: date
    due_at: datetime
    taken_at: datetime | None


def of_message(asked: Asked, today: date) -> list[Counted]:
    """Nothing where no answer was due."""
    if asked.answer_by is None:
        return []
    if asked.kind == messages.COMPLAINT:
        return [_counted(asked.subject, catalogue.COMPLAINTS.key, asked.received_on, _complaint(asked, today))]
    standard = catalogue.CALLED_BACK if asked.kind in messages.TO_BE_RUNG else catalogue.QUERIES
    if standard is catalogue.QUERIES and asked.kind in _NO_QUERY:
        return []
    # A holding reply of another landlord's policy moves no date here: HS004A 7.1 says ten working days.
    found = _in_time(_first(asked.steps, {messages.ANSWERED}), asked.answer_by, today)
    return [_counted(asked.subject, standard.key, asked.received_on, found)]


def of_concern(concern: Concern, now: datetime) -> list[Counted]:
    """In time is by the moment, not by the day."""
    if concern.taken_at is not None:
        found: Verdict = (MET, "in_time", None) if concern.taken_at <= concern.due_at else (NOT_MET, "late", None)
    elif now <= concern.due_at:
        found = (APART, "still_open", concern.due_at + _A_MOMENT)
    else:
        found = (NOT_MET, "open_too_long", None)
    return [_counted(concern.subject, catalogue.CONCERNS.key, concern.received_on, found)]


def _counted(subject: Subject, standard: str, day: date, found: Verdict) -> Counted:
    verdict, code, look_at = found
    return Counted(subject, standard, day, verdict, code, look_at=look_at)


def _complaint(asked: Asked, today: date) -> Verdict:
    """Late in either of the two is late; the answer's day moves as the Complaint Handling Code lets it."""
    shown = _first(asked.steps, messages.SHOWN_TO_TENANT)
    if asked.acknowledge_by is not None:
        acknowledged = _in_time(shown, asked.acknowledge_by, today)
        if acknowledged[0] == NOT_MET:
            return NOT_MET, "acknowledged_late", None
        if shown is None:
            return acknowledged
    due = asked.stands.due.answer_by or asked.answer_by or today
    return _in_time(_first(asked.steps, {messages.ANSWERED}), due, today)


def _in_time(done_on: date | None, due_on: date, today: date) -> Verdict:
    """What is still open and not yet due stands apart, to be looked at again when it is."""
    if done_on is not None:
        return (MET, "in_time", None) if done_on <= due_on else (NOT_MET, "late", None)
    if today > due_on:
        return NOT_MET, "open_too_long", None
    return APART, "still_open", datetime.combine(due_on + _ONE_DAY, time.min, LONDON)


def _first(steps: Iterable[Step], kinds: Iterable[str]) -> date | None:
    wanted = frozenset(kinds)
    return next((step.on for step in steps if step.kind in wanted), None)
