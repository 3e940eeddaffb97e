"""Opens a claim for lost earnings, made by the tenant or entered by the office for them and marked as such."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.working_days import due_on
from server.outside.clock import Clock
from server.services.assessment.assess_household import assess_household
from server.services.days.days_off import days_off
from server.storage.cases import households
from server.storage.claiming import claims
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.decisions import Claim

ANSWER_WITHIN_WORKING_DAYS = 10
CHANNELS = ("page", "phone", "letter", "in_person", "email")

# Without letters and digits that are taken for one another when a reference is read out.
_ALPHABET = "ACDEFGHJKLMNPQRTUVWXY34679"


@dataclass(frozen=True)
class NewClaim:
    """Who claims, how it reached us, and when, where it was not now (paper that lay a day)."""

    person_id: str
    channel: str
    claimed_at: datetime | None = None


def open_claim(landlord_id: str, case_id: str, new: NewClaim, *, by: str, clock: Clock) -> Claim:
    """Append the claim with its reference and the day by which it is answered (10 working days)."""
    household = households.of_case(landlord_id, case_id)
    with transaction():
        if new.person_id not in {person.person_id for person in households.members(household)}:
            raise DoorstepError("not_of_household", "The person is not of this household; choose one who is.")
        if new.channel not in CHANNELS:
            raise DoorstepError("wrong_channel", "Choose how the claim came: one of the ways of the list.")
        claim = _claim(landlord_id, case_id, new, by=by, now=clock.now())
        claims.add_claim(claim)
        after = {"reference": claim.reference, "channel": claim.channel}
        audit.record(landlord_id, audit.Subject("case", case_id), "claim_opened", by=by, at=clock.now(), after=after)
        assess_household(landlord_id, case_id, cause=f"claim {claim.reference} was opened", clock=clock)
    return claim


def _claim(landlord_id: str, case_id: str, new: NewClaim, *, by: str, now: datetime) -> Claim:
    claimed_at = new.claimed_at or now
    claimed_on = london_day(claimed_at)
    holidays = days_off(landlord_id, (claimed_on.year, claimed_on.year + 1))
    return Claim(
        claim_id=str(uuid7()),
        landlord_id=landlord_id,
        reference=_new_reference(landlord_id),
        case_id=case_id,
        person_id=new.person_id,
        claimed_at=claimed_at,
        channel=new.channel,
        entered_by=by,
        answer_due_on=due_on(claimed_on, ANSWER_WITHIN_WORKING_DAYS, holidays),
    )


def _new_reference(landlord_id: str) -> str:
    """A reference that nobody has; it says nothing about how many claims there are."""
    while True:
        reference = "CL-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
        if not claims.references_taken(landlord_id, reference):
            return reference
