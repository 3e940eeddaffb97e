"""The day's work as the board shows it: a fixed number of queries, however many visits the day has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import aliased

from server.domain.viewing import Viewer
from server.storage.cases import cases
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.devices import Device, DeviceHead, DeviceOperative
from server.storage.tables.register import Appointment, Assignment, Firm, Flag, Home, Operative, Repair
from server.storage.tables.visits import Visit, VisitState


@dataclass(frozen=True)
class Phone:
    """How far we hold an operative's phones: the one heard longest ago speaks for them."""

    heard_at: datetime
    is_behind: bool


@dataclass(frozen=True)
class BoardVisit:
    """One appointment of the day with its newest visit; `appointment_id` is empty for a visit a phone made."""

    appointment_id: str
    visit_id: str | None
    starts_at: datetime
    ends_at: datetime | None
    is_exact: bool
    address: str
    trade: str
    firm_id: str
    firm_name: str
    kind: str
    people_required: int
    appointment_status: str
    state: Mapping[str, Any] | None
    operatives: tuple[str, ...]
    phones: tuple[Phone, ...]
    flags: int
    not_kept_before: int


@dataclass(frozen=True)
class Asked:
    """Which part of which day is asked for; `from_at` and `to_at` are the day's London midnights."""

    from_at: datetime
    to_at: datetime
    firm_id: str = ""
    trade: str = ""


def visits_of_day(viewer: Viewer, asked: Asked) -> list[BoardVisit]:
    """The day's appointments in order of time, then visits that phones made without one."""
    rows = [*_appointments(viewer, asked), *_made_by_phones(viewer, asked)]
    assigned = _assigned(viewer.landlord_id, {row.appointment_id for row in rows if row.appointment_id})
    phones = _phones(viewer.landlord_id, {operative for people in assigned.values() for operative in people})
    flags = _Flags(rows, viewer.landlord_id)
    missed = cases.not_kept_counts(viewer.landlord_id, [row.appointment_id for row in rows if row.appointment_id])
    return [_board_visit(row, assigned.get(row.appointment_id, {}), phones, (flags.of(row), missed)) for row in rows]


def choices(viewer: Viewer) -> tuple[list[tuple[str, str]], list[str]]:
    """What the board can be filtered by: firms (id, name) and trades, as far as this person may see them."""
    firms = db.session.execute(select(Firm.firm_id, Firm.name).where(*own_work(viewer, Firm)).order_by(Firm.name))
    trades = db.session.scalars(
        select(Repair.trade).where(Repair.landlord_id == viewer.landlord_id, Repair.trade != "").distinct()
    )
    return [(firm_id, name) for firm_id, name in firms], sorted(trades)


def _appointments(viewer: Viewer, asked: Asked) -> list[Any]:
    query = (
        _with_everything_around()
        .where(*own_work(viewer, Appointment))
        .where(Appointment.now_start_at >= asked.from_at, Appointment.now_start_at < asked.to_at)
        .order_by(Appointment.now_start_at, Appointment.appointment_id)
    )
    if asked.firm_id:
        query = query.where(Appointment.firm_id == asked.firm_id)
    if asked.trade:
        query = query.where(Repair.trade == asked.trade)
    return list(db.session.execute(query))


def _with_everything_around() -> Any:
    """Appointments with home, repair, firm, their newest visit and how it stands."""
    columns = (
        Appointment.appointment_id,
        Visit.visit_id,
        Appointment.now_start_at.label("starts_at"),
        Appointment.now_end_at.label("ends_at"),
        Appointment.uprn,
        Appointment.person_id,
        Home.address_line_1,
        Repair.trade,
        Appointment.firm_id,
        Firm.name.label("firm_name"),
        Appointment.kind,
        Appointment.people_required,
        Appointment.status,
        VisitState.state,
    )
    landlord = Appointment.landlord_id
    return (
        select(*columns)
        .join(Home, (Home.landlord_id == landlord) & (Home.uprn == Appointment.uprn))
        .join(Repair, (Repair.landlord_id == landlord) & (Repair.job_number == Appointment.job_number))
        .outerjoin(Firm, (Firm.landlord_id == landlord) & (Firm.firm_id == Appointment.firm_id))
        .outerjoin(Visit, (Visit.landlord_id == landlord) & (Visit.visit_id == _newest_visit()))
        .outerjoin(VisitState, VisitState.visit_id == Visit.visit_id)
    )


