"""What a phone may show, as it stands now: an operative's visits, the flags on them, who they are, the settings."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Date, Select, Table, and_, bindparam, exists, func, or_, select
from sqlalchemy.engine import Connection

from server.storage.phones import text_takers
from server.storage.prepared import Prepared
from server.storage.safety.flags_in_force import in_force
from server.storage.tables.booking import OfficeChange
from server.storage.tables.register import (
    Appointment,
    AppointmentChange,
    Assignment,
    Firm,
    Flag,
    Home,
    Landlord,
    Operative,
    Person,
    Repair,
)
from server.storage.tables.visits import Report, Visit, VisitState

VISITS = cast(Table, Visit.__table__)
APPOINTMENTS = cast(Table, Appointment.__table__)
ASSIGNMENTS = cast(Table, Assignment.__table__)
REPAIRS = cast(Table, Repair.__table__)
HOMES = cast(Table, Home.__table__)
PEOPLE = cast(Table, Person.__table__)
FIRMS = cast(Table, Firm.__table__)
FLAGS = cast(Table, Flag.__table__)
CHANGES = cast(Table, AppointmentChange.__table__)
ACTS = cast(Table, OfficeChange.__table__)
OPERATIVES = cast(Table, Operative.__table__)
STATES = cast(Table, VisitState.__table__)
LANDLORDS = cast(Table, Landlord.__table__)
REPORTS = cast(Table, Report.__table__)

Span = tuple[datetime, datetime]

# A booked emergency without a time is due now.
_UNTIMED = and_(APPOINTMENTS.c.now_start_at.is_(None), APPOINTMENTS.c.status == "booked")


_MINE = ASSIGNMENTS.c.operative_id.in_(bindparam("operatives", expanding=True))
_IS_PUT_ON = exists().where(
    ASSIGNMENTS.c.landlord_id == APPOINTMENTS.c.landlord_id,
    ASSIGNMENTS.c.appointment_id == APPOINTMENTS.c.appointment_id,
    _MINE,
    ASSIGNMENTS.c.ended_at.is_(None),
)
_APPOINTED: Any = bindparam("appointments", expanding=True)


def _same_appointment(other: Table) -> Any:
    return and_(
        APPOINTMENTS.c.landlord_id == other.c.landlord_id, APPOINTMENTS.c.appointment_id == other.c.appointment_id
    )


def _visit_columns() -> Select[Any]:
    a, h, p = APPOINTMENTS.c, HOMES.c, PEOPLE.c
    return (
        select(
            *(VISITS.c.visit_id, VISITS.c.visit_code, a.appointment_id, a.job_number, REPAIRS.c.repair_root),
            *(a.kind, REPAIRS.c.trade, REPAIRS.c.description, a.now_start_at, a.now_end_at, a.people_required),
            *(a.status, h.uprn, h.address_line_1, h.address_line_2, h.address_line_3, h.town, h.postcode),
            *(h.access_note, a.person_id, p.title, p.first_name, p.last_name, p.mobile, p.landline, p.language),
            *(p.interpreter, p.needs_what_to_do, FIRMS.c.name.label("firm_name"), FIRMS.c.phone),
            *(FIRMS.c.out_of_hours_phone, *text_takers.COLUMNS),
        )
        .select_from(VISITS)
        .join(APPOINTMENTS, _same_appointment(VISITS))
        .join(REPAIRS, and_(REPAIRS.c.landlord_id == a.landlord_id, REPAIRS.c.job_number == a.job_number))
        .join(HOMES, and_(h.landlord_id == a.landlord_id, h.uprn == a.uprn))
        .join(FIRMS, and_(FIRMS.c.landlord_id == a.landlord_id, FIRMS.c.firm_id == a.firm_id))
        .outerjoin(PEOPLE, and_(p.landlord_id == a.landlord_id, p.person_id == a.person_id))
    )


_VISITS = Prepared(
    _visit_columns()
    .where(
        VISITS.c.landlord_id == bindparam("landlord"),
        VISITS.c.visit_id.in_(bindparam("visits", expanding=True)),
        VISITS.c.made_by == "server",
    )
    .where(_IS_PUT_ON)
    .order_by(APPOINTMENTS.c.now_start_at, VISITS.c.visit_id)
)


def visit_ids(
    connection: Connection, landlord_id: str, operative_ids: Collection[str], spans: Sequence[Span]
) -> list[str]:
    """The operatives' present visits whose time begins within these spans, and those that have no time yet."""
    wanted: dict[str, Any] = {"landlord": landlord_id, "operatives": operative_ids}
    for number, (start, end) in enumerate(spans):
        wanted |= {f"start_{number}": start, f"end_{number}": end}
    return [row[0] for row in _visits_within(len(spans)).rows(connection, wanted)]


