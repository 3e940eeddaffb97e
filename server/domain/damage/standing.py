"""How a damage case stands: a fold over its steps. Every due day was fixed in the step that promised it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace
from datetime import date

from server.domain.damage.steps import (
    ANSWERED,
    ASKED,
    CLOSED,
    INSURANCE,
    JOINED,
    NONE,
    POSTPONED,
    PUT_RIGHT,
    REMEDY,
    VALUED,
    DamageDeed,
    DamageStep,
)
from server.domain.working_days import due_on

TO_DECIDE, WITH_CONTRACTOR, TO_PUT_RIGHT = "to_decide", "with_contractor", "to_put_right"
WITH_INSURER, TO_CLOSE, IS_CLOSED = "with_insurer", "to_close", "closed"
STAGES = (TO_DECIDE, WITH_CONTRACTOR, TO_PUT_RIGHT, WITH_INSURER, TO_CLOSE, IS_CLOSED)


@dataclass(frozen=True)
class DamageNumbers:
    """The numbers of working days in force on one day."""

    decide: int
    contractor_answer: int
    put_right: int
    close: int


@dataclass(frozen=True)
class DamageStanding:
    """Where a case is, what was decided, and what is due by when. `value_pence` None is a value not known.

    `has_news`: something was said by the tenant, a phone or the contractor since the landlord last did anything.
    """

    stage: str = TO_DECIDE
    remedy: str = ""
    value_pence: int | None = None
    decide_by: date | None = None
    answer_by: date | None = None
    put_right_by: date | None = None
    close_by: date | None = None
    has_news: bool = True

    @property
    def is_open(self) -> bool:
        return self.stage != IS_CLOSED

    def next_due(self) -> date | None:
        """The next day that matters; None once the case is closed."""
        if self.stage in (TO_DECIDE, WITH_CONTRACTOR):
            days = [self.decide_by, self.answer_by if self.stage == WITH_CONTRACTOR else None]
        else:
            days = [{TO_CLOSE: self.close_by, IS_CLOSED: None}.get(self.stage, self.put_right_by)]
        return min((day for day in days if day is not None), default=None)

    def is_overdue(self, today: date) -> bool:
        due = self.next_due()
        return due is not None and due < today


def fold_damage(steps: Iterable[DamageStep]) -> DamageStanding:
    """How it stands after these steps, in their order."""
    standing = DamageStanding()
    for step in steps:
        standing = _after(standing, step)
    return standing


def promised_days(
    deed: DamageDeed, on: date, numbers: DamageNumbers, *, holidays: Set[date], opens: bool = False
) -> dict[str, date]:
    """The days that a step promises, by name: working days from `on`. `opens`: what joins begins a case, or it anew."""
    if deed.kind == JOINED and opens:
        return {"decide_by": due_on(on, numbers.decide, holidays)}
    if deed.kind == ASKED:
        return {"answer_by": due_on(on, numbers.contractor_answer, holidays)}
    if deed.kind == REMEDY and deed.remedy != NONE:
        return {"put_right_by": deed.due_on or due_on(on, numbers.put_right, holidays)}
    if deed.kind in (PUT_RIGHT, REMEDY):
        return {"close_by": due_on(on, numbers.close, holidays)}
    return {"due_on": deed.due_on} if deed.due_on is not None else {}


def _after(before: DamageStanding, step: DamageStep) -> DamageStanding:
    apply = _STEPS.get(step.kind)
    after = apply(before, step) if apply is not None else before
    if step.kind == JOINED or step.by_firm:
        return replace(after, has_news=True)
    return replace(after, has_news=False)


def _joined(before: DamageStanding, step: DamageStep) -> DamageStanding:
    """What joins an open case changes no day; what joins a closed one opens it anew."""
    days = step.day("decide_by")
    if days is None:
        return before
    return DamageStanding(decide_by=days, value_pence=before.value_pence)


def _asked(before: DamageStanding, step: DamageStep) -> DamageStanding:
    stage = WITH_CONTRACTOR if before.stage == TO_DECIDE else before.stage
    return replace(before, stage=stage, answer_by=step.day("answer_by"))


def _answered(before: DamageStanding, step: DamageStep) -> DamageStanding:
    stage = TO_DECIDE if before.stage == WITH_CONTRACTOR else before.stage
    return replace(before, stage=stage, answer_by=None)


def _remedy(before: DamageStanding, step: DamageStep) -> DamageStanding:
    remedy = str(step.facts["remedy"])
    stage = {INSURANCE: WITH_INSURER, NONE: TO_CLOSE}.get(remedy, TO_PUT_RIGHT)
    after = replace(_valued(before, step), stage=stage, remedy=remedy)
    return replace(after, put_right_by=step.day("put_right_by"), close_by=step.day("close_by"))


def _valued(before: DamageStanding, step: DamageStep) -> DamageStanding:
    pence = step.facts.get("value_pence")
    return replace(before, value_pence=pence if isinstance(pence, int) else None)


def _postponed(before: DamageStanding, step: DamageStep) -> DamageStanding:
    """The day that the stage waits for moves; the contractor's own stays as it was asked for."""
    day = step.day("due_on")
    if before.stage in (TO_DECIDE, WITH_CONTRACTOR):
        return replace(before, decide_by=day)
    return replace(before, close_by=day) if before.stage == TO_CLOSE else replace(before, put_right_by=day)


def _put_right(before: DamageStanding, step: DamageStep) -> DamageStanding:
    return replace(before, stage=TO_CLOSE, close_by=step.day("close_by"))


def _closed(before: DamageStanding, step: DamageStep) -> DamageStanding:
    return replace(before, stage=IS_CLOSED)


_STEPS = {
    JOINED: _joined,
    ASKED: _asked,
    ANSWERED: _answered,
    REMEDY: _remedy,
    VALUED: _valued,
    POSTPONED: _postponed,
    PUT_RIGHT: _put_right,
    CLOSED: _closed,
}
