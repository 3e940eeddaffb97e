"""A case made ready for counting: its occasions, its likely recalls, and who claims what for which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from server.domain.attendance.occasions import occasions_of
from server.domain.attendance.outcome import DECISION, KEPT, NOT_KEPT, Occasion, reason
from server.domain.cases.case import Case, Loss, Repair
from server.domain.cases.instants import london_day
from server.domain.cases.policy_settings import PolicySettings
from server.domain.compensation.answers import NOBODY_ANSWERED, Answers
from server.domain.compensation.worlds import OCCASION, SAME_REPAIR, Question
from server.domain.parameters import DatedValue, Policy


@dataclass(frozen=True, slots=True)
class LikelyRecall:
    """Two roots that may be one repair; the later joins the earlier."""

    earlier_root: str
    later_root: str
    question: Question


@dataclass(frozen=True, slots=True)
class Matter:
    case: Case
    settings: PolicySettings
    policy: Policy
    occasions: tuple[Occasion, ...]
    questions: Mapping[int, Question]
    recalls: tuple[LikelyRecall, ...]
    losses: Mapping[tuple[str, date], Loss]
    roots: Mapping[str, str]
    decided_on: date
    answers: Answers = NOBODY_ANSWERED

    @property
    def awaits_evidence(self) -> bool:
        return any(loss.evidence in ("own_record", "none") for loss in self.losses.values())

    def days_with(self, result: str) -> set[date]:
        return {one.day for one in self.occasions if one.result == result and one.day is not None}


def prepare(case: Case, settings: PolicySettings, policy: Policy, answers: Answers = NOBODY_ANSWERED) -> Matter:
    """Do steps 1 to 5 for every repair and lay the case's policy rows over the shipped ones."""
    found = (occasion for repair in case.repairs for occasion in occasions_of(repair, case.as_of, settings))
    occasions = tuple(_decided(one, answers) for one in found)
    return Matter(
        case=case,
        settings=settings,
        policy=_overlaid(policy, case),
        occasions=occasions,
        questions={n: _asked(n, one) for n, one in enumerate(occasions) if one.result == DECISION},
        recalls=tuple(_likely_recalls(case, settings)),
        losses={(loss.person, loss.day): loss for loss in case.losses},
        roots={repair.id: repair.root for repair in case.repairs},
        decided_on=london_day(case.as_of),
        answers=answers,
    )


def _overlaid(policy: Policy, case: Case) -> Policy:
    """A case's row rests on the same clause as the shipped row that it replaces."""
    if not case.policy_rows:
        return policy
    cap, threshold = (
        parameter.overlaid(
            DatedValue(row.starts_on, row.value, parameter.values[0].clause)
            for row in case.policy_rows
            if row.name == parameter.name
        )
        for parameter in policy.parameters()
    )
    return Policy(policy.name, cap, threshold)


def _decided(occasion: Occasion, answers: Answers) -> Occasion:
    """An open occasion that a person has decided counts, or does not; why it was open stays beside it."""
    if occasion.result != DECISION:
        return occasion
    given = answers.to(occasion.codes(), _asked(0, occasion).facts)
    if given is None:
        return occasion
    reasons = (reason("decided_by_person", counts=given), *occasion.reasons)
    return replace(occasion, result=NOT_KEPT if given else KEPT, reasons=reasons)


def _asked(index: int, occasion: Occasion) -> Question:
    facts: dict[str, object] = {"appointment": occasion.appointment}
    if occasion.day is not None:
        facts["day"] = occasion.day.isoformat()
    if occasion.change is not None:
        facts["change"] = occasion.change
    return Question((OCCASION, index), occasion.codes(), facts)


def _likely_recalls(case: Case, settings: PolicySettings) -> Iterator[LikelyRecall]:
    """Step 6, "A likely recall": one question for each pair of roots."""
    if settings.same_repair_scope == "work_order" or settings.unlinked_recall == "ignore":
        return
    seen: set[frozenset[str]] = set()
    for one, other in combinations(case.repairs, 2):
        pair = _earlier_first(one, other, settings.unlinked_recall_days)
        roots = frozenset((one.root, other.root))
        if pair is None or roots in seen:
            continue
        seen.add(roots)
        earlier, later = pair
        facts = {"repair": later.id, "earlier_repair": earlier.id}
        question = Question((SAME_REPAIR, len(seen)), ("possible_same_repair",), facts)
        yield LikelyRecall(earlier.root, later.root, question)


def _earlier_first(one: Repair, other: Repair, days: int) -> tuple[Repair, Repair] | None:
    if one.root == other.root or None in (one.address, one.trade, one.raised_on, other.raised_on):
        return None
    if (one.address, one.trade) != (other.address, other.trade):
        return None
    for earlier, later in ((one, other), (other, one)):
        if _raised_soon_after(earlier, later, days):
            return earlier, later
    return None


def _raised_soon_after(earlier: Repair, later: Repair, days: int) -> bool:
    if earlier.raised_on is None or later.raised_on is None or later.raised_on < earlier.raised_on:
        return False
    return (later.raised_on - (earlier.completed_on or earlier.raised_on)).days <= days