@lru_cache(maxsize=8)
def _visits_within(spans: int) -> Prepared:
    mine = select(ASSIGNMENTS.c.appointment_id).where(
        ASSIGNMENTS.c.landlord_id == bindparam("landlord"), _MINE, ASSIGNMENTS.c.ended_at.is_(None)
    )
    begins = APPOINTMENTS.c.now_start_at
    ends: list[Any] = [(bindparam(f"start_{number}"), bindparam(f"end_{number}")) for number in range(spans)]
    within = [and_(begins >= start, begins < end) for start, end in ends]
    return Prepared(
        select(VISITS.c.visit_id)
        .join(APPOINTMENTS, _same_appointment(VISITS))
        .where(APPOINTMENTS.c.landlord_id == bindparam("landlord"), VISITS.c.made_by == "server")
        .where(or_(*within, and_(_UNTIMED, APPOINTMENTS.c.appointment_id.in_(mine))))
        .where(_IS_PUT_ON)
        .order_by(begins, VISITS.c.visit_id)
    )


def visits(
    connection: Connection, landlord_id: str, operative_ids: Collection[str], wanted: Collection[str]
) -> list[Any]:
    """Those of the wanted visits on which one of the operatives is put now, with all that a phone shows of each."""
    if not wanted:
        return []
    return _VISITS.named(connection, {"landlord": landlord_id, "operatives": operative_ids, "visits": wanted})


_ASSIGNED = Prepared(
    select(ASSIGNMENTS.c.appointment_id, OPERATIVES.c.operative_id, OPERATIVES.c.full_name)
    .join(
        OPERATIVES,
        and_(
            OPERATIVES.c.landlord_id == ASSIGNMENTS.c.landlord_id,
            OPERATIVES.c.operative_id == ASSIGNMENTS.c.operative_id,
        ),
    )
    .where(ASSIGNMENTS.c.landlord_id == bindparam("landlord"), ASSIGNMENTS.c.appointment_id.in_(_APPOINTED))
    .where(ASSIGNMENTS.c.ended_at.is_(None))
    .order_by(ASSIGNMENTS.c.assigned_at, ASSIGNMENTS.c.operative_id)
)


def assigned(connection: Connection, landlord_id: str, appointments: Collection[str]) -> dict[str, list[Any]]:
    """Who is put on each of these appointments now."""
    found: dict[str, list[Any]] = {}
    wanted = {"landlord": landlord_id, "appointments": appointments}
    for row in _ASSIGNED.named(connection, wanted) if appointments else ():
        found.setdefault(row.appointment_id, []).append(row)
    return found


def _change_columns(table: Table) -> list[Any]:
    by = table.c.by if table is CHANGES else table.c.asked_by.label("by")
    return [table.c.appointment_id, table.c.kind, by, table.c.recorded_at]


_MOVED = select(*_change_columns(CHANGES), CHANGES.c.told_at).where(
    CHANGES.c.landlord_id == bindparam("landlord"), CHANGES.c.appointment_id.in_(_APPOINTED)
)
_NAMED = select(*_change_columns(ACTS), ACTS.c.recorded_at.label("told_at")).where(
    ACTS.c.landlord_id == bindparam("landlord"),
    ACTS.c.appointment_id.in_(_APPOINTED),
    ACTS.c.kind.in_(("assigned", "booked")),
    ACTS.c.recorded_at >= bindparam("since"),
)
_LAST_CHANGES = Prepared(_MOVED.union_all(_NAMED).order_by("recorded_at"))


