"""Cases that wait for a claim handler: with a claim, with something to pay, or with a question open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select

from server.storage.database import db
from server.storage.tables.decisions import Assessment, CaseStanding, Claim, ClaimDecision
from server.storage.tables.register import Home
from server.storage.tables.standings import RepairStanding

OPEN_STATES = ("payable", "pending", "decision", "hold")


@dataclass(frozen=True)
class ListedCase:
    """One household's case. `assessment_id` names it in addresses: a tenancy's own number stays out of them."""

    case_id: str
    assessment_id: int
    address: str
    postcode: str
    state: str
    total_pence: int
    at_stake_pence: int
    references: tuple[str, ...]
    answer_due_on: date | None
    decided: str


def listed(landlord_id: str, *, root: str = "", limit: int = 50, offset: int = 0) -> list[ListedCase]:
    """Claims by the day on which their answer is due, then cases without one; of one repair where `root` is given."""
    due = _due(landlord_id)
    query = (
        select(
            CaseStanding.case_id,
            CaseStanding.assessment_id,
            func.coalesce(Home.address_line_1, "Address not known"),
            func.coalesce(Home.postcode, ""),
            CaseStanding.state,
            CaseStanding.total_pence,
            CaseStanding.at_stake_pence,
            due,
        )
        .outerjoin(Home, and_(Home.landlord_id == CaseStanding.landlord_id, Home.uprn == CaseStanding.uprn))
        .where(CaseStanding.landlord_id == landlord_id)
        .order_by(due.is_(None), due, CaseStanding.total_pence.desc(), CaseStanding.case_id)
        .limit(limit)
        .offset(offset)
    )
    if root:
        of_root = select(RepairStanding.case_id).where(
            RepairStanding.landlord_id == landlord_id, RepairStanding.root == root
        )
        query = query.where(CaseStanding.case_id.in_(of_root))
    else:
        query = query.where(or_(due.is_not(None), CaseStanding.state.in_(OPEN_STATES)))
    rows = db.session.execute(query).all()
    case_ids = [row[0] for row in rows]
    references, decided = _references(landlord_id, case_ids), _decided(landlord_id, case_ids)
    return [_listed(row, references.get(row[0], ()), decided.get(row[0], "")) for row in rows]


def case_of(landlord_id: str, assessment_id: int) -> str | None:
    """The case that an assessment belongs to."""
    return db.session.scalar(
        select(Assessment.case_id).where(
            Assessment.landlord_id == landlord_id, Assessment.assessment_id == assessment_id
        )
    )


def _due(landlord_id: str) -> Any:
    return (
        select(func.min(Claim.answer_due_on))
        .where(Claim.landlord_id == landlord_id, Claim.case_id == CaseStanding.case_id)
        .correlate(CaseStanding)
        .scalar_subquery()
    )


def _references(landlord_id: str, case_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    query = (
        select(Claim.case_id, Claim.reference)
        .where(Claim.landlord_id == landlord_id, Claim.case_id.in_(list(case_ids)))
        .order_by(Claim.claimed_at)
    )
    found: dict[str, tuple[str, ...]] = {}
    for case_id, reference in db.session.execute(query):
        found[case_id] = (*found.get(case_id, ()), reference)
    return found


def _decided(landlord_id: str, case_ids: Iterable[str]) -> dict[str, str]:
    query = (
        select(ClaimDecision.case_id, ClaimDecision.state)
        .where(ClaimDecision.landlord_id == landlord_id, ClaimDecision.case_id.in_(list(case_ids)))
        .order_by(ClaimDecision.decision_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def _listed(row: Any, references: tuple[str, ...], decided: str) -> ListedCase:
    return ListedCase(
        case_id=row[0],
        assessment_id=row[1],
        address=row[2],
        postcode=row[3],
        state=row[4],
        total_pence=row[5],
        at_stake_pence=row[6],
        references=references,
        answer_due_on=row[7],
        decided=decided,
    )
