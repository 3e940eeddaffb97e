"""Records that two jobs are the same repair, or that they are not: a job raised again must not reset the count."""

from collections.abc import Collection

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.appointments.join_repairs import joined, parted
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
        whole = parted(landlord_id, job_number) if root == job_number else joined(landlord_id, job_number, root)
        job = next(one for one in whole.jobs if one.job_number == job_number)
        change: dict[str, dict[str, object]] = {
            "before": {"repair_root": job.repair_root},
            "after": {"repair_root": whole.root, "jobs": whole.numbers},
        }
        for one in whole.jobs:
            one.repair_root = whole.root
        action = "repair_link_taken_back" if root == job_number else "repair_linked"
        about, words = audit.Subject("repair", job_number), reason.strip()
        audit.record(landlord_id, about, action, by=by, at=clock.now(), reason=words, **change)
        assess_owners(landlord_id, whole.numbers, clock=clock)


def assess_owners(landlord_id: str, job_numbers: Collection[str], *, clock: Clock) -> None:
    """Whoever these jobs were promised to is owed anew by what is counted together now."""
    owners = households.of_appointments(landlord_id, repairs.appointments_of(landlord_id, job_numbers))
    for case_id in sorted({one.case_id for one in owners.values() if one is not None}):
        assess_household(landlord_id, case_id, cause="a person said which repair a job belongs to", clock=clock)
