"""Assessments and how cases, repairs and appointments stand after the newest of each.

Assessments are appended; standings are projections of the newest and can be made again from it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, cast, func, or_, select, text, update
from sqlalchemy.engine import Connection

from server.storage.database import Tables, db
from server.storage.prepared import Prepared
from server.storage.tables.decisions import Assessment, CaseStanding
from server.storage.tables.register import Appointment, Home, Person, Repair
from server.storage.tables.standings import AppointmentStanding, RepairStanding


@dataclass(frozen=True)
class RepairCount:
    """One repair with a missed appointment, and the case that it belongs to. Sums are of the whole case."""

    case_id: str
    root: str
    not_kept: int
    threshold_passed: bool
    uprn: str
    address: str
    postcode: str
    trade: str
    description: str
    state: str
    total_pence: int
    at_stake_pence: int


def hold_case(connection: Connection, landlord_id: str, case_id: str) -> None:
    """Keep other assessments of this case waiting until our commit; SQLite's write transaction does so by itself."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(f"case:{landlord_id}:{case_id}".encode()).digest()[:8], signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def latest_assessment(landlord_id: str, case_id: str) -> Assessment | None:
    return db.session.scalars(_assessments(landlord_id, case_id).limit(1)).first()


def latest_assessments(landlord_id: str, case_ids: Collection[str]) -> dict[str, Assessment]:
    """The newest assessment of each case that has one."""
    newest = (
        select(func.max(Assessment.assessment_id))
        .where(Assessment.landlord_id == landlord_id, Assessment.case_id.in_(case_ids))
        .group_by(Assessment.case_id)
    )
    rows = db.session.scalars(select(Assessment).where(Assessment.assessment_id.in_(newest)))
    return {row.case_id: row for row in rows}


def assessments_of(landlord_id: str, case_id: str) -> list[Assessment]:
    """Every assessment of the case, the newest first."""
    return list(db.session.scalars(_assessments(landlord_id, case_id)))


def find_assessment(landlord_id: str, assessment_id: int) -> Assessment | None:
    found = db.session.get(Assessment, assessment_id)
    return found if found is not None and found.landlord_id == landlord_id else None


def _assessments(landlord_id: str, case_id: str):  # type: ignore[no-untyped-def]
    query = select(Assessment).where(Assessment.landlord_id == landlord_id, Assessment.case_id == case_id)
    return query.order_by(Assessment.assessment_id.desc())


def add_assessments(assessments: Collection[Assessment]) -> None:
    """Append them; afterwards each has its number."""
    db.session.add_all(assessments)
    db.session.flush()


def case_standing(landlord_id: str, case_id: str) -> CaseStanding | None:
    return db.session.get(CaseStanding, (landlord_id, case_id))


def put_case_standings(landlord_id: str, rows: Collection[CaseStanding]) -> None:
    query = select(CaseStanding).where(
        CaseStanding.landlord_id == landlord_id, CaseStanding.case_id.in_([row.case_id for row in rows])
    )
    before = {row.case_id: row for row in db.session.scalars(query)}
    sums = ("state", "total_pence", "at_stake_pence", "most_not_kept", "due_again_at")
    for row in rows:
        _put(row, before.get(row.case_id), ("tenancy_ref", "uprn", "assessment_id", *sums))


def appointment_standing(landlord_id: str, appointment_id: str) -> AppointmentStanding | None:
    """How an appointment stands after the newest assessment; None where there was none yet."""
    return db.session.get(AppointmentStanding, (landlord_id, appointment_id))


def appointment_standings(landlord_id: str, appointments: Collection[str]) -> dict[str, AppointmentStanding]:
    query = select(AppointmentStanding).where(
        AppointmentStanding.landlord_id == landlord_id, AppointmentStanding.appointment_id.in_(appointments)
    )
    return {row.appointment_id: row for row in db.session.scalars(query)}


