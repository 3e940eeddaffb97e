"""Records that two jobs are the same repair, or that they are not: a job raised again must not reset the count."""

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.assessment.assess_household import assess_household
from server.storage.cases import households, repairs
from server.storage.database import transaction
from server.storage.people import audit


def link_repair(landlord_id: str, job_number: str, root: str, *, reason: str, by: str, clock: Clock) -> None:
    """Give the job this repair root (its own number takes a link back) and assess whoever it was promised to.

    Imports never change the root of a job that is here, so what a person decided stands.
    """
    if not reason.strip():
        raise DoorstepError("reason_missing", "Say how you know that it is the same repair, or that it is not.")
    with transaction():
        job, other = repairs.job(landlord_id, job_number), repairs.job(landlord_id, root)
        if job is None or other is None or job.uprn != other.uprn:
            raise DoorstepError("not_found", "Both jobs must be of this home. Check the job number.")
        found = other.repair_root if other.job_number != job.job_number else job.job_number
        before = job.repair_root
        if found == before:
            raise DoorstepError("nothing_changed", "The job already belongs to this repair.")
        job.repair_root = found
        change = {"before": {"repair_root": before}, "after": {"repair_root": found}}
        action = "repair_link_taken_back" if found == job.job_number else "repair_linked"
        about, words = audit.Subject("repair", job_number), reason.strip()
        audit.record(landlord_id, about, action, by=by, at=clock.now(), reason=words, **change)
        _assess_again(landlord_id, job_number, clock)


def _assess_again(landlord_id: str, job_number: str, clock: Clock) -> None:
    owners = households.of_appointments(landlord_id, repairs.appointments_of(landlord_id, job_number))
    for case_id in sorted({one.case_id for one in owners.values() if one is not None}):
        assess_household(landlord_id, case_id, cause="a person said which repair a job belongs to", clock=clock)
