"""Who holds a home and how: the hazard regulations cover social tenancies and not every tenure."""

from datetime import date

from sqlalchemy import or_, select

from server.storage.database import db
from server.storage.tables.register import Person


def tenures_at(landlord_id: str, uprn: str | None, today: date) -> list[str]:
    """The tenures of those who live there now, each once."""
    query = (
        select(Person.tenure)
        .where(Person.landlord_id == landlord_id, Person.uprn == uprn)
        .where(or_(Person.tenure_to.is_(None), Person.tenure_to >= today))
        .distinct()
        .order_by(Person.tenure)
    )
    return [tenure for tenure in db.session.scalars(query) if tenure] if uprn else []