def put_appointment_standings(rows: Collection[AppointmentStanding]) -> set[str]:
    """Write them; returns the appointments whose result is another one than before."""
    if not rows:
        return set()
    landlord_id = next(iter(rows)).landlord_id
    before = appointment_standings(landlord_id, [row.appointment_id for row in rows])
    changed = set()
    for row in rows:
        standing = before.get(row.appointment_id)
        if standing is None or standing.result != row.result:
            changed.add(row.appointment_id)
        _put(row, standing, ("case_id", "assessment_id", "result", "code", "late_edge_at", "looked_at", "stale"))
    return changed


def put_repair_standings(landlord_id: str, rows: Mapping[str, Sequence[RepairStanding]]) -> dict[str, set[str]]:
    """Replace those of each case; returns by case the roots whose count is another one than before."""
    query = select(RepairStanding).where(
        RepairStanding.landlord_id == landlord_id, RepairStanding.case_id.in_(rows.keys())
    )
    before: dict[str, dict[str, RepairStanding]] = {case_id: {} for case_id in rows}
    for row in db.session.scalars(query):
        before[row.case_id][row.root] = row
    return {case_id: _put_repairs(before[case_id], own) for case_id, own in rows.items()}


def _put_repairs(before: Mapping[str, RepairStanding], rows: Sequence[RepairStanding]) -> set[str]:
    for root in before.keys() - {row.root for row in rows}:
        db.session.delete(before[root])
    recounted = set()
    for row in rows:
        standing = before.get(row.root)
        if row.not_kept != (standing.not_kept if standing else 0):
            recounted.add(row.root)
        _put(row, standing, ("uprn", "not_kept", "threshold_passed"))
    return recounted


def _put(row: Tables, standing: Tables | None, names: Sequence[str]) -> None:
    """Add the row, or bring the one that stands up to date; SQLAlchemy sends rows of one kind together."""
    if standing is None:
        db.session.add(row)
        return
    for name in names:
        setattr(standing, name, getattr(row, name))


def _with_repair_standing(figure: ColumnElement[Any]) -> Prepared:
    """Each appointment with a figure over how its household's repair stands, under its root or its own number."""
    return Prepared(
        select(Appointment.appointment_id, figure)
        .join(
            Repair,
            and_(Repair.landlord_id == Appointment.landlord_id, Repair.job_number == Appointment.job_number),
        )
        .join(Person, and_(Person.landlord_id == Appointment.landlord_id, Person.person_id == Appointment.person_id))
        .join(
            RepairStanding,
            and_(
                RepairStanding.landlord_id == Appointment.landlord_id,
                RepairStanding.case_id == Person.tenancy_ref + "@" + Appointment.uprn,
                RepairStanding.root.in_((Repair.repair_root, Repair.job_number)),
            ),
        )
        .where(
            Appointment.landlord_id == bindparam("landlord"),
            Appointment.appointment_id.in_(bindparam("appointments", expanding=True)),
        )
        .group_by(Appointment.appointment_id)
    )


_NOT_KEPT = _with_repair_standing(func.max(RepairStanding.not_kept))
_PASSED = _with_repair_standing(func.max(cast(RepairStanding.threshold_passed, Integer)))


def not_kept_counts(landlord_id: str, appointments: Collection[str]) -> dict[str, int]:
    """How many occasions of its repair were not kept already, for each appointment whose household has any."""
    return {name: count for name, count in _figures(_NOT_KEPT, landlord_id, appointments) if count}


def with_threshold_passed(landlord_id: str, appointments: Collection[str]) -> set[str]:
    """Those of the appointments whose repair was missed often enough for lost pay to be claimed."""
    return {name for name, is_passed in _figures(_PASSED, landlord_id, appointments) if is_passed}


def _figures(statement: Prepared, landlord_id: str, appointments: Collection[str]) -> list[Any]:
    if not appointments:
        return []
    db.session.flush()
    return statement.rows(db.session.connection(), {"landlord": landlord_id, "appointments": appointments})


