"""What a contractor is charged of a payment: asked for, answered, decided; never final before the firm was heard.

Whatever is said, the parts and the landlord's own cost add up to what was paid, to the penny.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from server.domain.errors import DoorstepError
from server.domain.payments import Payment

OPEN, ACCEPTED, DISPUTED, DECIDED, UNANSWERED = "open", "accepted", "disputed", "decided", "unanswered"
FINAL = (ACCEPTED, DECIDED, UNANSWERED)

Key = tuple[int, str]


@dataclass(frozen=True)
class Word:
    """What was said of a recharge: the firm's `accepted` or `disputed`, or the landlord's `decided` with the sum."""

    kind: str
    text: str
    by: str
    at: datetime
    pence: int | None = None


@dataclass(frozen=True)
class Recharge:
    """One firm's part of one payment: `asked_pence` by the rule's split, `charged_pence` as things stand."""

    payment: Payment
    firm_id: str
    asked_pence: int
    charged_pence: int
    state: str
    answer_by_on: date

    @property
    def key(self) -> Key:
        return self.payment.decision_id, self.firm_id

    @property
    def is_final(self) -> bool:
        return self.state in FINAL


@dataclass(frozen=True)
class Sums:
    """A list of recharges added up: asked for, final, still open to an answer, disputed."""

    asked_pence: int
    final_pence: int
    open_pence: int
    disputed_pence: int

    @property
    def charged_pence(self) -> int:
        return self.final_pence + self.open_pence + self.disputed_pence


def recharges_of(
    payments: Iterable[Payment], words: Mapping[Key, Sequence[Word]], due: Mapping[int, date], today: date
) -> list[Recharge]:
    """Every firm's part of the payments, as it stands today; `due` is each payment's last day for an answer."""
    return [
        _standing(payment, firm, words.get((payment.decision_id, firm), ()), due[payment.decision_id], today)
        for payment in payments
        for firm in sorted(payment.shares)
    ]


def _standing(payment: Payment, firm: str, words: Sequence[Word], due: date, today: date) -> Recharge:
    asked = payment.shares[firm]
    ruled = [one for one in words if one.kind == DECIDED]
    if ruled:
        charged = ruled[-1].pence if ruled[-1].pence is not None else asked
        return Recharge(payment, firm, asked, charged, DECIDED, due)
    state = words[-1].kind if words else (OPEN if today <= due else UNANSWERED)
    return Recharge(payment, firm, asked, asked, state, due)


def own_cost(payment: Payment, recharges: Iterable[Recharge]) -> int:
    """What of the payment no firm bears: its own part, and what was taken off the firms' parts."""
    mine = [one for one in recharges if one.payment.decision_id == payment.decision_id]
    return payment.pence - sum(one.charged_pence for one in mine)


def summed(recharges: Iterable[Recharge]) -> Sums:
    rows = list(recharges)
    by_state = {state: sum(one.charged_pence for one in rows if one.state == state) for state in (OPEN, DISPUTED)}
    final = sum(one.charged_pence for one in rows if one.is_final)
    return Sums(sum(one.asked_pence for one in rows), final, by_state[OPEN], by_state[DISPUTED])


def check_sum(recharge: Recharge, pence: int) -> None:
    """A person may take off the firm's part, never add to it."""
    least, most = sorted((0, recharge.asked_pence))
    if not least <= pence <= most:
        most_pounds = f"{most // 100}.{most % 100:02d}"
        raise DoorstepError(
            "wrong_amount", f"The firm can be charged from 0.00 to {most_pounds} pounds of this payment."
        )
