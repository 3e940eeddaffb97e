"""What waits for a decision about money and attendance: questions of the rule, claims without an answer."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, func, select

from server.domain.review.items import Subject, Waiting, end_of_day
from server.storage.database import db
from server.storage.tables.decisions import Assessment, CaseStanding, Claim, ClaimDecision

WITH_A_QUESTION = ("decision", "hold")
ANSWERED = ("paid", "refused")


def questions(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    """Cases in which the rule asks a person; a newer assessment of what was closed here brings it back."""
    query = (
        select(CaseStanding.case_id, CaseStanding.uprn, Assessment.made_at)
        .join(Assessment, Assessment.assessment_id == CaseStanding.assessment_id)
        .where(CaseStanding.landlord_id == landlord_id, CaseStanding.state.in_(WITH_A_QUESTION))
    )
    for case_id, uprn, made_at in db.session.execute(query):
        yield Waiting(landlord_id, "decision", Subject("case", case_id), made_at, uprn=uprn)


def claims(landlord_id: str, at: datetime) -> Iterable[Waiting]:
    """Claims that were neither paid nor refused since they came; a case with two is one, by the earlier date."""
    answered = (
        select(ClaimDecision.decision_id)
        .where(
            ClaimDecision.case_id == Claim.case_id,
            ClaimDecision.landlord_id == landlord_id,
            ClaimDecision.state.in_(ANSWERED),
            ClaimDecision.at >= Claim.claimed_at,
        )
        .correlate(Claim)
        .exists()
    )
    query = (
        select(Claim.case_id, CaseStanding.uprn)
        .add_columns(func.min(Claim.claimed_at), func.min(Claim.reference), func.min(Claim.answer_due_on))
        .outerjoin(
            CaseStanding,
            and_(CaseStanding.landlord_id == Claim.landlord_id, CaseStanding.case_id == Claim.case_id),
        )
        .where(Claim.landlord_id == landlord_id, ~answered)
        .group_by(Claim.case_id, CaseStanding.uprn)
    )
    for case_id, uprn, claimed_at, reference, due_on in db.session.execute(query):
        yield Waiting(
            landlord_id,
            "claim",
            Subject("case", case_id),
            claimed_at,
            reference=reference,
            due_at=end_of_day(due_on),
            uprn=uprn,
        )
