"""Households: a tenancy at a home. Which household an appointment was promised to, and who belongs to it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import select

from server.domain.evidence.records import london_day
from server.storage.database import db
from server.storage.tables.register import Appointment, Person
from server.storage.tables.visits import Visit

_NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Household:
    """A tenancy reference at a UPRN; one household is one case."""

    landlord_id: str
    tenancy_ref: str
    uprn: str

    @property
    def case_id(self) -> str:
        return f"{self.tenancy_ref}@{self.uprn}"


def of_case(landlord_id: str, case_id: str) -> Household:
    tenancy_ref, _, uprn = case_id.rpartition("@")
    return Household(landlord_id, tenancy_ref, uprn)


def members(household: Household) -> list[Person]:
    """Everyone of this tenancy at this home, those who have left too; the main tenant first."""
    return members_of(household.landlord_id, [household])[household.case_id]


def members_of(landlord_id: str, wanted: Collection[Household]) -> dict[str, list[Person]]:
    """The members of each household, by its case."""
    query = select(Person).where(
        Person.landlord_id == landlord_id, Person.uprn.in_({household.uprn for household in wanted})
    )
    found: dict[str, list[Person]] = {household.case_id: [] for household in wanted}
    for person in db.session.scalars(query):
        found.get(f"{person.tenancy_ref}@{person.uprn}", []).append(person)
    return {name: sorted(rows, key=lambda one: (one.role != "main", one.person_id)) for name, rows in found.items()}


def appointments_of(household: Household) -> list[Appointment]:
    """The appointments promised to this household, in the order of their times."""
    return appointments_of_all(household.landlord_id, [household])[household.case_id]


def appointments_of_all(landlord_id: str, wanted: Collection[Household]) -> dict[str, list[Appointment]]:
    """The appointments promised to each household, by its case, in the order of their times."""
    query = select(Appointment).where(
        Appointment.landlord_id == landlord_id, Appointment.uprn.in_({household.uprn for household in wanted})
    )
    rows = list(db.session.scalars(query))
    owners = of_appointments(landlord_id, rows)
    found: dict[str, list[Appointment]] = {household.case_id: [] for household in wanted}
    for row in sorted(rows, key=_in_time):
        owner = owners[row.appointment_id]
        if owner is not None and owner.case_id in found:
            found[owner.case_id].append(row)
    return found


def _in_time(row: Appointment) -> tuple[bool, datetime, str]:
    return row.slot_start_at is None, row.slot_start_at or _NO_TIME, row.appointment_id


def of_appointments(landlord_id: str, appointments: Iterable[Appointment]) -> dict[str, Household | None]:
    """The household of each appointment: its person's, or whoever held the only tenancy at the home that day.

    None where nobody did (an empty home), so that there is nobody to owe anything to.
    """
    rows = list(appointments)
    people = _people_at(landlord_id, {row.uprn for row in rows})
    named = _named(landlord_id, {row.person_id for row in rows if row.person_id})
    found = {}
    for row in rows:
        tenancy = _tenancy_of_person(row, named) or _tenancy_of_day(row, people)
        found[row.appointment_id] = Household(landlord_id, tenancy, row.uprn) if tenancy else None
    return found


def of_visit(visit_id: str) -> Household | None:
    """The household of a visit's appointment; None for unplanned work that nobody has linked yet."""
    query = select(Appointment).join(
        Visit,
        (Visit.landlord_id == Appointment.landlord_id) & (Visit.appointment_id == Appointment.appointment_id),
    )
    row = db.session.scalars(query.where(Visit.visit_id == visit_id)).first()
    return None if row is None else of_appointments(row.landlord_id, [row])[row.appointment_id]


def of_appointment(landlord_id: str, appointment_id: str) -> Household | None:
    row = db.session.get(Appointment, (landlord_id, appointment_id))
    return None if row is None else of_appointments(landlord_id, [row])[appointment_id]


def answers_for(landlord_id: str, person_id: str | None) -> frozenset[str]:
    """Whose matters somebody may read: their own, and those of whoever they act for."""
    named = _named(landlord_id, {person_id}) if person_id else {}
    return frozenset({person_id, named[person_id].acts_for} - {""}) if person_id in named else frozenset()


def _people_at(landlord_id: str, homes: Collection[str]) -> dict[str, list[Person]]:
    query = select(Person).where(Person.landlord_id == landlord_id, Person.uprn.in_(homes), Person.tenancy_ref != "")
    at: dict[str, list[Person]] = {}
    for person in db.session.scalars(query):
        at.setdefault(person.uprn or "", []).append(person)
    return at


def _named(landlord_id: str, person_ids: Collection[str]) -> dict[str, Person]:
    """The people named, and those for whom one of them acts."""
    query = select(Person).where(Person.landlord_id == landlord_id)
    found = {row.person_id: row for row in db.session.scalars(query.where(Person.person_id.in_(person_ids)))}
    acted_for = {row.acts_for for row in found.values() if row.acts_for} - found.keys()
    if acted_for:
        found |= {row.person_id: row for row in db.session.scalars(query.where(Person.person_id.in_(acted_for)))}
    return found


def _tenancy_of_person(appointment: Appointment, named: dict[str, Person]) -> str | None:
    person = named.get(appointment.person_id or "")
    if person is not None and not person.tenancy_ref and person.acts_for:
        person = named.get(person.acts_for)
    return person.tenancy_ref if person is not None and person.uprn == appointment.uprn else None


def _tenancy_of_day(appointment: Appointment, people: dict[str, list[Person]]) -> str | None:
    if appointment.slot_start_at is None:
        return None
    day = london_day(appointment.slot_start_at)
    there = {person.tenancy_ref for person in people.get(appointment.uprn, ()) if _lived_there(person, day)}
    return there.pop() if len(there) == 1 else None


def _lived_there(person: Person, day: date) -> bool:
    starts = person.tenure_from is None or person.tenure_from <= day
    return starts and (person.tenure_to is None or day <= person.tenure_to)
