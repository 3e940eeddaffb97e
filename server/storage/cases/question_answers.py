"""What people decided about the open questions of cases, and first approvals that wait for a second person."""

from sqlalchemy import select

from server.storage.database import db
from server.storage.tables.claiming import ClaimProposal, QuestionAnswer


def add_answer(answer: QuestionAnswer) -> None:
    db.session.add(answer)


def answers_of(landlord_id: str, case_id: str) -> list[QuestionAnswer]:
    """Every answer given on the case, in order; the newest to a question stands."""
    query = select(QuestionAnswer).where(QuestionAnswer.landlord_id == landlord_id, QuestionAnswer.case_id == case_id)
    return list(db.session.scalars(query.order_by(QuestionAnswer.answer_id)))


def add_proposal(proposal: ClaimProposal) -> None:
    db.session.add(proposal)


def proposals_on(landlord_id: str, assessment_id: int) -> list[ClaimProposal]:
    """First approvals given on this assessment, in order."""
    query = select(ClaimProposal).where(
        ClaimProposal.landlord_id == landlord_id, ClaimProposal.assessment_id == assessment_id
    )
    return list(db.session.scalars(query.order_by(ClaimProposal.proposal_id)))
