"""Appointments and what was said about them. Changes, disputes and rulings are appended."""

from typing import cast

from sqlalchemy import CursorResult, func, select, update

from server.domain.errors import DoorstepError
from server.storage.database import db
from server.storage.tables.register import Appointment, AppointmentChange
from server.storage.tables.standings import AppointmentDispute, SilenceRuling


def get(landlord_id: str, appointment_id: str) -> Appointment:
    found = db.session.get(Appointment, (landlord_id, appointment_id))
    if found is None:
        raise DoorstepError("not_found", "There is no such appointment.")
    return found


def fresh(row: Appointment) -> Appointment:
    """The row as it stands now, read again."""
    db.session.refresh(row)
    return row


def take_rev(landlord_id: str, appointment_id: str, rev: int) -> bool:
    """Raise the row's `rev` where it still is this one; False where somebody was first."""
    statement = (
        update(Appointment)
        .where(
            Appointment.landlord_id == landlord_id,
            Appointment.appointment_id == appointment_id,
            Appointment.rev == rev,
        )
        .values(rev=rev + 1)
    )
    return cast(CursorResult[None], db.session.execute(statement)).rowcount == 1


def next_position(landlord_id: str, appointment_id: str) -> int:
    query = select(func.coalesce(func.max(AppointmentChange.position), 0)).where(
        AppointmentChange.landlord_id == landlord_id, AppointmentChange.appointment_id == appointment_id
    )
    return int(db.session.scalar(query) or 0) + 1


def add_change(change: AppointmentChange) -> None:
    db.session.add(change)


def changes_of(landlord_id: str, appointment_id: str) -> list[AppointmentChange]:
    query = (
        select(AppointmentChange)
        .where(AppointmentChange.landlord_id == landlord_id, AppointmentChange.appointment_id == appointment_id)
        .order_by(AppointmentChange.position)
    )
    return list(db.session.scalars(query))


def add_dispute(dispute: AppointmentDispute) -> None:
    db.session.add(dispute)


def add_silence_ruling(ruling: SilenceRuling) -> None:
    db.session.add(ruling)
