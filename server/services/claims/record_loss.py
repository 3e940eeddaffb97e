"""Records what one person says they lost on one day; a later word about the same day stands in its place."""

from dataclasses import dataclass
from datetime import date

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.assessment.assess_household import Assessed, assess_household
from server.storage.cases import households
from server.storage.claiming import claims
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.decisions import Loss

EVIDENCE = ("employer", "payslip", "own_record", "none")


@dataclass(frozen=True)
class LostDay:
    """What was lost and what was seen as proof; `evidence` is none until something has been seen."""

    person_id: str
    day: date
    pence: int
    evidence: str = "none"
    off_work: bool = True
    paid_leave: bool = False


def record_loss(
    landlord_id: str, case_id: str, lost: LostDay, *, by: str, clock: Clock, claim_id: str | None = None
) -> Assessed:
    """Append the loss and assess the case again; the amount itself stays out of the audit trail's list."""
    household = households.of_case(landlord_id, case_id)
    with transaction():
        _check(lost, {person.person_id for person in households.members(household)})
        claims.add_loss(
            Loss(
                landlord_id=landlord_id,
                case_id=case_id,
                claim_id=claim_id,
                person_id=lost.person_id,
                day=lost.day,
                off_work=lost.off_work,
                pence=lost.pence,
                evidence=lost.evidence,
                paid_leave=lost.paid_leave,
                recorded_at=clock.now(),
                recorded_by=by,
            )
        )
        after = {"day": lost.day.isoformat(), "evidence": lost.evidence}
        about = audit.Subject("case", case_id)
        audit.record(landlord_id, about, "loss_recorded", by=by, at=clock.now(), after=after)
        return assess_household(landlord_id, case_id, cause="a loss was recorded", clock=clock)


def _check(lost: LostDay, members: set[str]) -> None:
    if lost.person_id not in members:
        raise DoorstepError("not_of_household", "The person is not of this household; choose one who is.")
    if lost.pence < 0:
        raise DoorstepError("wrong_amount", "The amount lost must be 0 pence or more.")
    if lost.evidence not in EVIDENCE:
        raise DoorstepError(
            "wrong_evidence", "Choose what shows the loss: one of the list, or that nothing was seen yet."
        )
