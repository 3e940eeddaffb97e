"""The names of all cases, page by page, home by home."""

from sqlalchemy import and_, func, or_, select

from server.storage.cases import households
from server.storage.database import db
from server.storage.tables.register import Person

_HAS_CASE = (Person.tenancy_ref != "", Person.uprn.is_not(None))


def names_after(landlord_id: str, place: str, limit: int) -> list[str]:
    """The next cases after this one; every tenancy at a home, whether it was assessed before or not."""
    query = select(Person.uprn, Person.tenancy_ref).where(Person.landlord_id == landlord_id, *_HAS_CASE)
    if place:
        last = households.of_case(landlord_id, place)
        further = and_(Person.uprn == last.uprn, Person.tenancy_ref > last.tenancy_ref)
        query = query.where(Person.uprn >= last.uprn, or_(Person.uprn > last.uprn, further))
    rows = db.session.execute(query.distinct().order_by(Person.uprn, Person.tenancy_ref).limit(limit))
    return [f"{tenancy_ref}@{uprn}" for uprn, tenancy_ref in rows]


def how_many(landlord_id: str) -> int:
    named = select(Person.tenancy_ref, Person.uprn).where(Person.landlord_id == landlord_id, *_HAS_CASE).distinct()
    return int(db.session.scalar(select(func.count()).select_from(named.subquery())) or 0)
