"""Gives a household a goodwill payment, outside the earnings clause and beside any claim; off unless it was set."""

from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.outside.clock import Clock
from server.storage.cases import cases, landlord_policy
from server.storage.claiming import goodwill
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.claiming import GoodwillPayment


@dataclass(frozen=True)
class Goodwill:
    """What is given and why. `seen` is how many such payments of the case the person had before them."""

    pence: int
    reason: str
    seen: int


def most_goodwill(landlord_id: str, *, clock: Clock) -> int:
    """The most that one payment may be, in pence; 0 where the landlord makes none."""
    return int(landlord_policy.policy_on(landlord_id, london_day(clock.now())).around["goodwill_up_to_pence"])


def give_goodwill(landlord_id: str, case_id: str, given: Goodwill, *, by: str, clock: Clock) -> None:
    """Append the payment; the case's own sum and the contractors' parts stay as they are.

    Refused with `stale_edit` where one was given that the person has not seen, be it their own, sent twice.
    """
    reason = given.reason.strip()
    _check(given.pence, most_goodwill(landlord_id, clock=clock), reason)
    row = GoodwillPayment(
        landlord_id=landlord_id, case_id=case_id, pence=given.pence, reason=reason, by=by, at=clock.now()
    )
    with transaction() as connection:
        cases.hold_case(connection, landlord_id, case_id)
        if len(goodwill.of_case(landlord_id, case_id)) != given.seen:
            said = "A goodwill payment was given here meanwhile, perhaps this one. Look again before you give another."
            raise DoorstepError("stale_edit", said)
        goodwill.add(row)
        about, after = audit.Subject("case", case_id), {"pence": given.pence}
        audit.record(landlord_id, about, "goodwill_given", by=by, at=clock.now(), after=after, reason=reason)


def _check(pence: int, most: int, reason: str) -> None:
    if most == 0:
        raise DoorstepError(
            "goodwill_is_off", "Goodwill payments are off. The director can allow them in the settings."
        )
    if not 0 < pence <= most:
        raise DoorstepError("wrong_amount", f"A goodwill payment must be above 0 and at most {most} pence.")
    if not reason:
        raise DoorstepError("reason_missing", "Say why, in words that the tenant can read.")