def last_changes(
    connection: Connection, landlord_id: str, appointments: Collection[str], *, since: datetime
) -> dict[str, Any]:
    """The newest change of each of these appointments that has one; a new booking or name only `since` a moment.

    Who goes is no news on the day that it is planned, and great news in mid-shift.
    """
    wanted = {"landlord": landlord_id, "appointments": appointments, "since": since}
    return {row.appointment_id: row for row in _LAST_CHANGES.named(connection, wanted)} if appointments else {}


def _flags(*conditions: Any) -> Prepared:
    home = func.coalesce(PEOPLE.c.uprn, FLAGS.c.uprn)
    return Prepared(
        select(
            *(FLAGS.c.flag_id, FLAGS.c.version, FLAGS.c.kind, FLAGS.c.what_to_do, FLAGS.c.set_on, FLAGS.c.set_by),
            *(FLAGS.c.review_on, FLAGS.c.person_id, home.label("home")),
            *(FLAGS.c.timer_minutes, FLAGS.c.interim_until_at),
        )
        .outerjoin(PEOPLE, and_(PEOPLE.c.landlord_id == FLAGS.c.landlord_id, PEOPLE.c.person_id == FLAGS.c.person_id))
        .where(FLAGS.c.landlord_id == bindparam("landlord"), home.in_(bindparam("homes", expanding=True)))
        .where(*conditions)
        .order_by(FLAGS.c.flag_id)
    )


_IN_FORCE, _EVER = _flags(in_force(bindparam("today", type_=Date))), _flags()


def flags(connection: Connection, landlord_id: str, uprns: Collection[str], today: date) -> list[Any]:
    """The flags in force on the people of these homes, each with its `home`; the reason is not read."""
    return _IN_FORCE.named(connection, {"landlord": landlord_id, "homes": uprns, "today": today}) if uprns else []


_HOMES_OF = Prepared(
    select(VISITS.c.uprn).where(
        VISITS.c.landlord_id == bindparam("landlord"),
        VISITS.c.visit_id.in_(bindparam("visits", expanding=True)),
        VISITS.c.uprn != "",
    )
)


def flags_of_visits(connection: Connection, landlord_id: str, wanted: Collection[str]) -> set[str]:
    """The flags that ever stood on the homes of these visits, whoever may see them."""
    rows = _HOMES_OF.rows(connection, {"landlord": landlord_id, "visits": wanted}) if wanted else []
    homes = {row[0] for row in rows}
    return {row[0] for row in _EVER.rows(connection, {"landlord": landlord_id, "homes": homes})} if homes else set()


_STATES = Prepared(
    select(STATES.c.visit_id, STATES.c.status, STATES.c.changed_at).where(
        STATES.c.visit_id.in_(bindparam("visits", expanding=True))
    )
)


def states(connection: Connection, wanted: Collection[str]) -> list[Any]:
    """What these visits' folds say."""
    return _STATES.named(connection, {"visits": wanted}) if wanted else []


_REFERENCES = Prepared(
    select(REPORTS.c.visit_id, REPORTS.c.event_id, REPORTS.c.reference)
    .where(REPORTS.c.visit_id.in_(bindparam("visits", expanding=True)), REPORTS.c.lane != "household")
    .order_by(REPORTS.c.received_at, REPORTS.c.reference)
)


def references(connection: Connection, visit_ids: Collection[str]) -> dict[str, list[dict[str, str]]]:
    """visit id -> the references of its reports, by event. Of a household concern a phone hears only that it came."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in _REFERENCES.named(connection, {"visits": visit_ids}) if visit_ids else ():
        found.setdefault(row.visit_id, []).append({"event_id": row.event_id, "reference": row.reference})
    return found


_LANDLORD = Prepared(
    select(LANDLORDS.c.name, LANDLORDS.c.phone, LANDLORDS.c.out_of_hours_phone, LANDLORDS.c.safeguarding_phone).where(
        LANDLORDS.c.landlord_id == bindparam("landlord")
    )
)


def landlord(connection: Connection, landlord_id: str) -> Any:
    """The landlord's name and numbers, None where there is no such landlord."""
    return next(iter(_LANDLORD.named(connection, {"landlord": landlord_id})), None)
