"""Cases marked as paid, for finance and for recharging; a payee is named by a reference, never by bank details."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from server.domain.evidence.records import london_day
from server.domain.payments import PaidDecision
from server.storage.database import db
from server.storage.tables.decisions import Assessment, Claim, ClaimDecision


def paid_decisions(landlord_id: str) -> list[PaidDecision]:
    """Every payment's decision in order: a later one of a case is read against the earlier ones."""
    query = (
        select(ClaimDecision, Assessment.output)
        .join(Assessment, Assessment.assessment_id == ClaimDecision.assessment_id)
        .where(ClaimDecision.landlord_id == landlord_id, ClaimDecision.state == "paid")
        .order_by(ClaimDecision.decision_id)
    )
    return [_paid(row, output) for row, output in db.session.execute(query)]


def references_of(landlord_id: str) -> Mapping[str, tuple[str, ...]]:
    """The references of each case's claims."""
    query = select(Claim.case_id, Claim.reference).where(Claim.landlord_id == landlord_id).order_by(Claim.claimed_at)
    found: dict[str, tuple[str, ...]] = {}
    for case_id, reference in db.session.execute(query):
        found[case_id] = (*found.get(case_id, ()), reference)
    return found


def _paid(row: ClaimDecision, output: Mapping[str, Any]) -> PaidDecision:
    shares: dict[str, int] = {}
    for part in output.get("recharge", ()):
        shares[part["contractor"]] = shares.get(part["contractor"], 0) + part["pence"]
    return PaidDecision(row.case_id, london_day(row.at), row.total_pence, shares, row.by, row.decision_id)
