"""Which appointments the daily rounds have still to see to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.engine import Connection

from server.domain.notices import BOOKED, FEEDBACK, MOVED, NEW_TIME, PLANNED, REMINDER
from server.storage.tables.notices import Notice
from server.storage.tables.register import Appointment
from server.storage.tables.standings import AppointmentStanding

_NAMES_A_TIME = (BOOKED, PLANNED, MOVED, NEW_TIME)
_LEFT = ("queued", "sending", "sent", "delivered")


@dataclass(frozen=True)
class Coming:
    """A visit that is near; `told_at` is when its tenant was last told of a time, by whatever notice."""

    appointment_id: str
    starts_at: datetime
    ends_at: datetime | None
    told_at: datetime | None


def without_reminder(
    connection: Connection, landlord_id: str, after: datetime, before: datetime, limit: int
) -> Sequence[Coming]:
    """Booked appointments in this stretch whose time no reminder was made for, the nearest first."""
    told = (
        select(func.max(func.coalesce(Notice.sent_at, Notice.queued_at)))
        .where(_about(Appointment), Notice.kind.in_(_NAMES_A_TIME), Notice.state.in_(_LEFT))
        .scalar_subquery()
    )
    reminded = exists().where(_about(Appointment), Notice.kind == REMINDER, Notice.about_at == Appointment.now_start_at)
    query = (
        select(Appointment.appointment_id, Appointment.now_start_at, Appointment.now_end_at, told)
        .where(
            Appointment.landlord_id == landlord_id,
            Appointment.status == "booked",
            Appointment.agreed_with_tenant,
            Appointment.now_start_at > after,
            Appointment.now_start_at <= before,
            ~reminded,
        )
        .order_by(Appointment.now_start_at, Appointment.appointment_id)
        .limit(limit)
    )
    return [Coming(*row) for row in connection.execute(query) if row[1] is not None]  # type: ignore[arg-type]


def without_feedback(
    connection: Connection, landlord_id: str, after: datetime, before: datetime, limit: int
) -> Sequence[tuple[str, datetime]]:
    """Appointments that the rule found kept in this stretch and that nobody was asked about, with their late edge."""
    asked = exists().where(_about(AppointmentStanding), Notice.kind == FEEDBACK)
    query = (
        select(AppointmentStanding.appointment_id, AppointmentStanding.late_edge_at)
        .where(
            AppointmentStanding.landlord_id == landlord_id,
            AppointmentStanding.result == "kept",
            AppointmentStanding.late_edge_at > after,
            AppointmentStanding.late_edge_at <= before,
            ~asked,
        )
        .order_by(AppointmentStanding.late_edge_at, AppointmentStanding.appointment_id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in connection.execute(query) if row[1] is not None]


def _about(table: Any) -> ColumnElement[bool]:
    return and_(Notice.landlord_id == table.landlord_id, Notice.appointment_id == table.appointment_id)
