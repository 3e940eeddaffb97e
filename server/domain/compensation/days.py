"""The days table: one row for each person and each day with an appointment not kept."""

from __future__ import annotations

from datetime import date

from server.domain.attendance.outcome import NOT_KEPT, Reason
from server.domain.cases.case import Person
from server.domain.compensation.counting import Count, Group
from server.domain.compensation.decision import PaidDay
from server.domain.compensation.matter import Matter
from server.domain.compensation.money import Finding, cap_on, find
from server.domain.compensation.questions import Sums
from server.domain.compensation.worlds import OCCASION, POLICY_VALUE, SAME_REPAIR, World

_CLAUSE = "HS004A 5"
_PAYABLE = ("below_cap", "at_cap")
# The questions that may open a day whose repair has not passed the count.
_OF_THE_COUNT = (OCCASION, SAME_REPAIR, POLICY_VALUE)


def days_table(matter: Matter, sums: Sums) -> tuple[PaidDay, ...]:
    days = sorted(matter.days_with(NOT_KEPT))
    return tuple(_row(matter, sums, person, day) for person in matter.case.people for day in days)


def _row(matter: Matter, sums: Sums, person: Person, day: date) -> PaidDay:
    loss = matter.losses.get((person.id, day))
    state = _state(sums, (person.id, day))
    return PaidDay(
        person=person.id,
        day=day,
        loss_pence=0 if loss is None else loss.pence,
        cap_pence=cap_on(matter, sums.base.count, day),
        paid_pence=sums.base.payments.get((person.id, day), 0),
        state=state,
        reasons=tuple(_reasons(matter, sums, person, day, state)),
    )


def _state(sums: Sums, key: tuple[str, date]) -> str:
    """As step 9 reads for the whole claim, for one day of it."""
    if sums.base.payments.get(key, 0) > 0:
        return "payable"
    if sums.best.payments.get(key, 0) == 0:
        return "nothing"
    if any(settled.payments.get(key, 0) > 0 for settled in sums.by_answers_alone()):
        return "decision"
    return "pending" if sums.evidence_alone.payments.get(key, 0) > 0 else "decision"


def _reasons(matter: Matter, sums: Sums, person: Person, day: date, state: str) -> list[Reason]:
    count = sums.base.count
    barred = None if day in count.paid_days else _bar_of_count(count, day)
    reasons = [] if barred is None else [barred]
    if barred is not None and state == "decision":
        asked = [one for one in sums.that_matter if one.key[0] in _OF_THE_COUNT]
        codes = dict.fromkeys(code for one in asked for code in one.codes)
        reasons += [Reason(code, {}, _CLAUSE) for code in codes]
    finding = sums.base.findings.get((person.id, day)) or _alone(matter, count, person, day)
    if barred is None or finding.code not in _PAYABLE:
        reasons.append(Reason(finding.code, _facts(matter, count, day, finding), _CLAUSE))
    return list({one.code: one for one in reasons}.values())


def _alone(matter: Matter, count: Count, person: Person, day: date) -> Finding:
    """What would bar the day even if the count were passed."""
    return find(matter, World(usual=False, supplied=False), count, person=person, day=day)


def _bar_of_count(count: Count, day: date) -> Reason:
    groups = [group for group in count.groups if any(one.day == day for one in group.occasions)]
    nearest = max(groups, key=lambda group: (group.passed, group.count))
    if nearest.passed:
        return Reason("before_threshold_day", _counted(nearest), _CLAUSE)
    code = "policy_value_missing" if nearest.more_than is None else "threshold_not_passed"
    return Reason(code, _counted(nearest), _CLAUSE)


def _counted(group: Group) -> dict[str, object]:
    return {"root": group.root, "not_kept": group.count, "more_than": group.more_than}


def _facts(matter: Matter, count: Count, day: date, finding: Finding) -> dict[str, object]:
    if finding.code in _PAYABLE:
        return {"cap_pence": cap_on(matter, count, day)}
    return {}
