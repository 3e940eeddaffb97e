"""Step 9: the state of the claim, and how a decision already in force bears on a new result."""

from __future__ import annotations

from dataclasses import dataclass, replace

from server.domain.attendance.outcome import Reason
from server.domain.cases.case import Prior
from server.domain.compensation.decision import Needed
from server.domain.compensation.matter import Matter
from server.domain.compensation.questions import Sums
from server.domain.compensation.worlds import CLAUSES


@dataclass(frozen=True, slots=True)
class Standing:
    state: str
    total_pence: int
    at_stake_pence: int
    paid_before_pence: int = 0
    needed: tuple[Needed, ...] = ()
    notes: tuple[Reason, ...] = ()

    @property
    def pay_now_pence(self) -> int:
        return max(0, self.total_pence - self.paid_before_pence)


def standing(matter: Matter, sums: Sums) -> Standing:
    prior = matter.case.prior
    fresh = _without_prior(matter, sums)
    if prior is None:
        return fresh
    if prior.state == "approved":
        return _after_approval(matter, sums, fresh, prior)
    if prior.state == "paid":
        return _after_payment(matter, sums, fresh, prior)
    if fresh.total_pence > 0:
        return replace(fresh, notes=(Reason("reopened", {"total_pence": fresh.total_pence}, "HS004A 5"),))
    return fresh


def after_set_off(matter: Matter, pence: int) -> int:
    """Take debts or vouchers off where the setting says so, never below 0."""
    rule, case = matter.settings.set_off, matter.case
    arrears = case.arrears_pence if rule in ("arrears", "both") else 0
    vouchers = case.voucher_pence if rule in ("vouchers", "both") else 0
    return max(0, pence - arrears - vouchers)


def _without_prior(matter: Matter, sums: Sums) -> Standing:
    total = after_set_off(matter, sums.base.total_pence)
    at_stake = max(0, sums.best.total_pence - sums.base.total_pence)
    state = "payable" if total > 0 else _open_state(matter, sums, at_stake, beyond=0)
    return Standing(state or "nothing", total, at_stake)


def _open_state(matter: Matter, sums: Sums, at_stake: int, *, beyond: int) -> str | None:
    """Say what is waited for before more than `beyond` can be paid; None where nothing is at stake."""
    if at_stake == 0:
        return None
    if any(after_set_off(matter, one.total_pence) > beyond for one in sums.by_answers_alone()):
        return "decision"
    if after_set_off(matter, sums.evidence_alone.total_pence) > beyond:
        return "pending"
    return "decision"


def _after_approval(matter: Matter, sums: Sums, fresh: Standing, prior: Prior) -> Standing:
    """What was approved and not yet paid is held, not silently withdrawn."""
    is_smaller = fresh.total_pence < prior.total_pence
    if not is_smaller or matter.settings.late_evidence_before_payment == "replace":
        return fresh
    best = sums.best.total_pence
    facts = {"approved_pence": prior.total_pence, "new_total_pence": fresh.total_pence}
    asked = _needed("late_evidence_contradicts", facts, if_yes=prior.total_pence, if_no=best)
    return Standing("hold", 0, max(prior.total_pence, best), needed=(asked,))


def _after_payment(matter: Matter, sums: Sums, fresh: Standing, prior: Prior) -> Standing:
    """Money is never taken back by the rule itself: a smaller sum leaves the paid one standing."""
    paid = prior.total_pence
    if fresh.total_pence > paid:
        return replace(fresh, state="payable", paid_before_pence=paid)
    if fresh.total_pence == paid:
        state = _open_state(matter, sums, fresh.at_stake_pence, beyond=paid)
        return replace(fresh, state=state or "paid", paid_before_pence=paid)
    facts = {"paid_pence": paid, "new_total_pence": fresh.total_pence}
    at_stake = max(0, sums.best.total_pence - paid)
    state = _open_state(matter, sums, at_stake, beyond=paid)
    stands = Reason("paid_stands", facts, "setting late_evidence_after_payment")
    asked: tuple[Needed, ...] = ()
    if matter.settings.late_evidence_after_payment == "manager_may_recover":
        best = sums.best.total_pence
        asked = (_needed("recovery", facts, if_yes=best, if_no=max(best, paid)),)
    return Standing(state or "paid", paid, at_stake, paid, needed=asked, notes=(stands,))


def _needed(code: str, facts: dict[str, int], *, if_yes: int, if_no: int) -> Needed:
    return Needed(code, facts, CLAUSES[code], if_yes, if_no)
