"""Claims on their way: the draft behind a link, what was said, sealed papers, and hearings before a refusal."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from server.storage.database import db
from server.storage.tables.claiming import ClaimDraft, ClaimHearing, ClaimPaper, ClaimStatement


def draft(token_hash: str) -> ClaimDraft | None:
    return db.session.get(ClaimDraft, token_hash)


def save_draft(draft: ClaimDraft) -> None:
    db.session.merge(draft)


def add_statement(statement: ClaimStatement) -> None:
    db.session.add(statement)


def statements_of(claim_ids: list[str]) -> Mapping[str, ClaimStatement]:
    query = select(ClaimStatement).where(ClaimStatement.claim_id.in_(claim_ids))
    return {row.claim_id: row for row in db.session.scalars(query)}


def add_paper(paper: ClaimPaper) -> None:
    db.session.add(paper)


def papers_of_link(token_hash: str) -> list[ClaimPaper]:
    """The papers sent by one link that stand, in the order in which they came."""
    query = select(ClaimPaper).where(ClaimPaper.token_hash == token_hash, ClaimPaper.removed_at.is_(None))
    return list(db.session.scalars(query.order_by(ClaimPaper.added_at, ClaimPaper.paper_id)))


def papers_of_case(landlord_id: str, case_id: str) -> list[ClaimPaper]:
    """The papers of claims that were sent; what hangs on a draft is nobody's to see yet."""
    query = select(ClaimPaper).where(
        ClaimPaper.landlord_id == landlord_id,
        ClaimPaper.case_id == case_id,
        ClaimPaper.claim_id.is_not(None),
        ClaimPaper.removed_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(ClaimPaper.added_at, ClaimPaper.paper_id)))


def paper(landlord_id: str, paper_id: str) -> ClaimPaper | None:
    found = db.session.get(ClaimPaper, paper_id)
    return found if found is not None and found.landlord_id == landlord_id and found.removed_at is None else None


def papers_belong_to(token_hash: str, claim_id: str) -> None:
    """The link's papers are the claim's from now on."""
    mine = (ClaimPaper.token_hash == token_hash, ClaimPaper.claim_id.is_(None))
    db.session.execute(update(ClaimPaper).where(*mine).values(claim_id=claim_id))


def add_hearing(hearing: ClaimHearing) -> None:
    db.session.add(hearing)


def hearings_of(landlord_id: str, case_id: str) -> list[ClaimHearing]:
    """What claimants were told before a refusal, the newest first."""
    query = select(ClaimHearing).where(ClaimHearing.landlord_id == landlord_id, ClaimHearing.case_id == case_id)
    return list(db.session.scalars(query.order_by(ClaimHearing.hearing_id.desc())))


def answered(hearing: ClaimHearing, answer: str, at: datetime) -> None:
    hearing.answer, hearing.answered_at = answer, at
