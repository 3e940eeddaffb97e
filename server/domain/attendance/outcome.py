"""What became of an appointment, and why: results, reasons with facts and clause, occasions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from server.domain.cases.instants import Instant

KEPT = "kept"
NOT_KEPT = "not_kept"
TENANT_SIDE = "tenant_side"
EXCUSED = "excused"
DECISION = "decision"
NO_APPOINTMENT = "no_appointment"
NOT_DUE = "not_due"

# Policy page 4.1 and, for the questions among them, 4.2.
CLAUSES: Mapping[str, str] = {
    "on_time": "HS004A 7.1",
    "early_access_given": "HS004A 7.1",
    "late_attended": "setting late_attendance",
    "work_not_done": "HS004A 5",
    "no_show": "HS004A 5",
    "wrong_address": "HS004A 5",
    "late": "HS004A 7.1",
    "early": "HS004A 7.1",
    "left_before_agreed_time": "HS004A 7.1",
    "left_too_soon": "setting no_access_wait_seconds",
    "no_id": "HS004A 8",
    "too_few_people": "HS004A 5",
    "cancelled_by_contractor": "HS004A 5",
    "moved_by_contractor": "HS004A 5",
    "notice_too_late": "HS004A 7.1",
    "nobody_in": "HS004A 5",
    "only_minors": "HS004A 5",
    "declined": "HS004A 5",
    "tenant_cancelled": "HS004A 5",
    "told_before_day": "setting contractor_cancellation",
    "told_hours_before": "setting contractor_cancellation",
    "cancelled_by_agreement": "HS004A 5",
    "severe_weather": "setting severe_weather",
    "no_time_agreed": "HS004A 5",
    "not_agreed_with_tenant": "HS004A 5",
    "not_due": "HS004A 7.1",
    "decided_by_person": "HS004A 5",
    "uncertain_time": "HS004A 7.1",
    "weak_evidence": "HS004A 7.1",
    "no_card_disputed": "HS004A 5",
    "disputed_notice": "HS004A 7.1",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A stable code, the facts it rests on, and the clause or setting it follows from."""

    code: str
    facts: Mapping[str, object]
    clause: str


def reason(code: str, **facts: object) -> Reason:
    return Reason(code, facts, CLAUSES[code])


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result with its reasons, before it is tied to an appointment and a day."""

    result: str
    reasons: tuple[Reason, ...]

    @property
    def counts(self) -> bool:
        return self.result == NOT_KEPT

    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.reasons)


def outcome(result: str, *reasons: Reason) -> Outcome:
    return Outcome(result, reasons)


def undecided(*groups: tuple[str, ...]) -> Outcome:
    """A question for a person, its codes in order and each once."""
    codes = dict.fromkeys(code for group in groups for code in group)
    return Outcome(DECISION, tuple(reason(code) for code in codes))


@dataclass(frozen=True, slots=True)
class Occasion:
    """One appointment, or one change of it that closed an agreed time, with what became of it.

    `start` is the agreed start it is counted by and `day` its London date; both are None where nothing was
    agreed. `change` is the index of the closing change.
    """

    appointment: str
    result: str
    reasons: tuple[Reason, ...]
    start: Instant | None = None
    day: date | None = None
    change: int | None = None
    repair: str = field(default="", compare=False)
    contractor: str = field(default="", compare=False)

    def codes(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.reasons)
