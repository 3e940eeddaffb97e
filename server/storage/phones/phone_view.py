"""What a phone may show, as it stands now: an operative's visits, the flags on them, who they are, the settings."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Row, Select, Table, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.engine import Connection

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

_REFERENCES = (
    select(REPORTS.c.visit_id, REPORTS.c.event_id, REPORTS.c.reference)
    .where(REPORTS.c.visit_id.in_(bindparam("visits", expanding=True)), REPORTS.c.lane != "household")
    .order_by(REPORTS.c.received_at, REPORTS.c.reference)
)

Span = tuple[datetime, datetime]

# A booked emergency without a time is due now.
_UNTIMED = and_(APPOINTMENTS.c.now_start_at.is_(None), APPOINTMENTS.c.status == "booked")


def _is_put_on(operative_ids: Collection[str]) -> Any:
    return exists().where(
        ASSIGNMENTS.c.landlord_id == APPOINTMENTS.c.landlord_id,
        ASSIGNMENTS.c.appointment_id == APPOINTMENTS.c.appointment_id,
        ASSIGNMENTS.c.operative_id.in_(operative_ids),
        ASSIGNMENTS.c.ended_at.is_(None),
    )


def _in_spans(spans: Sequence[Span]) -> Any:
    return or_(*(and_(APPOINTMENTS.c.now_start_at >= start, APPOINTMENTS.c.now_start_at < end) for start, end in spans))


def visit_ids(
    connection: Connection, landlord_id: str, operative_ids: Collection[str], spans: Sequence[Span]
) -> list[str]:
    """The operatives' present visits whose time begins within these spans, and those that have no time yet."""
    mine = select(ASSIGNMENTS.c.appointment_id).where(
        ASSIGNMENTS.c.landlord_id == landlord_id,
        ASSIGNMENTS.c.operative_id.in_(operative_ids),
        ASSIGNMENTS.c.ended_at.is_(None),
    )
    query = (
        select(VISITS.c.visit_id)
        .join(APPOINTMENTS, _same_appointment(VISITS))
        .where(APPOINTMENTS.c.landlord_id == landlord_id, VISITS.c.made_by == "server")
        .where(or_(_in_spans(spans), and_(_UNTIMED, APPOINTMENTS.c.appointment_id.in_(mine))))
        .where(_is_put_on(operative_ids))
        .order_by(APPOINTMENTS.c.now_start_at, VISITS.c.visit_id)
    )
    return list(connection.execute(query).scalars())


def visits(
    connection: Connection, landlord_id: str, operative_ids: Collection[str], wanted: Collection[str]
) -> list[Row[Any]]:
    """Those of the wanted visits on which one of the operatives is put now, with all that a phone shows of each."""
    query = (
        _visit_columns()
        .where(VISITS.c.landlord_id == landlord_id, VISITS.c.visit_id.in_(wanted), VISITS.c.made_by == "server")
        .where(_is_put_on(operative_ids))
        .order_by(APPOINTMENTS.c.now_start_at, VISITS.c.visit_id)
    )
    return list(connection.execute(query)) if wanted else []


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
            FIRMS.c.out_of_hours_phone,
        )
        .select_from(VISITS)
        .join(APPOINTMENTS, _same_appointment(VISITS))
        .join(REPAIRS, and_(REPAIRS.c.landlord_id == a.landlord_id, REPAIRS.c.job_number == a.job_number))
        .join(HOMES, and_(h.landlord_id == a.landlord_id, h.uprn == a.uprn))
        .join(FIRMS, and_(FIRMS.c.landlord_id == a.landlord_id, FIRMS.c.firm_id == a.firm_id))
        .outerjoin(PEOPLE, and_(p.landlord_id == a.landlord_id, p.person_id == a.person_id))
    )


def assigned(connection: Connection, landlord_id: str, appointments: Collection[str]) -> dict[str, list[Row[Any]]]:
    """Who is put on each of these appointments now."""
    query = (
        select(ASSIGNMENTS.c.appointment_id, OPERATIVES.c.operative_id, OPERATIVES.c.full_name)
        .join(
            OPERATIVES,
            and_(
                OPERATIVES.c.landlord_id == ASSIGNMENTS.c.landlord_id,
                OPERATIVES.c.operative_id == ASSIGNMENTS.c.operative_id,
            ),
        )
        .where(ASSIGNMENTS.c.landlord_id == landlord_id, ASSIGNMENTS.c.appointment_id.in_(appointments))
        .where(ASSIGNMENTS.c.ended_at.is_(None))
        .order_by(ASSIGNMENTS.c.assigned_at, ASSIGNMENTS.c.operative_id)
    )
    return _grouped(connection.execute(query) if appointments else ())


