"""The day's plan as far as lone working needs it: whose visits may want watching, and until when they should be out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.engine import Connection

from server.storage.safety.flags_in_force import in_force
from server.storage.tables.devices import Device, DeviceOperative
from server.storage.tables.register import Appointment, Assignment, Flag, Person
from server.storage.tables.safety import Watch
from server.storage.tables.visits import Visit


@dataclass(frozen=True)
class PlannedVisit:
    """One operative's visit of the day; `flag_minutes` are those that the home's flags ask for."""

    visit_id: str
    operative_id: str
    firm_id: str
    uprn: str
    kind: str
    ends_at: datetime


def of_day(connection: Connection, landlord_id: str, start: datetime, end: datetime) -> list[PlannedVisit]:
    """The visits of the day whose operatives have a phone and that nobody watches yet."""
    query = (
        select(Visit.visit_id, Assignment.operative_id, Appointment.firm_id, Appointment.uprn, Appointment.kind)
        .add_columns(func.coalesce(Appointment.now_end_at, Appointment.now_start_at))
        .join(Appointment, _of_appointment(Visit))
        .join(Assignment, and_(_of_appointment(Assignment), Assignment.ended_at.is_(None)))
        .outerjoin(Watch, and_(Watch.visit_id == Visit.visit_id, Watch.operative_id == Assignment.operative_id))
        .where(Appointment.landlord_id == landlord_id, Appointment.status == "booked", Watch.visit_id.is_(None))
        .where(Appointment.now_start_at >= start, Appointment.now_start_at < end, Visit.made_by == "server")
        .where(_has_phone())
    )
    return [PlannedVisit(*row) for row in connection.execute(query)]


def changed(connection: Connection, landlord_id: str) -> list[Any]:
    """Open planned watches, with the appointment as it stands now and whether the operative still is put on it."""
    put_on = exists().where(
        _of_appointment(Assignment), Assignment.operative_id == Watch.operative_id, Assignment.ended_at.is_(None)
    )
    query = (
        select(Watch.visit_id, Watch.operative_id, Watch.due_at, Watch.minutes, Appointment.status)
        .add_columns(func.coalesce(Appointment.now_end_at, Appointment.now_start_at).label("ends_at"))
        .add_columns(put_on.label("put_on"))
        .join(Visit, Visit.visit_id == Watch.visit_id)
        .join(Appointment, _of_appointment(Visit))
        .where(Watch.landlord_id == landlord_id, Watch.source == "plan", Watch.look_at.is_not(None))
    )
    return list(connection.execute(query))


def flag_minutes(
    connection: Connection, landlord_id: str, uprns: Collection[str], today: date
) -> dict[str, dict[str, int | None]]:
    """By home: the flags in force there, each with its own timer's minutes or None."""
    home = func.coalesce(Person.uprn, Flag.uprn)
    query = (
        select(Flag.flag_id, Flag.timer_minutes, home)
        .outerjoin(Person, and_(Person.landlord_id == Flag.landlord_id, Person.person_id == Flag.person_id))
        .where(Flag.landlord_id == landlord_id, home.in_(uprns), in_force(today))
    )
    found: dict[str, dict[str, int | None]] = {}
    for flag_id, minutes, uprn in connection.execute(query) if uprns else ():
        found.setdefault(uprn, {})[flag_id] = minutes
    return found


def _of_appointment(table: Any) -> Any:
    return and_(Appointment.landlord_id == table.landlord_id, Appointment.appointment_id == table.appointment_id)


def _has_phone() -> Any:
    return exists().where(
        DeviceOperative.landlord_id == Assignment.landlord_id,
        DeviceOperative.operative_id == Assignment.operative_id,
        Device.device_id == DeviceOperative.device_id,
        Device.revoked_at.is_(None),
    )
