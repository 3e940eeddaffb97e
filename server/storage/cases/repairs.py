"""Jobs and the appointments that were made for them."""

from sqlalchemy import select

from server.storage.database import db
from server.storage.tables.register import Appointment, Repair


def job(landlord_id: str, job_number: str) -> Repair | None:
    return db.session.get(Repair, (landlord_id, job_number))


def jobs_at(landlord_id: str, uprn: str) -> list[Repair]:
    """Every job of a home, the newest first."""
    query = select(Repair).where(Repair.landlord_id == landlord_id, Repair.uprn == uprn)
    rows = db.session.scalars(query)
    return sorted(rows, key=lambda row: (row.raised_on is not None, row.raised_on, row.job_number), reverse=True)


def appointments_of(landlord_id: str, job_number: str) -> list[Appointment]:
    query = select(Appointment).where(Appointment.landlord_id == landlord_id, Appointment.job_number == job_number)
    return list(db.session.scalars(query))
