"""Says that two jobs are one repair, so that their missed appointments count together, or that they are not."""

from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.appointments.change_appointment import StaleEdit
from server.services.appointments.move_appointment import tell_by_notice
from server.services.assessment.assess_household import assess_household
from server.services.booking.keep_history import Act, keep_history
from server.services.notices.queue_appointment_notice import OfficeNews
from server.storage import feed
from server.storage.booking import work_orders
from server.storage.cases import appointments, households
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.phones import touched_visits
from server.storage.tables.register import Appointment, Repair

LINKED, UNLINKED = "linked", "unlinked"


@dataclass(frozen=True)
class Link:
    """`with_job` is a job at the same home; empty takes the link away again. `asked_by` as for every change."""

    with_job: str
    reason: str
    asked_by: str = "contractor"
    proof: str = ""


def link_repairs(landlord_id: str, appointment_id: str, link: Link, *, rev: int, by: str, clock: Clock) -> str:
    """Returns the root under which the appointment's job is counted now; the case is assessed at once."""
    if not link.reason.strip():
        raise DoorstepError("reason_missing", "Say why these are one repair, or why they are not.")
    if link.asked_by != "contractor" and not link.proof.strip():
        raise DoorstepError("proof_missing", "Write what proves that the tenant asked: their message or the call.")
    with transaction():
        row = appointments.fresh(appointments.get(landlord_id, appointment_id))
        if not appointments.take_rev(landlord_id, appointment_id, rev):
            raise StaleEdit(appointments.fresh(row))
        repair, root = wanted_root(row, link.with_job)
        before, repair.repair_root = repair.repair_root, root
        kind = LINKED if link.with_job.strip() else UNLINKED
        facts: dict[str, object] = {"before": before, "root": root}
        act = Act(kind, link.asked_by, proof=link.proof, reason=link.reason, facts=facts)
        kept = keep_history(row, act, by=by, clock=clock)
        tell_by_notice(row, kept.change_id, OfficeNews(LINKED, kept.change_id), counts=True, by=by, clock=clock)
        about = audit.Subject("repair", repair.job_number)
        audit.record(landlord_id, about, f"repair_{kind}", by=by, at=clock.now(), after=facts, reason=link.reason)
        household = households.of_appointment(landlord_id, appointment_id)
        if household is not None:
            assess_household(landlord_id, household.case_id, cause="jobs were linked or unlinked", clock=clock)
        mine = work_orders.appointments_of_job(landlord_id, repair.job_number)
        feed.append(landlord_id, touched_visits.of_appointments(landlord_id, mine), at=clock.now())
    return root


def wanted_root(row: Appointment, with_job: str) -> tuple[Repair, str]:
    """The appointment's own job, and the root it would have; the other job must be at the same home."""
    repair = work_orders.repair(row.landlord_id, row.job_number)
    if repair is None:
        raise DoorstepError("not_found", "There is no such job.")
    name = with_job.strip()
    if not name:
        return repair, repair.job_number
    other = work_orders.repair(row.landlord_id, name)
    if other is None or other.uprn != repair.uprn or other.job_number == repair.job_number:
        raise DoorstepError("no_such_job", "Give the number of another job at the same home.")
    return repair, other.repair_root
