"""What rows of a file may refer to, looked up a few hundred rows at a time."""

from collections.abc import Mapping, Set
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from server.domain.imports.known import Known, OperativeFacts, PersonFacts
from server.storage.database import db
from server.storage.tables.imports import ImportedRow
from server.storage.tables.register import Appointment, Firm, Home, Operative, Person

_KEYS: dict[str, tuple[InstrumentedAttribute[str], InstrumentedAttribute[str]]] = {
    "home": (Home.landlord_id, Home.uprn),
    "person": (Person.landlord_id, Person.person_id),
    "firm": (Firm.landlord_id, Firm.firm_id),
    "operative": (Operative.landlord_id, Operative.operative_id),
    "appointment": (Appointment.landlord_id, Appointment.appointment_id),
}

# Columns, not mapped objects: thousands of people pass by, and none need be kept.
_FACTS = select(Person.person_id, Person.uprn, Person.tenure_from, Person.tenure_to, Person.role)


def known_keys(landlord_id: str, wanted: Mapping[str, Set[str]], *, households: Set[str] = frozenset()) -> Known:
    """Which of the wanted keys stand, with the facts that questions need.

    A person whose own row was refused or is in conflict stands too: a visit can be made without the name.
    """
    standing = {kind: _loaded(landlord_id, kind, keys) for kind, keys in wanted.items() if kind in _KEYS}
    people = wanted.get("person", frozenset())
    standing["person"] = standing.get("person", frozenset()) | _kept_out(landlord_id, people)
    by_reference = _homes_by_reference(landlord_id, wanted.get("home_reference", frozenset()))
    by_name = _operatives_by_name(landlord_id, wanted.get("operative_name", frozenset()))
    operatives = {*wanted.get("operative", ()), *(key for keys in by_name.values() for key in keys)}
    return Known(
        standing={**standing, "home_reference": by_reference.keys(), "operative_name": by_name.keys()},
        people=_people(landlord_id, people),
        operatives=_operatives(landlord_id, operatives),
        homes_by_reference=by_reference,
        operatives_by_name=by_name,
        households=_households(landlord_id, households),
    )


def _homes_by_reference(landlord_id: str, references: Set[str]) -> dict[str, str]:
    query = select(Home.property_ref, Home.uprn).where(
        Home.landlord_id == landlord_id, Home.property_ref.in_(references)
    )
    return {row.property_ref: row.uprn for row in db.session.execute(query)} if references else {}


def _operatives_by_name(landlord_id: str, names: Set[str]) -> dict[str, list[str]]:
    """Keys of the operatives of each name, written SURNAME, FIRST NAME."""
    found: dict[str, list[str]] = {}
    if names:
        query = select(Operative.operative_id, Operative.full_name).where(Operative.landlord_id == landlord_id)
        for key, full_name in db.session.execute(query):
            first, _, last = full_name.upper().rpartition(" ")
            if (name := f"{last}, {first}") in names:
                found.setdefault(name, []).append(key)
    return found


def _loaded(landlord_id: str, kind: str, keys: Set[str]) -> frozenset[str]:
    landlord, key = _KEYS[kind]
    return _keys(select(key).where(landlord == landlord_id, key.in_(keys))) if keys else frozenset()


def _kept_out(landlord_id: str, people: Set[str]) -> frozenset[str]:
    query = select(ImportedRow.key).where(
        ImportedRow.landlord_id == landlord_id, ImportedRow.kind == "person", ImportedRow.key.in_(people)
    )
    return _keys(query) if people else frozenset()


def _people(landlord_id: str, people: Set[str]) -> dict[str, PersonFacts]:
    query = _FACTS.where(Person.landlord_id == landlord_id, Person.person_id.in_(people))
    return {row.person_id: _facts(row) for row in db.session.execute(query)} if people else {}


def _households(landlord_id: str, homes: Set[str]) -> dict[str, list[PersonFacts]]:
    found: dict[str, list[PersonFacts]] = {}
    if homes:
        for row in db.session.execute(_FACTS.where(Person.landlord_id == landlord_id, Person.uprn.in_(homes))):
            found.setdefault(row.uprn, []).append(_facts(row))
    return found


def _operatives(landlord_id: str, operatives: Set[str]) -> dict[str, OperativeFacts]:
    query = select(Operative.operative_id, Operative.firm_id, Operative.left_on).where(
        Operative.landlord_id == landlord_id, Operative.operative_id.in_(operatives)
    )
    if not operatives:
        return {}
    return {row.operative_id: OperativeFacts(row.firm_id, row.left_on) for row in db.session.execute(query)}


def _facts(row: Any) -> PersonFacts:
    return PersonFacts(row.uprn, row.tenure_from, row.tenure_to, row.role != "acts_for")


def _keys(query: Select[str]) -> frozenset[str]:
    return frozenset(db.session.scalars(query))
