"""Claims, the losses they rest on, and what was decided. All appended; the newest word stands."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func, select

from server.storage.database import db
from server.storage.tables.decisions import Claim, ClaimDecision, Loss


def add_loss(loss: Loss) -> None:
    db.session.add(loss)


def losses_of(landlord_id: str, case_id: str) -> list[Loss]:
    """What stands: of each person and day the row recorded last."""
    query = select(Loss).where(Loss.landlord_id == landlord_id, Loss.case_id == case_id).order_by(Loss.loss_id)
    return newest_words(db.session.scalars(query))


def newest_words(losses: Iterable[Loss]) -> list[Loss]:
    """Of losses in the order of their recording the newest for each person and day."""
    newest: dict[tuple[str, date], Loss] = {(row.person_id, row.day): row for row in losses}
    return [newest[key] for key in sorted(newest)]


def add_claim(claim: Claim) -> None:
    db.session.add(claim)


def find_claim(landlord_id: str, claim_id: str) -> Claim | None:
    return db.session.scalars(select(Claim).where(Claim.landlord_id == landlord_id, Claim.claim_id == claim_id)).first()


def claims_of(landlord_id: str, case_id: str) -> list[Claim]:
    """The case's claims, the first first."""
    query = select(Claim).where(Claim.landlord_id == landlord_id, Claim.case_id == case_id)
    return list(db.session.scalars(query.order_by(Claim.claimed_at, Claim.claim_id)))


def undecided(landlord_id: str, case_id: str) -> list[Claim]:
    """The claims made since the last decision on the case."""
    decided = newest_decision(landlord_id, case_id)
    return [one for one in claims_of(landlord_id, case_id) if decided is None or decided.at < one.claimed_at]


def references_taken(landlord_id: str, prefix: str) -> int:
    """How many claims have a reference that begins so."""
    query = select(func.count()).select_from(Claim).where(Claim.landlord_id == landlord_id)
    return int(db.session.scalar(query.where(Claim.reference.startswith(prefix))) or 0)


def add_decision(decision: ClaimDecision) -> None:
    db.session.add(decision)


def decisions_of(landlord_id: str, case_id: str) -> list[ClaimDecision]:
    """What was decided on the case, in order."""
    query = select(ClaimDecision).where(ClaimDecision.landlord_id == landlord_id, ClaimDecision.case_id == case_id)
    return list(db.session.scalars(query.order_by(ClaimDecision.decision_id)))


def newest_decision(landlord_id: str, case_id: str) -> ClaimDecision | None:
    decided = decisions_of(landlord_id, case_id)
    return decided[-1] if decided else None


def decision_in_force(landlord_id: str, case_id: str) -> ClaimDecision | None:
    """What the rule takes as `prior`: the last payment made, since only that is never counted twice, else the newest.

    A further sum approved on top of a payment is then found as the difference that is still to be paid.
    """
    return in_force(decisions_of(landlord_id, case_id))


def in_force(decided: Sequence[ClaimDecision]) -> ClaimDecision | None:
    """The one in force of a case's decisions, given in order."""
    standing = [row for row in decided if row.state == "paid"] or decided
    return standing[-1] if standing else None


def approved_on_top(decided: Sequence[ClaimDecision]) -> int | None:
    """The whole sum that was approved after a payment and is not paid yet, of a case's decisions in order."""
    was_paid = any(row.state == "paid" for row in decided)
    return decided[-1].total_pence if was_paid and decided[-1].state == "approved" else None


def newest_claim_at(claims: Sequence[Claim]) -> datetime | None:
    return max((claim.claimed_at for claim in claims), default=None)