def _newest_visit() -> Any:
    """Visit ids are UUIDv7, so the greatest is the newest."""
    other = aliased(Visit)
    return (
        select(func.max(other.visit_id))
        .where(other.landlord_id == Appointment.landlord_id, other.appointment_id == Appointment.appointment_id)
        .correlate(Appointment)
        .scalar_subquery()
    )


def _made_by_phones(viewer: Viewer, asked: Asked) -> list[Any]:
    """Unplanned work has no trade, so a trade filter leaves it out."""
    if asked.trade:
        return []
    query = (
        select(
            func.coalesce(Visit.appointment_id, "").label("appointment_id"),
            Visit.visit_id,
            Visit.made_at.label("starts_at"),
            Visit.made_at.label("ends_at"),
            Visit.uprn,
            literal("").label("person_id"),
            Home.address_line_1,
            literal("").label("trade"),
            Visit.firm_id,
            Firm.name.label("firm_name"),
            literal("unplanned").label("kind"),
            literal(1).label("people_required"),
            literal("booked").label("status"),
            VisitState.state,
        )
        .outerjoin(Home, (Home.landlord_id == Visit.landlord_id) & (Home.uprn == Visit.uprn))
        .outerjoin(Firm, (Firm.landlord_id == Visit.landlord_id) & (Firm.firm_id == Visit.firm_id))
        .outerjoin(VisitState, VisitState.visit_id == Visit.visit_id)
        .where(*own_work(viewer, Visit), Visit.appointment_id.is_(None))
        .where(Visit.made_at >= asked.from_at, Visit.made_at < asked.to_at)
        .order_by(Visit.made_at)
    )
    if asked.firm_id:
        query = query.where(Visit.firm_id == asked.firm_id)
    return list(db.session.execute(query))


def _assigned(landlord_id: str, appointment_ids: set[str]) -> dict[str, dict[str, str]]:
    """Appointment id -> {operative id: name} of those assigned now."""
    query = (
        select(Assignment.appointment_id, Operative.operative_id, Operative.full_name)
        .join(
            Operative,
            (Operative.landlord_id == Assignment.landlord_id) & (Operative.operative_id == Assignment.operative_id),
        )
        .where(Assignment.landlord_id == landlord_id, Assignment.ended_at.is_(None))
        .where(Assignment.appointment_id.in_(appointment_ids))
        .order_by(Assignment.assigned_at)
    )
    found: dict[str, dict[str, str]] = {}
    for appointment_id, operative_id, name in db.session.execute(query) if appointment_ids else ():
        found.setdefault(appointment_id, {})[operative_id] = name
    return found


def _phones(landlord_id: str, operative_ids: set[str]) -> dict[str, Phone]:
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


class _Flags:
    """The flags in force at some homes and about some people."""

    def __init__(self, rows: list[Any], landlord_id: str) -> None:
        uprns = {row.uprn for row in rows if row.uprn}
        people = {row.person_id for row in rows if row.person_id}
        query = select(Flag.flag_id, Flag.uprn, Flag.person_id).where(
            Flag.landlord_id == landlord_id,
            Flag.ended_on.is_(None),
            or_(Flag.uprn.in_(uprns), Flag.person_id.in_(people)),
        )
        self._flags = list(db.session.execute(query)) if rows else []

    def of(self, row: Any) -> int:
        """How many are about this home or this person."""
        about = [
            flag
            for flag in self._flags
            if (row.uprn and flag.uprn == row.uprn) or (row.person_id and flag.person_id == row.person_id)
        ]
        return len(about)


def _board_visit(
    row: Any,
    people: Mapping[str, str],
    phones: Mapping[str, Phone],
    counts: tuple[int, Mapping[str, int]],
) -> BoardVisit:
    flags, missed = counts
    known: Iterable[Phone | None] = (phones.get(operative_id) for operative_id in people)
    return BoardVisit(
        appointment_id=row.appointment_id,
        visit_id=row.visit_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_exact=row.ends_at is None,
        address=row.address_line_1 or "Address not known yet",
        trade=row.trade,
        firm_id=row.firm_id,
        firm_name=row.firm_name or row.firm_id,
        kind=row.kind,
        people_required=row.people_required,
        appointment_status=row.status,
        state=row.state,
        operatives=tuple(people.values()),
        phones=tuple(phone for phone in known if phone is not None),
        flags=flags,
        not_kept_before=missed.get(row.appointment_id, 0),
    )
