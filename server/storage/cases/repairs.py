"""Jobs and the appointments that were made for them."""

from collections.abc import Collection

from sqlalchemy import or_, select

from server.storage.database import db
from server.storage.tables.register import Appointment, Repair


def job(landlord_id: str, job_number: str) -> Repair | None:
    return db.session.get(Repair, (landlord_id, job_number))


def jobs_at(landlord_id: str, uprn: str) -> list[Repair]:
    """Every job of a home, the newest first."""
    query = select(Repair).where(Repair.landlord_id == landlord_id, Repair.uprn == uprn)
    rows = db.session.scalars(query)
    return sorted(rows, key=lambda row: (row.raised_on is not None, row.raised_on, row.job_number), reverse=True)


def counted_as(landlord_id: str, root: str) -> list[Repair]:
    """The jobs of one repair, in order of their numbers."""
    query = select(Repair).where(Repair.landlord_id == landlord_id, Repair.repair_root == root)
    return list(db.session.scalars(query.order_by(Repair.job_number)))


def raised_from(job: Repair) -> list[Repair]:
    """Its follow-ons and recalls that are counted where it is; their numbers say what they came from."""
    begins = [Repair.job_number.startswith(f"{job.job_number}-{letter}", autoescape=True) for letter in "FR"]
    query = select(Repair).where(Repair.landlord_id == job.landlord_id, Repair.repair_root == job.repair_root)
    return list(db.session.scalars(query.where(or_(*begins)).order_by(Repair.job_number)))


def appointments_of(landlord_id: str, job_numbers: Collection[str]) -> list[Appointment]:
    query = select(Appointment).where(Appointment.landlord_id == landlord_id, Appointment.job_number.in_(job_numbers))
    return list(db.session.scalars(query))
