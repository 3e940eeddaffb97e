"""Takes in a paper about earnings: hostile until checked, sealed before it is kept, read by claim handlers only."""

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.claims.take_claim_step import keep_draft, read_claim
from server.services.papers.seal_paper import OpenedPaper, Safe, open_paper, remove_paper, seal_paper
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.claiming import claim_drafts, claims
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.claiming import ClaimPaper

MOST_PAPERS = 12

# Papers that the office scanned for the claimant hang on no link.
_NO_LINK = ""


def keep_claim_paper(opened: OpenLink, content: bytes, *, clock: Clock, safe: Safe) -> ClaimPaper:
    """Check, seal and keep; raises `paper_refused` with what to send instead."""
    in_hand = read_claim(opened)
    if len(in_hand.papers) >= MOST_PAPERS:
        raise DoorstepError("too_many_papers", f"You have sent {MOST_PAPERS} papers. Take one back, or ring us.")
    paper_id, landlord_id = str(uuid7()), opened.link.landlord_id
    sealed = seal_paper(landlord_id, paper_id, content, safe=safe)
    paper = ClaimPaper(
        paper_id=paper_id,
        landlord_id=landlord_id,
        case_id=in_hand.household.case_id,
        token_hash=opened.link.token_hash,
        claim_id=in_hand.claim_id,
        kind=sealed.kind,
        size=sealed.size,
        added_at=clock.now(),
    )
    with transaction():
        claim_drafts.add_paper(paper)
        keep_draft(opened, in_hand, in_hand.answers, clock=clock)
        if in_hand.claim_id is not None:
            about = audit.Subject("case", in_hand.household.case_id)
            audit.record(paper.landlord_id, about, "claim_paper_sent", by="tenant", at=clock.now())
    return paper


def scan_claim_paper(landlord_id: str, claim_id: str, content: bytes, *, by: str, clock: Clock, safe: Safe) -> None:
    """Keep a paper that reached the office by post or hand, for the claim that was entered for the tenant."""
    claim = claims.find_claim(landlord_id, claim_id)
    if claim is None:
        raise DoorstepError("not_found", "There is no such claim.")
    paper_id = str(uuid7())
    sealed = seal_paper(landlord_id, paper_id, content, safe=safe)
    with transaction():
        claim_drafts.add_paper(
            ClaimPaper(
                paper_id=paper_id,
                landlord_id=landlord_id,
                case_id=claim.case_id,
                token_hash=_NO_LINK,
                claim_id=claim_id,
                kind=sealed.kind,
                size=sealed.size,
                added_at=clock.now(),
            )
        )
        about, after = audit.Subject("case", claim.case_id), {"paper": paper_id}
        audit.record(landlord_id, about, "claim_paper_scanned", by=by, at=clock.now(), after=after)


def take_paper_back(opened: OpenLink, paper_id: str, *, clock: Clock, safe: Safe) -> None:
    """Until the claim is sent a paper can be taken back; its bytes go. Another link's paper is not there."""
    with transaction():
        found = claim_drafts.paper(opened.link.landlord_id, paper_id)
        if found is None or found.token_hash != opened.link.token_hash or found.claim_id is not None:
            raise DoorstepError("not_found", "This paper is not here any more.")
        found.removed_at = clock.now()
    remove_paper(opened.link.landlord_id, paper_id, safe=safe)


def open_claim_paper(landlord_id: str, paper_id: str, *, by: str, clock: Clock, safe: Safe) -> OpenedPaper:
    """A sent claim's paper for a claim handler; that it was read is written down."""
    paper = claim_drafts.paper(landlord_id, paper_id)
    if paper is None or paper.claim_id is None:
        raise DoorstepError("not_found", "There is nothing here, or it is not yours to see.")
    opened = open_paper(landlord_id, paper_id, paper.kind, safe=safe)
    with transaction():
        about = audit.Subject("case", paper.case_id)
        audit.record(landlord_id, about, "claim_paper_read", by=by, at=clock.now(), after={"paper": paper_id})
    return opened
