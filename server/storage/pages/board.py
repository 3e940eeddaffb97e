"""The day's work as the board shows it: a fixed number of queries, however many visits the day has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select

from server.domain.viewing import Viewer
from server.storage.cases import cases
from server.storage.database import db
from server.storage.pages import board_people, board_times
from server.storage.pages.board_people import Phone, Worker
from server.storage.pages.own_work import own_work
from server.storage.pages.typed_places import typed_places
from server.storage.safety.alarms import OpenAlarm, open_in_earnest
from server.storage.tables.register import Appointment, Firm, Home, Repair
from server.storage.tables.visits import Visit, VisitEvent, VisitState


@dataclass(frozen=True)
class BoardVisit:
    """One appointment of the day with its newest visit; `appointment_id` is empty for a visit a phone made.

    `told_until_at` is the end of the new time that a text told the tenant, where one has left. `latest` is the
    record of how far the visit has got, with its bounds; `due_at` when each one's timer ends, by our clock.
    `alarms` are those that a person has still to close; `missed_as` is why it stands as not kept, where it does.
    """

    appointment_id: str
    visit_id: str | None
    starts_at: datetime
    ends_at: datetime | None
    is_exact: bool
    address: str
    trade: str
    firm_id: str
    firm_name: str
    firm_phone: str
    kind: str
    people_required: int
    appointment_status: str
    state: Mapping[str, Any] | None
    workers: tuple[Worker, ...]
    phones: tuple[Phone, ...]
    flags: int
    not_kept_before: int
    told_until_at: datetime | None
    latest: VisitEvent | None = None
    due_at: Mapping[str, datetime] = field(default_factory=dict)
    alarms: tuple[OpenAlarm, ...] = ()
    missed_as: str | None = None


@dataclass(frozen=True)
class Asked:
    """Which part of which day is asked for; `from_at` and `to_at` are the day's London midnights.

    `area` is the first half of a postcode, such as IP33.
    """

    from_at: datetime
    to_at: datetime
    firm_id: str = ""
    trade: str = ""
    area: str = ""

    @property
    def is_part(self) -> bool:
        return bool(self.firm_id or self.trade or self.area)


@dataclass(frozen=True)
class Choices:
    """What the board can be filtered by: firms as (id, name)."""

    firms: list[tuple[str, str]]
    trades: list[str]
    areas: list[str]


def visits_of_day(viewer: Viewer, asked: Asked) -> list[BoardVisit]:
    """The day's appointments in order of time, then visits that phones made without one."""
    planned, unplanned = _appointments(viewer, asked), _made_by_phones(viewer, asked)
    workers = board_people.assigned(viewer.landlord_id, {row.appointment_id for row in planned})
    workers |= board_people.recording(viewer.landlord_id, {row.visit_id for row in unplanned})
    rows = [*planned, *unplanned]
    promised = {row.appointment_id for row in planned}
    known = _Around(
        phones=board_people.phones(viewer.landlord_id, {one for people in workers.values() for one in people}),
        flags=board_people.Flags(rows, viewer.landlord_id),
        missed=cases.not_kept_counts(viewer.landlord_id, promised),
        told=board_people.new_times_sent(viewer.landlord_id, promised),
        visits=board_people.newest_visits(viewer.landlord_id, promised),
        times=board_times.Times(),
        alarms=open_in_earnest(viewer),
        not_kept=board_people.not_kept(viewer.landlord_id, promised),
        places=typed_places(viewer.landlord_id, {row.visit_id for row in unplanned if not row.address_line_1}),
    )
    standing = [*known.visits.values(), *((row.visit_id, row.state) for row in unplanned)]
    known.times.look_up([(visit_id, state) for visit_id, state in standing if state])
    return [_board_visit(row, _of(row, workers), known) for row in rows]


def choices(viewer: Viewer) -> Choices:
    """Only what this person may see, as far as firms are concerned."""
    firms = db.session.execute(select(Firm.firm_id, Firm.name).where(*own_work(viewer, Firm)).order_by(Firm.name))
    trades = db.session.scalars(
        select(Repair.trade).where(Repair.landlord_id == viewer.landlord_id, Repair.trade != "").distinct()
    )
    areas = db.session.scalars(select(_area()).where(Home.landlord_id == viewer.landlord_id).distinct())
    return Choices([(firm_id, name) for firm_id, name in firms], sorted(trades), sorted(one for one in areas if one))


def _area() -> Any:
    """The first half of a home's postcode: the second half has three letters and is written after a space."""
    return func.trim(func.substr(Home.postcode, 1, func.length(Home.postcode) - 3))


def _appointments(viewer: Viewer, asked: Asked) -> list[Any]:
    query = (
        _with_everything_around()
        .where(*own_work(viewer, Appointment))
        .where(Appointment.now_start_at >= asked.from_at, Appointment.now_start_at < asked.to_at)
        .order_by(Appointment.now_start_at, Appointment.appointment_id)
    )
    if asked.trade:
        query = query.where(Repair.trade == asked.trade)
    return list(db.session.execute(_of_firm_and_area(query, asked, Appointment.firm_id)))


