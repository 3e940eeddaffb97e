"""What stands around the visits of a board: how they go, who is on them, their phones, the flags at their doors."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from server.domain.attendance.outcome import NOT_KEPT
from server.domain.notices import NEW_TIME
from server.storage.database import db
from server.storage.tables.devices import Device, DeviceHead, DeviceOperative
from server.storage.tables.notices import Notice
from server.storage.tables.register import Assignment, Flag, Operative
from server.storage.tables.standings import AppointmentStanding
from server.storage.tables.visits import Visit, VisitEvent, VisitState


@dataclass(frozen=True)
class Worker:
    """An operative on a visit, with the number to ring where something is wrong."""

    operative_id: str
    name: str
    mobile: str


@dataclass(frozen=True)
class Phone:
    """How far we hold an operative's phones: the one heard longest ago speaks for them."""

    heard_at: datetime
    is_behind: bool


Workers = dict[str, dict[str, Worker]]


def assigned(landlord_id: str, appointment_ids: Collection[str]) -> Workers:
    """Appointment id -> {operative id: worker} of those assigned now."""
    query = (
        select(Assignment.appointment_id, Operative.operative_id, Operative.full_name, Operative.mobile)
        .join(
            Operative,
            (Operative.landlord_id == Assignment.landlord_id) & (Operative.operative_id == Assignment.operative_id),
        )
        .where(Assignment.landlord_id == landlord_id, Assignment.ended_at.is_(None))
        .where(Assignment.appointment_id.in_(appointment_ids))
        .order_by(Assignment.assigned_at)
    )
    return _by_first(query) if appointment_ids else {}


def recording(landlord_id: str, visit_ids: Collection[str]) -> Workers:
    """Visit id -> {operative id: worker} of those who recorded there; a visit that a phone made has no others."""
    query = (
        select(VisitEvent.visit_id, Operative.operative_id, Operative.full_name, Operative.mobile)
        .distinct()
        .join(
            Operative,
            (Operative.landlord_id == VisitEvent.landlord_id) & (Operative.operative_id == VisitEvent.actor_id),
        )
        .where(VisitEvent.landlord_id == landlord_id, VisitEvent.visit_id.in_(visit_ids))
        .order_by(Operative.full_name)
    )
    return _by_first(query) if visit_ids else {}


def phones(landlord_id: str, operative_ids: Collection[str]) -> dict[str, Phone]:
    query = (
        select(DeviceOperative.operative_id, DeviceHead)
        .join(DeviceHead, DeviceHead.device_id == DeviceOperative.device_id)
        .join(Device, Device.device_id == DeviceOperative.device_id)
        .where(DeviceOperative.landlord_id == landlord_id, DeviceOperative.operative_id.in_(operative_ids))
        .where(Device.revoked_at.is_(None))
        .order_by(DeviceHead.heard_at)
    )
    found: dict[str, Phone] = {}
    # In order of time, so the chain heard last wins: an older epoch of the same phone is history.
    for operative_id, head in db.session.execute(query) if operative_ids else ():
        found[operative_id] = Phone(head.heard_at, head.acked_seq < head.head_seq)
    return found


def newest_visits(
    landlord_id: str, appointment_ids: Collection[str]
) -> dict[str, tuple[str, dict[str, object] | None]]:
    """Appointment id -> its newest visit and how that stands; visit ids are UUIDv7, so the greatest is the newest.

    The landlord is compared here: beside it in the query, SQLite would walk all the landlord's visits instead.
    """
    query = (
        select(Visit.landlord_id, Visit.appointment_id, Visit.visit_id, VisitState.state)
        .outerjoin(VisitState, VisitState.visit_id == Visit.visit_id)
        .where(Visit.appointment_id.in_(appointment_ids))
        .order_by(Visit.visit_id)
    )
    rows = db.session.execute(query) if appointment_ids else ()
    return {str(appointment): (visit_id, state) for owner, appointment, visit_id, state in rows if owner == landlord_id}


def new_times_sent(landlord_id: str, appointment_ids: Collection[str]) -> dict[str, datetime]:
    """Appointment id -> the last moment of the new time that a text told; one that never left tells nothing."""
    until = func.coalesce(Notice.new_end_at, Notice.new_start_at)
    query = select(Notice.appointment_id, until).where(
        Notice.landlord_id == landlord_id,
        Notice.template == NEW_TIME,
        Notice.sent_at.is_not(None),
        Notice.state.in_(("sent", "delivered")),
        Notice.appointment_id.in_(appointment_ids),
        until.is_not(None),
    )
    rows = db.session.execute(query.order_by(Notice.sent_at)) if appointment_ids else ()
    return {appointment: told_until for appointment, told_until in rows if appointment}


def not_kept(landlord_id: str, appointment_ids: Collection[str]) -> dict[str, str]:
    """Appointment id -> the code of its reason, where it stands as not kept after the newest assessment."""
    query = select(AppointmentStanding.appointment_id, AppointmentStanding.code).where(
        AppointmentStanding.landlord_id == landlord_id,
        AppointmentStanding.appointment_id.in_(appointment_ids),
        AppointmentStanding.result == NOT_KEPT,
    )
    return {row[0]: row[1] for row in db.session.execute(query)} if appointment_ids else {}


class Flags:
    """The flags in force at some homes and about some people."""

    def __init__(self, rows: list[Any], landlord_id: str) -> None:
        uprns = {row.uprn for row in rows if row.uprn}
        people = {row.person_id for row in rows if row.person_id}
        query = select(Flag.flag_id, Flag.uprn, Flag.person_id).where(
            Flag.landlord_id == landlord_id,
            Flag.ended_on.is_(None),
            or_(Flag.uprn.in_(uprns), Flag.person_id.in_(people)),
        )
        self._by_home: dict[str, set[str]] = {}
        self._by_person: dict[str, set[str]] = {}
        for flag in db.session.execute(query) if rows else ():
            self._by_home.setdefault(flag.uprn or "", set()).add(flag.flag_id)
            self._by_person.setdefault(flag.person_id or "", set()).add(flag.flag_id)

    def of(self, row: Any) -> int:
        """How many are about this home or this person."""
        home = self._by_home.get(row.uprn, set()) if row.uprn else set()
        return len(home | (self._by_person.get(row.person_id, set()) if row.person_id else set()))


def _by_first(query: Any) -> Workers:
    found: Workers = {}
    for where, operative_id, name, mobile in db.session.execute(query):
        found.setdefault(where, {})[operative_id] = Worker(operative_id, name, mobile)
    return found