def repairs_with_counts(
    landlord_id: str,
    firm_id: str | None = None,
    *,
    at_least: int = 1,
    limit: int = 100,
    offset: int = 0,
) -> list[RepairCount]:
    """Repairs with at least so many occasions not kept, the most first; of a firm those it had an appointment for."""
    query = (
        select(
            RepairStanding.case_id,
            RepairStanding.root,
            RepairStanding.not_kept,
            RepairStanding.threshold_passed,
            RepairStanding.uprn,
            func.coalesce(Home.address_line_1, ""),
            func.coalesce(Home.postcode, ""),
            func.coalesce(Repair.trade, ""),
            func.coalesce(Repair.description, ""),
            CaseStanding.state,
            CaseStanding.total_pence,
            CaseStanding.at_stake_pence,
        )
        .join(CaseStanding, _same_case())
        .outerjoin(Home, and_(Home.landlord_id == RepairStanding.landlord_id, Home.uprn == RepairStanding.uprn))
        .outerjoin(
            Repair,
            and_(Repair.landlord_id == RepairStanding.landlord_id, Repair.job_number == RepairStanding.root),
        )
        .where(RepairStanding.landlord_id == landlord_id, RepairStanding.not_kept >= at_least)
        .order_by(RepairStanding.not_kept.desc(), RepairStanding.case_id, RepairStanding.root)
        .limit(limit)
        .offset(offset)
    )
    if firm_id is not None:
        query = query.where(_firm_was_on(firm_id))
    return [RepairCount(*tuple(row)) for row in db.session.execute(query)]


def _same_case() -> ColumnElement[bool]:
    return and_(CaseStanding.landlord_id == RepairStanding.landlord_id, CaseStanding.case_id == RepairStanding.case_id)


def _firm_was_on(firm_id: str) -> ColumnElement[bool]:
    job = and_(Repair.landlord_id == Appointment.landlord_id, Repair.job_number == Appointment.job_number)
    return (
        select(Appointment.appointment_id)
        .join(Repair, job)
        .where(
            Appointment.landlord_id == RepairStanding.landlord_id,
            Appointment.uprn == RepairStanding.uprn,
            Appointment.firm_id == firm_id,
            or_(Repair.repair_root == RepairStanding.root, Repair.job_number == RepairStanding.root),
        )
        .correlate(RepairStanding)
        .exists()
    )


def appointments_of_repair(landlord_id: str, uprn: str, root: str) -> list[Appointment]:
    """Every appointment of a repair root at a home, in order of time."""
    job = and_(Repair.landlord_id == Appointment.landlord_id, Repair.job_number == Appointment.job_number)
    query = (
        select(Appointment)
        .join(Repair, job)
        .where(
            Appointment.landlord_id == landlord_id,
            Appointment.uprn == uprn,
            or_(Repair.repair_root == root, Repair.job_number == root),
        )
    )
    return sorted(db.session.scalars(query), key=lambda row: (row.slot_start_at is None, row.slot_start_at))


def mark_stale(landlord_id: str, appointments: Collection[str]) -> None:
    """Ask the sweep to assess these appointments again, inside the caller's transaction."""
    ordered = sorted(appointments)
    for start in range(0, len(ordered), 500):
        db.session.execute(
            update(AppointmentStanding)
            .where(
                AppointmentStanding.landlord_id == landlord_id,
                AppointmentStanding.appointment_id.in_(ordered[start : start + 500]),
            )
            .values(stale=True)
        )


def cases_due(landlord_id: str, *, now: datetime, limit: int) -> list[str]:
    """Cases in which time alone has changed something: an agreed time passed, or a wait ended."""
    query = (
        select(CaseStanding.case_id)
        .where(CaseStanding.landlord_id == landlord_id, CaseStanding.due_again_at < now)
        .order_by(CaseStanding.due_again_at)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def totals(landlord_id: str) -> dict[str, tuple[int, int]]:
    """For each state of cases: how many, and their sums."""
    query = (
        select(CaseStanding.state, func.count(), func.coalesce(func.sum(CaseStanding.total_pence), 0).cast(Integer))
        .where(CaseStanding.landlord_id == landlord_id)
        .group_by(CaseStanding.state)
    )
    return {state: (int(count), int(pence)) for state, count, pence in db.session.execute(query)}