def _of_firm_and_area(query: Any, asked: Asked, firm: Any) -> Any:
    if asked.firm_id:
        query = query.where(firm == asked.firm_id)
    return query.where(_area() == asked.area) if asked.area else query


def _with_everything_around() -> Any:
    """Appointments with home, repair and firm."""
    columns = (
        Appointment.appointment_id,
        Appointment.now_start_at.label("starts_at"),
        Appointment.now_end_at.label("ends_at"),
        Appointment.uprn,
        Appointment.person_id,
        Home.address_line_1,
        Repair.trade,
        Appointment.firm_id,
        Firm.name.label("firm_name"),
        Firm.phone.label("firm_phone"),
        Appointment.kind,
        Appointment.people_required,
        Appointment.status,
    )
    landlord = Appointment.landlord_id
    return (
        select(*columns)
        .join(Home, (Home.landlord_id == landlord) & (Home.uprn == Appointment.uprn))
        .join(Repair, (Repair.landlord_id == landlord) & (Repair.job_number == Appointment.job_number))
        .outerjoin(Firm, (Firm.landlord_id == landlord) & (Firm.firm_id == Appointment.firm_id))
    )


def _made_by_phones(viewer: Viewer, asked: Asked) -> list[Any]:
    """Unplanned work has no trade, so a trade filter leaves it out."""
    if asked.trade:
        return []
    query = (
        select(
            literal("").label("appointment_id"),
            Visit.made_at.label("starts_at"),
            Visit.made_at.label("ends_at"),
            Visit.uprn,
            literal("").label("person_id"),
            Home.address_line_1,
            literal("").label("trade"),
            Visit.firm_id,
            Firm.name.label("firm_name"),
            Firm.phone.label("firm_phone"),
            literal("unplanned").label("kind"),
            literal(1).label("people_required"),
            literal("booked").label("status"),
            Visit.visit_id,
            VisitState.state,
        )
        .outerjoin(Home, (Home.landlord_id == Visit.landlord_id) & (Home.uprn == Visit.uprn))
        .outerjoin(Firm, (Firm.landlord_id == Visit.landlord_id) & (Firm.firm_id == Visit.firm_id))
        .outerjoin(VisitState, VisitState.visit_id == Visit.visit_id)
        .where(*own_work(viewer, Visit), Visit.appointment_id.is_(None))
        .where(Visit.made_at >= asked.from_at, Visit.made_at < asked.to_at)
        .order_by(Visit.made_at)
    )
    return list(db.session.execute(_of_firm_and_area(query, asked, Visit.firm_id)))


def _of(row: Any, workers: board_people.Workers) -> Mapping[str, Worker]:
    return workers.get(row.appointment_id or row.visit_id, {})


@dataclass(frozen=True)
class _Around:
    """What was looked up for all visits at once."""

    phones: Mapping[str, Phone]
    flags: board_people.Flags
    missed: Mapping[str, int]
    told: Mapping[str, datetime]
    visits: Mapping[str, tuple[str, Mapping[str, Any] | None]]
    times: board_times.Times
    alarms: Sequence[OpenAlarm]
    not_kept: Mapping[str, str]
    places: Mapping[str, str]


def _board_visit(row: Any, workers: Mapping[str, Worker], around: _Around) -> BoardVisit:
    known = (around.phones.get(operative_id) for operative_id in workers)
    visit_id, state = (
        around.visits.get(row.appointment_id, (None, None)) if row.appointment_id else (row.visit_id, row.state)
    )
    return BoardVisit(
        appointment_id=row.appointment_id,
        visit_id=visit_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_exact=row.ends_at is None,
        address=row.address_line_1 or around.places.get(visit_id or "", "Address not known yet"),
        trade=row.trade,
        firm_id=row.firm_id,
        firm_name=row.firm_name or row.firm_id,
        firm_phone=row.firm_phone or "",
        kind=row.kind,
        people_required=row.people_required,
        appointment_status=row.status,
        state=state,
        workers=tuple(workers.values()),
        phones=tuple(phone for phone in known if phone is not None),
        flags=around.flags.of(row),
        not_kept_before=around.missed.get(row.appointment_id, 0),
        told_until_at=around.told.get(row.appointment_id),
        latest=around.times.latest(state),
        due_at=around.times.due_at(visit_id),
        alarms=_alarms_of(visit_id, state, around.alarms),
        missed_as=around.not_kept.get(row.appointment_id),
    )


def _alarms_of(
    visit_id: str | None, state: Mapping[str, Any] | None, alarms: Sequence[OpenAlarm]
) -> tuple[OpenAlarm, ...]:
    """A call whose record was set apart at first has an alarm without its visit; its event says where it belongs."""
    calls = {f"event:{call.get('event_id')}" for call in (state or {}).get("alarms") or []}
    return tuple(one for one in alarms if one.cause in calls or (visit_id is not None and one.visit_id == visit_id))
