"""Reads what contractors are charged of the payments made, as it stands today; one firm's people read its own part."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.payments import Payment, payments_of
from server.domain.recharges import Recharge, Sums, Word, own_cost, recharges_of, summed
from server.domain.working_days import due_on
from server.outside.clock import Clock
from server.services.days.days_off import days_off
from server.storage.cases import landlord_policy
from server.storage.claiming import payments, recharges


@dataclass(frozen=True)
class Report:
    """A period's payments and recharges; `own_pence` is what no firm bears, None for a firm's own people."""

    payments: Sequence[Payment]
    recharges: Sequence[Recharge]
    paid_pence: int | None
    own_pence: int | None

    def by_firm(self) -> dict[str, Sums]:
        firms = sorted({one.firm_id for one in self.recharges})
        return {firm: summed(one for one in self.recharges if one.firm_id == firm) for firm in firms}

    @property
    def sums(self) -> Sums:
        return summed(self.recharges)

    def own_cost(self, payment: Payment) -> int:
        return own_cost(payment, self.recharges)


def read_recharges(landlord_id: str, begins: date, ends: date, *, firm_id: str | None, clock: Clock) -> Report:
    """The report of the payments made from `begins` to `ends`, both included; of one firm where it is given."""
    all_made = payments_of(payments.paid_decisions(landlord_id))
    made = [one for one in all_made if begins <= one.paid_on <= ends]
    found = _standing(landlord_id, made, clock)
    if firm_id is not None:
        return Report([], [one for one in found if one.firm_id == firm_id], None, None)
    own = sum(own_cost(one, found) for one in made)
    return Report(made, found, sum(one.pence for one in made), own)


def every_recharge(landlord_id: str, *, clock: Clock) -> list[Recharge]:
    """Every firm's part of every payment, for what looks for those that wait."""
    return _standing(landlord_id, payments_of(payments.paid_decisions(landlord_id)), clock)


def read_recharge(landlord_id: str, decision_id: int, firm_id: str, *, clock: Clock) -> tuple[Recharge, Sequence[Word]]:
    """One firm's part of one payment with all that was said of it; raises `not_found`."""
    made = [one for one in payments_of(payments.paid_decisions(landlord_id)) if one.decision_id == decision_id]
    found = [one for one in _standing(landlord_id, made, clock) if one.firm_id == firm_id]
    if not found:
        raise DoorstepError("not_found", "There is nothing here, or it is not yours to see.")
    return found[0], recharges.words_of(landlord_id, [decision_id]).get((decision_id, firm_id), ())


def _standing(landlord_id: str, made: Sequence[Payment], clock: Clock) -> list[Recharge]:
    years = {one.paid_on.year for one in made}
    off = days_off(landlord_id, years | {year + 1 for year in years}) if years else frozenset()
    due = {one.decision_id: _due(landlord_id, one.paid_on, off) for one in made}
    return recharges_of(made, recharges.words_of(landlord_id), due, london_day(clock.now()))


def _due(landlord_id: str, paid_on: date, off: Set[date]) -> date:
    days = int(landlord_policy.policy_on(landlord_id, paid_on).around["recharge_answer_working_days"])
    return due_on(paid_on, max(1, days), off)
