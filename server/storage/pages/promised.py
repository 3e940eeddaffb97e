"""Appointments as pages name them: when, by which firm, and the visit behind which their evidence stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from server.storage.database import db
from server.storage.people import users
from server.storage.tables.register import Appointment
from server.storage.tables.visits import Visit


@dataclass(frozen=True)
class Promised:
    """One appointment; `visit_id` is its newest visit, None where nothing was recorded."""

    appointment_id: str
    starts_at: datetime | None
    ends_at: datetime | None
    firm_name: str
    visit_id: str | None


def promised(landlord_id: str, appointments: Sequence[Appointment]) -> dict[str, Promised]:
    """The appointments by their ids, in the order given."""
    visits = _newest_visits(landlord_id, [one.appointment_id for one in appointments])
    firms = users.firm_names(landlord_id)
    return {
        one.appointment_id: Promised(
            one.appointment_id,
            one.slot_start_at,
            one.slot_end_at,
            firms.get(one.firm_id, one.firm_id),
            visits.get(one.appointment_id),
        )
        for one in appointments
    }


def _newest_visits(landlord_id: str, names: Sequence[str]) -> dict[str, str]:
    query = (
        select(Visit.appointment_id, func.max(Visit.visit_id))
        .where(Visit.landlord_id == landlord_id, Visit.appointment_id.in_(names))
        .group_by(Visit.appointment_id)
    )
    return {str(row[0]): row[1] for row in db.session.execute(query)}
