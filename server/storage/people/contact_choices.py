"""How a tenant chose to be told: appended, the newest stands before what the register says."""

from sqlalchemy import ColumnElement, func, select

from server.storage.database import db
from server.storage.tables.messages import ContactChoice
from server.storage.tables.register import Person


def newest(landlord_id: str, person_id: str) -> ContactChoice | None:
    """What they chose last; None where they never did."""
    query = select(ContactChoice).where(ContactChoice.landlord_id == landlord_id, ContactChoice.person_id == person_id)
    return db.session.scalar(query.order_by(ContactChoice.at.desc(), ContactChoice.choice_id.desc()).limit(1))


def format_chosen() -> ColumnElement[str]:
    """The format that the person of a query reads: as they chose it last, else as the register has it."""
    chosen = (
        select(ContactChoice.format)
        .where(ContactChoice.landlord_id == Person.landlord_id, ContactChoice.person_id == Person.person_id)
        .order_by(ContactChoice.at.desc(), ContactChoice.choice_id.desc())
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    return func.coalesce(chosen, Person.format)


def reads_large_print(landlord_id: str, person_id: str | None) -> bool:
    """Whether this person's papers are to be in large print."""
    query = select(format_chosen()).where(Person.landlord_id == landlord_id, Person.person_id == person_id)
    return db.session.scalar(query) == "large_print"


def add(choice: ContactChoice) -> None:
    db.session.add(choice)
    db.session.flush()


def person(landlord_id: str, person_id: str) -> Person | None:
    return db.session.get(Person, (landlord_id, person_id))
