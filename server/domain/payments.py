"""What was really paid, payment by payment, and who bears it: every list adds up to the penny."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PaidDecision:
    """A case marked as paid: the whole sum of the case with that payment, and the rule's split of it among firms."""

    case_id: str
    paid_on: date
    total_pence: int
    shares: Mapping[str, int]
    by: str
    decision_id: int = 0


@dataclass(frozen=True)
class Payment:
    """One payment: what it added to what the case had been paid before. `own_pence` is what no firm is charged.

    `decision_id` names it: the decision that marked the case as paid.
    """

    case_id: str
    paid_on: date
    pence: int
    shares: Mapping[str, int]
    own_pence: int
    by: str
    decision_id: int = 0


def payments_of(decisions: Iterable[PaidDecision]) -> list[Payment]:
    """The payments, in the order given; of one case each is the difference to the one before it.

    A firm is charged only as the rule split the sum that was paid: where a person decided on another sum, or debts were
    taken off, the landlord bears the payment until somebody agrees otherwise.
    """
    found, before = [], dict[str, tuple[int, Mapping[str, int]]]()
    for one in decisions:
        sum_before, shares_before = before.get(one.case_id, (0, {}))
        split = one.shares if sum(one.shares.values()) == one.total_pence else shares_before
        firms = sorted({*split, *shares_before})
        shares = {firm: pence for firm in firms if (pence := split.get(firm, 0) - shares_before.get(firm, 0))}
        pence = one.total_pence - sum_before
        before[one.case_id] = (one.total_pence, split)
        own_pence = pence - sum(shares.values())
        found.append(Payment(one.case_id, one.paid_on, pence, shares, own_pence, one.by, one.decision_id))
    return found
