"""The earnings clause, whole: a case, the settings and the dated policy in, one decision out.

Pure, total and deterministic: every case gets one state, and what the policy does not settle is a named
question, never a guess.
"""

from __future__ import annotations

from server.domain.cases.case import Case
from server.domain.cases.policy_settings import PolicySettings
from server.domain.compensation.answers import NOBODY_ANSWERED, Answers
from server.domain.compensation.counting import Count
from server.domain.compensation.days import days_table
from server.domain.compensation.decision import Decision, Needed, RootCount
from server.domain.compensation.matter import Matter, prepare
from server.domain.compensation.money import recharge
from server.domain.compensation.notes import notes_on
from server.domain.compensation.questions import Sums
from server.domain.compensation.standing import Standing, standing
from server.domain.compensation.worlds import CLAUSES
from server.domain.parameters import Policy


def assess(case: Case, settings: PolicySettings, policy: Policy, answers: Answers = NOBODY_ANSWERED) -> Decision:
    """Decide what a missed appointment owes the tenant (HS004A 5), and say why; `answers` is what people decided."""
    matter = prepare(case, settings, policy, answers)
    sums = Sums(matter)
    result = standing(matter, sums)
    return Decision(
        case=case.name,
        state=result.state,
        total_pence=result.total_pence,
        at_stake_pence=result.at_stake_pence,
        paid_before_pence=result.paid_before_pence,
        pay_now_pence=result.pay_now_pence,
        occasions=matter.occasions,
        roots=_roots(matter, sums.base.count),
        days=days_table(matter, sums),
        recharge=tuple(recharge(sums.base)) if result.total_pence > 0 else (),
        decisions_needed=_needed(sums, result),
        notes=notes_on(matter, sums.base.count) + result.notes,
        policy=matter.policy,
        settings=settings,
    )


def _needed(sums: Sums, result: Standing) -> tuple[Needed, ...]:
    """In both sums the other questions are answered yes and awaited evidence is there, before set-off.

    An occasion with two codes is one question: it is listed once per code, with one answer.
    """
    listed = [
        Needed(code, one.facts, CLAUSES[code], sums.best.total_pence, sums.all_but(one).total_pence)
        for one in sums.that_matter
        for code in one.codes
    ]
    return (*listed, *result.needed)


def _roots(matter: Matter, count: Count) -> tuple[RootCount, ...]:
    """One row per repair as it is counted: by its root, or by its own id under `work_order`."""
    is_by_order = matter.settings.same_repair_scope == "work_order"
    names = [repair.id if is_by_order else count.root(repair.root) for repair in matter.case.repairs]
    return tuple(_root(count, name) for name in dict.fromkeys(names))


def _root(count: Count, name: str) -> RootCount:
    groups = [group for group in count.groups if group.root == name]
    missed = sum(group.count for group in groups)
    return RootCount(name, missed, any(group.passed for group in groups))