def last_changes(
    connection: Connection, landlord_id: str, appointments: Collection[str], *, since: datetime
) -> dict[str, Row[*tuple[Any, ...]]]:
    """The newest change of each of these appointments that has one; a new booking or name only `since` a moment.

    Who goes is no news on the day that it is planned, and great news in mid-shift.
    """
    moved = select(*_change_columns(CHANGES), CHANGES.c.told_at).where(
        CHANGES.c.landlord_id == landlord_id, CHANGES.c.appointment_id.in_(appointments)
    )
    named = select(*_change_columns(ACTS), ACTS.c.recorded_at.label("told_at")).where(
        ACTS.c.landlord_id == landlord_id,
        ACTS.c.appointment_id.in_(appointments),
        ACTS.c.kind.in_(("assigned", "booked")),
        ACTS.c.recorded_at >= since,
    )
    rows = connection.execute(moved.union_all(named).order_by("recorded_at")) if appointments else ()
    return {row[0]: row for row in rows}


def _change_columns(table: Table) -> list[Any]:
    by = table.c.by if table is CHANGES else table.c.asked_by.label("by")
    return [table.c.appointment_id, table.c.kind, by, table.c.recorded_at]


def flags(connection: Connection, landlord_id: str, uprns: Collection[str], today: date) -> list[Row[Any]]:
    """The flags in force on the people of these homes, each with its `home`; the reason is not read."""
    return _flags(connection, landlord_id, uprns, in_force(today))


def _flags(connection: Connection, landlord_id: str, uprns: Collection[str], condition: Any) -> list[Row[Any]]:
    home = func.coalesce(PEOPLE.c.uprn, FLAGS.c.uprn)
    query = (
        select(
            *(FLAGS.c.flag_id, FLAGS.c.version, FLAGS.c.kind, FLAGS.c.what_to_do, FLAGS.c.set_on, FLAGS.c.set_by),
            *(FLAGS.c.review_on, FLAGS.c.person_id, home.label("home")),
            *(FLAGS.c.timer_minutes, FLAGS.c.interim_until_at),
        )
        .outerjoin(PEOPLE, and_(PEOPLE.c.landlord_id == FLAGS.c.landlord_id, PEOPLE.c.person_id == FLAGS.c.person_id))
        .where(FLAGS.c.landlord_id == landlord_id, home.in_(uprns), condition)
        .order_by(FLAGS.c.flag_id)
    )
    return list(connection.execute(query)) if uprns else []


def flags_of_visits(connection: Connection, landlord_id: str, wanted: Collection[str]) -> set[str]:
    """The flags that ever stood on the homes of these visits, whoever may see them."""
    query = select(VISITS.c.uprn).where(VISITS.c.landlord_id == landlord_id, VISITS.c.visit_id.in_(wanted))
    uprns = {uprn for uprn in connection.execute(query).scalars() if uprn} if wanted else set()
    return {row.flag_id for row in _flags(connection, landlord_id, uprns, true())}


def states(connection: Connection, wanted: Collection[str]) -> list[Row[Any]]:
    """What these visits' folds say."""
    query = select(STATES.c.visit_id, STATES.c.status, STATES.c.changed_at).where(STATES.c.visit_id.in_(wanted))
    return list(connection.execute(query)) if wanted else []


def references(connection: Connection, visit_ids: Collection[str]) -> dict[str, list[dict[str, str]]]:
    """visit id -> the references of its reports, by event. Of a household concern a phone hears only that it came."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in connection.execute(_REFERENCES, {"visits": list(visit_ids)}) if visit_ids else ():
        found.setdefault(row.visit_id, []).append({"event_id": row.event_id, "reference": row.reference})
    return found


def landlord(connection: Connection, landlord_id: str) -> Row[*tuple[Any, ...]] | None:
    query = select(
        LANDLORDS.c.name, LANDLORDS.c.phone, LANDLORDS.c.out_of_hours_phone, LANDLORDS.c.safeguarding_phone
    ).where(LANDLORDS.c.landlord_id == landlord_id)
    return connection.execute(query).one_or_none()


def _grouped(rows: Iterable[Row[Any]]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found
