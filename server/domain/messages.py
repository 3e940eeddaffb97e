"""What tenants tell us and by when they are answered: kinds, due dates, how a message stands. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date

from server.domain.errors import DoorstepError
from server.domain.working_days import due_on

COMPLAINT, FEEDBACK, DAMAGE, QUESTION, DISPUTE = "complaint", "feedback", "damage", "question", "dispute"
CALL_BACK, CALLER_WRONG, WAIT, REBOOK, FORMAT, REPLY = "call_back", "caller_wrong", "wait", "rebook", "format", "reply"

KINDS = (COMPLAINT, FEEDBACK, DAMAGE, QUESTION, DISPUTE, CALL_BACK, CALLER_WRONG, WAIT, REBOOK, FORMAT, REPLY)
TO_BE_RUNG = frozenset({CALL_BACK, REBOOK})
NO_ANSWER_DUE = frozenset({WAIT})

ACKNOWLEDGED, HOLDING, ANSWERED, NOTED = "acknowledged", "holding", "answered", "noted"
STEPS = (ACKNOWLEDGED, HOLDING, ANSWERED, NOTED)
SHOWN_TO_TENANT = frozenset({ACKNOWLEDGED, HOLDING, ANSWERED})


class StepNotAllowed(DoorstepError):
    """What somebody wants to do about a message does not fit it."""

    def __init__(self, message: str) -> None:
        super().__init__("step_not_allowed", message)


@dataclass(frozen=True)
class Answering:
    """The numbers of working days in force on one day."""

    acknowledge: int
    ring_back: int
    answer: int
    complaint_acknowledge: int
    complaint_answer: int
    complaint_extension: int


@dataclass(frozen=True)
class Due:
    """By when a message is acknowledged and answered; None where nothing is due."""

    acknowledge_by: date | None
    answer_by: date | None


@dataclass(frozen=True)
class Step:
    """What was done: its kind, on which day, and the new day that a holding reply names."""

    kind: str
    on: date
    new_due_on: date | None = None


@dataclass(frozen=True)
class MessageStanding:
    """How a message stands: whether it is answered, and what is due next, by when."""

    is_answered: bool
    is_acknowledged: bool
    due: Due

    def next_due(self) -> date | None:
        """The next day that matters; None once it is answered or where nothing is due."""
        if self.is_answered:
            return None
        days = [self.due.answer_by] if self.is_acknowledged else [self.due.acknowledge_by, self.due.answer_by]
        return min((day for day in days if day is not None), default=None)

    def is_overdue(self, today: date) -> bool:
        due = self.next_due()
        return due is not None and due < today


def first_due(kind: str, received_on: date, answering: Answering, *, holidays: Set[date], praise: bool = False) -> Due:
    """The days that a new message sets. `praise`: feedback that says all went well asks for no answer."""
    if kind in NO_ANSWER_DUE or (kind == FEEDBACK and praise):
        return Due(None, None)
    if kind == CALLER_WRONG:
        return Due(None, received_on)
    if kind in TO_BE_RUNG:
        return Due(None, due_on(received_on, answering.ring_back, holidays))
    if kind == COMPLAINT:
        acknowledge = due_on(received_on, answering.complaint_acknowledge, holidays)
        return Due(acknowledge, due_on(acknowledge, answering.complaint_answer, holidays))
    return Due(due_on(received_on, answering.acknowledge, holidays), due_on(received_on, answering.answer, holidays))


def standing(
    kind: str, first: Due, steps: Iterable[Step], answering: Answering, *, holidays: Set[date]
) -> MessageStanding:
    """How a message stands after these steps, oldest first. A complaint's answer counts from its acknowledgement."""
    answer_by, answered, acknowledged = first.answer_by, False, False
    for step in steps:
        if step.kind == ACKNOWLEDGED and kind == COMPLAINT and not acknowledged:
            answer_by = due_on(step.on, answering.complaint_answer, holidays)
        acknowledged = acknowledged or step.kind in SHOWN_TO_TENANT
        answered = answered or step.kind == ANSWERED
        answer_by = step.new_due_on or answer_by
    return MessageStanding(answered, acknowledged, Due(first.acknowledge_by, answer_by))


def check_step(
    kind: str, step: Step, text: str, before: MessageStanding, answering: Answering, *, holidays: Set[date]
) -> None:
    """Raises StepNotAllowed with what to do instead."""
    if step.kind not in STEPS:
        raise StepNotAllowed("Choose what you did: acknowledged, put off, answered or noted.")
    if not text.strip():
        raise StepNotAllowed("Write what the tenant reads, or what you noted.")
    if before.is_answered and step.kind != NOTED:
        raise StepNotAllowed("This is answered already. Add a note, or take the matter up with the tenant anew.")
    if step.kind != HOLDING:
        return
    if step.new_due_on is None or step.new_due_on <= step.on:
        raise StepNotAllowed("Give the new day by which the tenant is answered; it lies after today.")
    if kind == COMPLAINT and before.due.answer_by is not None:
        latest = due_on(before.due.answer_by, answering.complaint_extension, holidays)
        if step.new_due_on > latest:
            raise StepNotAllowed(f"A complaint can be put off to {latest:%d %B %Y} at most.")
