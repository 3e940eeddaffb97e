"""Which coming visits show something that has changed, and whose phones must hear of it."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from server.storage import feed
from server.storage.database import db
from server.storage.tables.register import Appointment, Assignment, Flag, Person
from server.storage.tables.visits import Visit

_BATCH = 500


def of_appointments(landlord_id: str, appointments: Collection[str]) -> list[feed.Change]:
    """The visits of these appointments, for everybody who is or was put on them."""
    return _changes(landlord_id, Appointment.appointment_id, appointments, ended_too=True)


def appointments_of_people(landlord_id: str, people: Collection[str]) -> set[str]:
    """The appointments of these people, whenever they are."""
    found: set[str] = set()
    for batch in _batches(people):
        query = select(Appointment.appointment_id).where(
            Appointment.landlord_id == landlord_id, Appointment.person_id.in_(batch)
        )
        found.update(db.session.scalars(query))
    return found


def of_homes(landlord_id: str, homes: Collection[str], *, since: datetime) -> list[feed.Change]:
    return _changes(landlord_id, Appointment.uprn, homes, since=since)


def of_people(landlord_id: str, people: Collection[str], *, since: datetime) -> list[feed.Change]:
    return _changes(landlord_id, Appointment.person_id, people, since=since)


def of_firms(landlord_id: str, firms: Collection[str], *, since: datetime) -> list[feed.Change]:
    return _changes(landlord_id, Appointment.firm_id, firms, since=since)


def of_flags(landlord_id: str, flags: Collection[str], *, since: datetime) -> list[feed.Change]:
    """The flags themselves and the visits they stand on, for those who are to go there."""
    changes: list[feed.Change] = []
    for batch in _batches(flags):
        query = (
            select(Flag.flag_id, Visit.visit_id, Assignment.operative_id)
            .outerjoin(Person, (Person.landlord_id == Flag.landlord_id) & (Person.person_id == Flag.person_id))
            .join(
                Appointment,
                (Appointment.landlord_id == Flag.landlord_id)
                & or_(
                    Appointment.uprn == Flag.uprn,
                    Appointment.person_id == Flag.person_id,
                    Appointment.uprn == Person.uprn,
                ),
            )
            .join(Assignment, _same_appointment(Assignment))
            .join(Visit, _same_appointment(Visit))
            .where(Flag.landlord_id == landlord_id, Flag.flag_id.in_(batch), Assignment.ended_at.is_(None))
            .where(Appointment.now_start_at >= since)
        )
        for flag_id, visit_id, operative_id in db.session.connection().execute(query):
            audience = feed.operative(operative_id)
            changes += [feed.Change(audience, "flag", flag_id), feed.Change(audience, "visit", visit_id)]
    return changes


def _changes(
    landlord_id: str,
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    keys: Collection[str],
    *,
    since: datetime | None = None,
    ended_too: bool = False,
) -> list[feed.Change]:
    changes: list[feed.Change] = []
    for batch in _batches(keys):
        query = (
            select(Visit.visit_id, Assignment.operative_id)
            .select_from(Appointment)
            .join(Assignment, _same_appointment(Assignment))
            .join(Visit, _same_appointment(Visit))
            .where(Appointment.landlord_id == landlord_id, column.in_(batch))
        )
        if since is not None:
            query = query.where(Appointment.now_start_at >= since)
        if not ended_too:
            query = query.where(Assignment.ended_at.is_(None))
        changes += [
            feed.Change(feed.operative(operative_id), "visit", visit_id)
            for visit_id, operative_id in db.session.connection().execute(query)
        ]
    return changes


def _same_appointment(other: type[Assignment] | type[Visit]) -> ColumnElement[bool]:
    return (other.landlord_id == Appointment.landlord_id) & (other.appointment_id == Appointment.appointment_id)


def _batches(keys: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(keys)
    return [ordered[start : start + _BATCH] for start in range(0, len(ordered), _BATCH)]
