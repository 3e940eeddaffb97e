"""Which jobs are counted as one repair after a link, or after it is taken away. Nothing is written here."""

from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.storage.cases import repairs
from server.storage.tables.register import Repair


@dataclass(frozen=True)
class Regrouped:
    """The root under which a job is counted then, and every job that goes there with it, itself among them."""

    root: str
    jobs: tuple[Repair, ...]

    @property
    def numbers(self) -> list[str]:
        return [one.job_number for one in self.jobs]


def joined(landlord_id: str, job_number: str, with_job: str) -> Regrouped:
    """All that is counted with the job comes along: a link never takes a job out of the count that it was in.

    Raises `no_such_job` where the other is not another job of the same home, `nothing_changed` where they are one.
    """
    job, other = _job(landlord_id, job_number), repairs.job(landlord_id, with_job)
    if other is None or other.uprn != job.uprn or other.job_number == job.job_number:
        raise DoorstepError("no_such_job", "Give the number of another job at the same home.")
    if other.repair_root == job.repair_root:
        raise DoorstepError("nothing_changed", "These jobs are counted as one repair already.")
    return Regrouped(other.repair_root, tuple(repairs.counted_as(landlord_id, job.repair_root)))


def parted(landlord_id: str, job_number: str) -> Regrouped:
    """The job as a repair of its own, with the follow-ons and recalls that were raised from it."""
    job = _job(landlord_id, job_number)
    if job.repair_root == job.job_number:
        raise DoorstepError("nothing_changed", "This job is a repair of its own already.")
    return Regrouped(job.job_number, (job, *repairs.raised_from(job)))


def _job(landlord_id: str, job_number: str) -> Repair:
    found = repairs.job(landlord_id, job_number)
    if found is None:
        raise DoorstepError("not_found", "There is no such job.")
    return found
