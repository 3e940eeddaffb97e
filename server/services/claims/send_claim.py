"""Sends a tenant's claim: the claim, its days, what was said and the papers, in one transaction, once for a link."""

from datetime import date

from server.domain.claim_form import Claimed, claimed, next_open
from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.claims.open_claim import NewClaim, open_claim
from server.services.claims.queue_claim_notices import queue_claim_notice
from server.services.claims.record_loss import LostDay, record_loss
from server.services.claims.take_claim_step import ClaimInHand, keep_draft, read_claim
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.cases import cases
from server.storage.claiming import claim_drafts, claims
from server.storage.database import transaction
from server.storage.tables.claiming import ClaimStatement
from server.storage.tables.decisions import Claim


def send_claim(opened: OpenLink, *, clock: Clock) -> Claim:
    """The claim that now stands; sending twice gives the same one. Raises `claim_not_whole` with the step to go to."""
    with transaction() as connection:
        in_hand = read_claim(opened)
        cases.hold_case(connection, in_hand.household.landlord_id, in_hand.household.case_id)
        in_hand = read_claim(opened)
        if in_hand.claim_id is not None:
            return _sent(opened, in_hand.claim_id)
        step = next_open(in_hand.answers, in_hand.offer, len(in_hand.papers))
        if step != "check" or not in_hand.may_claim:
            raise DoorstepError("claim_not_whole", "One answer is still missing.", {"step": step})
        return _send(opened, in_hand, claimed(in_hand.answers, len(in_hand.papers)), clock)


def _sent(opened: OpenLink, claim_id: str) -> Claim:
    found = claims.find_claim(opened.link.landlord_id, claim_id)
    if found is None:
        raise DoorstepError("not_found", "This claim is not here. Ring us.")
    return found


def _send(opened: OpenLink, in_hand: ClaimInHand, said: Claimed, clock: Clock) -> Claim:
    landlord_id, case_id = in_hand.household.landlord_id, in_hand.household.case_id
    claim = open_claim(landlord_id, case_id, NewClaim(said.person_id, "page"), by="tenant", clock=clock)
    claim_drafts.add_statement(
        ClaimStatement(
            claim_id=claim.claim_id,
            landlord_id=landlord_id,
            tenure_said=said.tenure,
            helper_name=said.helper_name,
            proof_later=said.proof_later,
        )
    )
    for day in sorted(said.lost):
        lost = _lost(said, day)
        record_loss(landlord_id, case_id, lost, by="tenant", clock=clock, claim_id=claim.claim_id)
    claim_drafts.papers_belong_to(opened.link.token_hash, claim.claim_id)
    keep_draft(opened, in_hand, in_hand.answers, clock=clock, claim_id=claim.claim_id)
    queue_claim_notice(claim, opened.appointment.appointment_id, "claim_received", clock=clock)
    return claim


def _lost(said: Claimed, day: date) -> LostDay:
    """Nothing counts as proof until a person has seen it: until then the day waits for evidence."""
    return LostDay(said.person_id, day, said.lost[day], paid_leave=day in said.paid_leave)
