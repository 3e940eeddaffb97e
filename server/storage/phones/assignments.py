"""Who is put on which appointment, and the one visit that the server makes for an assigned appointment."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, update
from uuid_utils.compat import uuid7

from server.storage.database import db
from server.storage.tables.register import Appointment, Assignment
from server.storage.tables.visits import Visit

ASSIGNMENTS = cast(Table, Assignment.__table__)
VISITS = cast(Table, Visit.__table__)


def assign(landlord_id: str, wanted: Mapping[str, Collection[str]], *, at: datetime) -> set[tuple[str, str]]:
    """Make the operatives of each appointment the wanted ones; ended rows stay.

    Returns (appointment, operative) for every one put on or taken off.
    """
    current = current_operatives(landlord_id, wanted.keys())
    on = {(key, one) for key, operatives in wanted.items() for one in operatives} - current.keys()
    off = {pair for pair in current if pair[1] not in wanted[pair[0]]}
    connection = db.session.connection()
    if off:
        ended = [current[pair] for pair in off]
        connection.execute(update(ASSIGNMENTS).where(ASSIGNMENTS.c.assignment_id.in_(ended)).values(ended_at=at))
    if on:
        connection.execute(ASSIGNMENTS.insert(), [_assignment(landlord_id, pair, at) for pair in sorted(on)])
    return on | off


def current_operatives(landlord_id: str, appointments: Collection[str]) -> dict[tuple[str, str], str]:
    """(appointment, operative) -> assignment id, for the assignments in force."""
    query = select(ASSIGNMENTS.c.appointment_id, ASSIGNMENTS.c.operative_id, ASSIGNMENTS.c.assignment_id).where(
        ASSIGNMENTS.c.landlord_id == landlord_id,
        ASSIGNMENTS.c.appointment_id.in_(appointments),
        ASSIGNMENTS.c.ended_at.is_(None),
    )
    return {(key, operative): row_id for key, operative, row_id in db.session.connection().execute(query)}


def make_visits(landlord_id: str, appointments: Collection[str], *, at: datetime) -> list[str]:
    """One visit for each of these appointments that is booked, assigned and has none yet; returns the new ids."""
    made = select(VISITS.c.appointment_id).where(
        VISITS.c.landlord_id == landlord_id, VISITS.c.appointment_id.in_(appointments)
    )
    assigned = select(ASSIGNMENTS.c.appointment_id).where(
        ASSIGNMENTS.c.landlord_id == landlord_id,
        ASSIGNMENTS.c.appointment_id.in_(appointments),
        ASSIGNMENTS.c.ended_at.is_(None),
    )
    query = select(Appointment.appointment_id, Appointment.firm_id, Appointment.uprn).where(
        Appointment.landlord_id == landlord_id,
        Appointment.status == "booked",
        Appointment.appointment_id.in_(assigned),
        Appointment.appointment_id.not_in(made),
    )
    rows = [_visit(landlord_id, at, *row) for row in db.session.connection().execute(query)]
    if rows:
        db.session.connection().execute(VISITS.insert(), rows)
    return [str(row["visit_id"]) for row in rows]


def _assignment(landlord_id: str, pair: tuple[str, str], at: datetime) -> dict[str, object]:
    return {
        "assignment_id": str(uuid7()),
        "landlord_id": landlord_id,
        "appointment_id": pair[0],
        "operative_id": pair[1],
        "assigned_at": at,
    }


def _visit(landlord_id: str, at: datetime, appointment_id: str, firm_id: str, uprn: str) -> dict[str, object]:
    return {
        "visit_id": str(uuid7()),
        "landlord_id": landlord_id,
        "appointment_id": appointment_id,
        "firm_id": firm_id,
        "uprn": uprn,
        "made_by": "server",
        "made_at": at,
        "visit_code": f"{secrets.randbelow(10_000):04d}",
    }
