"""Decides what a contractor is charged of a payment in the end; what is taken off its part, the landlord bears."""

from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.domain.recharges import DECIDED, check_sum
from server.outside.clock import Clock
from server.services.recharges.answer_recharge import about_recharge, subject
from server.services.recharges.read_recharges import read_recharge
from server.storage.cases import cases
from server.storage.claiming import recharges
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.recharging import RechargeWord


@dataclass(frozen=True)
class RechargeRuling:
    """What the firm is charged and why. `seen` is how many words the person had before them."""

    pence: int
    reason: str
    seen: int


def decide_recharge(
    landlord_id: str, decision_id: int, firm_id: str, ruling: RechargeRuling, *, by: str, clock: Clock
) -> None:
    """Append the decision. Refused with `stale_edit` where something was said that the person has not seen."""
    with transaction() as connection:
        cases.hold_case(connection, landlord_id, about_recharge(decision_id, firm_id))
        recharge, words = read_recharge(landlord_id, decision_id, firm_id, clock=clock)
        if len(words) != ruling.seen:
            raise DoorstepError("stale_edit", "Something was said or decided here meanwhile. Look again, then decide.")
        if not ruling.reason.strip():
            raise DoorstepError("reason_missing", "Say why, so that the contractor can read it.")
        check_sum(recharge, ruling.pence)
        recharges.add_word(
            RechargeWord(
                landlord_id=landlord_id,
                decision_id=decision_id,
                firm_id=firm_id,
                kind=DECIDED,
                pence=ruling.pence,
                text=ruling.reason.strip(),
                by=by,
                at=clock.now(),
            )
        )
        about, after = subject(decision_id, firm_id), {"pence": ruling.pence}
        audit.record(landlord_id, about, "recharge_decided", by=by, at=clock.now(), after=after, reason=ruling.reason)
