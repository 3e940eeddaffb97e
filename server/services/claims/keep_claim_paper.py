"""Takes in a paper about earnings: hostile until checked, sealed before it is kept, read by claim handlers only.

A photo is made anew from its points and only that is kept. A PDF is kept as it is, never drawn by us, only handed over.
"""

from dataclasses import dataclass

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.outside.blobs import Blobs, paper_key
from server.outside.clock import Clock
from server.outside.keys import Keys
from server.outside.photos import PictureRefused, make_pictures
from server.services.claims.take_claim_step import keep_draft, read_claim
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.claiming import claim_drafts
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.claiming import ClaimPaper

MOST_BYTES = 10 * 1024 * 1024
MOST_PAPERS = 12
PICTURE, PDF = "picture", "pdf"


@dataclass(frozen=True)
class Safe:
    """Where sealed papers stand, and what seals them."""

    blobs: Blobs
    keys: Keys


@dataclass(frozen=True)
class OpenedPaper:
    """A paper's bytes: a JPEG that we made, or a PDF as it was sent."""

    kind: str
    content: bytes


def keep_claim_paper(opened: OpenLink, content: bytes, *, clock: Clock, safe: Safe) -> ClaimPaper:
    """Check, seal and keep; raises `paper_refused` with what to send instead."""
    in_hand = read_claim(opened)
    if len(in_hand.papers) >= MOST_PAPERS:
        raise DoorstepError("paper_refused", f"You have sent {MOST_PAPERS} papers. Take one back, or ring us.")
    kind, checked = _checked(content)
    paper_id = str(uuid7())
    safe.blobs.put(paper_key(opened.link.landlord_id, paper_id), safe.keys.seal_paper(paper_id, checked))
    paper = ClaimPaper(
        paper_id=paper_id,
        landlord_id=opened.link.landlord_id,
        case_id=in_hand.household.case_id,
        token_hash=opened.link.token_hash,
        claim_id=in_hand.claim_id,
        kind=kind,
        size=len(checked),
        added_at=clock.now(),
    )
    with transaction():
        claim_drafts.add_paper(paper)
        keep_draft(opened, in_hand, in_hand.answers, clock=clock)
        if in_hand.claim_id is not None:
            about = audit.Subject("case", in_hand.household.case_id)
            audit.record(paper.landlord_id, about, "claim_paper_sent", by="tenant", at=clock.now())
    return paper


def take_paper_back(opened: OpenLink, paper_id: str, *, clock: Clock, safe: Safe) -> None:
    """Until the claim is sent a paper can be taken back; its bytes go. Another link's paper is not there."""
    with transaction():
        found = claim_drafts.paper(opened.link.landlord_id, paper_id)
        if found is None or found.token_hash != opened.link.token_hash or found.claim_id is not None:
            raise DoorstepError("not_found", "This paper is not here any more.")
        found.removed_at = clock.now()
    safe.blobs.remove(paper_key(opened.link.landlord_id, paper_id))


def open_claim_paper(landlord_id: str, paper_id: str, *, by: str, clock: Clock, safe: Safe) -> OpenedPaper:
    """A sent claim's paper for a claim handler; that it was read is written down."""
    paper = claim_drafts.paper(landlord_id, paper_id)
    if paper is None or paper.claim_id is None:
        raise DoorstepError("not_found", "There is nothing here, or it is not yours to see.")
    box = safe.blobs.get(paper_key(landlord_id, paper_id))
    content = None if box is None else safe.keys.open_paper(paper_id, box)
    if content is None:
        raise DoorstepError("not_found", "This paper cannot be opened: the store or the server's secret has changed.")
    with transaction():
        about = audit.Subject("case", paper.case_id)
        audit.record(landlord_id, about, "claim_paper_read", by=by, at=clock.now(), after={"paper": paper_id})
    return OpenedPaper(paper.kind, content)


def _checked(content: bytes) -> tuple[str, bytes]:
    if not content:
        raise DoorstepError("paper_refused", "Choose a photo or a PDF first.")
    if len(content) > MOST_BYTES:
        raise DoorstepError("paper_refused", "This file is larger than 10 MB. Send a photo of the paper instead.")
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise DoorstepError("paper_refused", "This PDF is not whole. Send it again, or a photo of the paper.")
        return PDF, content
    try:
        return PICTURE, make_pictures(content).view
    except PictureRefused as error:
        raise DoorstepError("paper_refused", f"{error} Send a photo or a PDF.") from error
