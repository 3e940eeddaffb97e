"""What is done differently for people: by the register of people, and by what our own people keep beside it."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import cast

from sqlalchemy import Table, and_, bindparam, or_, select
from sqlalchemy.engine import Connection

from server.storage.database import db
from server.storage.prepared import Prepared
from server.storage.tables.needs import KeptNeed
from server.storage.tables.register import Person

NEEDS = cast(Table, KeptNeed.__table__)

_OF_PEOPLE = Prepared(
    select(NEEDS.c.person_id, NEEDS.c.what_to_do)
    .where(
        NEEDS.c.landlord_id == bindparam("landlord"),
        NEEDS.c.person_id.in_(bindparam("people", expanding=True)),
        NEEDS.c.ended_at.is_(None),
    )
    .order_by(NEEDS.c.said_at, NEEDS.c.need_id)
)


def of_people(connection: Connection, landlord_id: str, people: Collection[str]) -> dict[str, list[str]]:
    """What to do for each of these people, as our own people keep it."""
    wanted = [one for one in people if one]
    rows = _OF_PEOPLE.rows(connection, {"landlord": landlord_id, "people": wanted}) if wanted else ()
    found: dict[str, list[str]] = {}
    for person_id, what_to_do in rows:
        found.setdefault(person_id, []).append(what_to_do)
    return found


def what_to_do(person: Person) -> list[str]:
    """All that is done differently for this person, the register's first."""
    own = of_people(db.session.connection(), person.landlord_id, [person.person_id])
    return [*in_register(person.needs_what_to_do), *own.get(person.person_id, [])]


def in_register(text: str | None) -> list[str]:
    """The register of people holds them in one cell, with semicolons between."""
    return [one.strip() for one in (text or "").split(";") if one.strip()]


def of_person(landlord_id: str, person_id: str) -> Sequence[KeptNeed]:
    """Those that stand first, then the ended ones, the newest first."""
    query = select(KeptNeed).where(KeptNeed.landlord_id == landlord_id, KeptNeed.person_id == person_id)
    return list(db.session.scalars(query.order_by(KeptNeed.ended_at.is_not(None), KeptNeed.said_at.desc())))


def one(landlord_id: str, need_id: str) -> KeptNeed | None:
    query = select(KeptNeed).where(KeptNeed.landlord_id == landlord_id, KeptNeed.need_id == need_id)
    return db.session.scalar(query)


def person(landlord_id: str, person_id: str) -> Person | None:
    return db.session.get(Person, {"landlord_id": landlord_id, "person_id": person_id})


def to_review(landlord_id: str, until: date) -> Sequence[tuple[KeptNeed, str | None]]:
    """Those whose review comes until this day, of people who still live there, with their homes."""
    query = (
        select(KeptNeed, Person.uprn)
        .join(Person, and_(Person.landlord_id == KeptNeed.landlord_id, Person.person_id == KeptNeed.person_id))
        .where(KeptNeed.landlord_id == landlord_id, KeptNeed.ended_at.is_(None), KeptNeed.review_on <= until)
        .where(or_(Person.tenure_to.is_(None), Person.tenure_to >= until))
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]
