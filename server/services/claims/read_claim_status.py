"""What a claimant sees of a claim that was sent: its reference, what comes next and by when, and the decision."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from server.domain.claim_answers import own_part
from server.domain.errors import DoorstepError
from server.domain.wording.tenant_times import london_date
from server.services.claims.take_claim_step import ClaimInHand
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.cases import cases
from server.storage.claiming import claim_drafts, claims
from server.storage.tables.claiming import ClaimHearing
from server.storage.tables.decisions import Claim, ClaimDecision


@dataclass(frozen=True)
class ClaimStatus:
    """`decided` is approved, paid, refused or empty; `hearing` what speaks against it, where the tenant was told.

    `own_pence` is the claimant's part of what was decided; None where nobody has said how the home's sum is split.
    """

    reference: str
    claimed_on: date
    answer_due_on: date
    papers: int
    decided: str
    own_pence: int | None
    total_pence: int
    reason: str
    hearing: ClaimHearing | None
    entered_by_office: bool


def read_claim_status(opened: OpenLink, in_hand: ClaimInHand) -> ClaimStatus:
    """The newest decision that was made after the claim is its answer."""
    landlord_id, case_id = in_hand.household.landlord_id, in_hand.household.case_id
    claim = claims.find_claim(landlord_id, in_hand.claim_id or "")
    if claim is None:
        raise DoorstepError("not_found", "This claim is not here. Ring us.")
    decided = claims.newest_decision(landlord_id, case_id)
    if decided is not None and decided.at < claim.claimed_at:
        decided = None
    papers = [one for one in claim_drafts.papers_of_case(landlord_id, case_id) if one.claim_id == claim.claim_id]
    hearings = [one for one in claim_drafts.hearings_of(landlord_id, case_id) if one.claim_id == claim.claim_id]
    return ClaimStatus(
        reference=claim.reference,
        claimed_on=london_date(claim.claimed_at),
        answer_due_on=claim.answer_due_on,
        papers=len(papers),
        decided=decided.state if decided is not None else "",
        own_pence=_own_part(claim, decided) if decided is not None else 0,
        total_pence=decided.total_pence if decided is not None else 0,
        reason=decided.reason if decided is not None else "",
        hearing=next(iter(hearings), None),
        entered_by_office=claim.channel != "page",
    )


def _own_part(claim: Claim, decided: ClaimDecision) -> int | None:
    seen = cases.find_assessment(claim.landlord_id, decided.assessment_id)
    output: dict[str, Any] = seen.output if seen is not None else {}
    return own_part(claim.person_id, output.get("days", ()), decided.total_pence)
