"""Repairs and their appointments as files bring them, without undoing what was recorded here since."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from datetime import date
from typing import Any, cast

from sqlalchemy import RowMapping, Table, select, update

from server.domain.imports.clock_times import LONDON, Moment
from server.storage.database import db
from server.storage.tables.register import Appointment, Person, Repair

REPAIRS = cast(Table, Repair.__table__)
APPOINTMENTS = cast(Table, Appointment.__table__)
_DESCRIBE = ("trade", "sor_code", "description", "priority")
_MAY_BE_SILENT = frozenset(
    {"person_id", "agreed_on", "written_notice_sent_on", "people_required", "agreed_with_tenant", "notes"}
)


def add_repairs(landlord_id: str, repairs: Sequence[Mapping[str, Any]]) -> None:
    """Add the repairs that are new. Several appointments describe one repair: the first that comes is kept."""
    by_job: dict[str, Mapping[str, Any]] = {}
    for repair in repairs:
        by_job.setdefault(repair["job_number"], repair)
    connection = db.session.connection()
    query = select(REPAIRS.c.job_number).where(
        REPAIRS.c.landlord_id == landlord_id, REPAIRS.c.job_number.in_(by_job.keys())
    )
    there = set(connection.execute(query).scalars())
    fresh = [{"landlord_id": landlord_id, **one} for job, one in by_job.items() if job not in there]
    if fresh:
        connection.execute(REPAIRS.insert(), fresh)


def keep_what_was_recorded(
    landlord_id: str, rows: Sequence[Mapping[str, Any]], gives: Set[str] | None = None
) -> list[dict[str, Any]]:
    """The rows with the outcome and the moved time that Doorstep itself knows, where the file is behind.

    An export made before a visit still says "booked" after the visit; a slot that the file has not changed
    says nothing about a move made here; and what its style has no column for (`gives`) it does not deny.
    """
    query = select(Appointment.__table__).where(
        Appointment.landlord_id == landlord_id,
        Appointment.appointment_id.in_([row["appointment_id"] for row in rows]),
    )
    there = {row["appointment_id"]: row for row in db.session.connection().execute(query).mappings()}
    silent = frozenset() if gives is None else _MAY_BE_SILENT - gives
    return [_merged(dict(row), there.get(row["appointment_id"]), silent) for row in rows]


def name_tenants(landlord_id: str, rows: Sequence[dict[str, Any]]) -> None:
    """Give each appointment without a person the main tenant of its home on its day, where there is just one."""
    query = select(Person.person_id, Person.uprn, Person.tenure_from, Person.tenure_to).where(
        Person.landlord_id == landlord_id, Person.role == "main", Person.uprn.in_({row["uprn"] for row in rows})
    )
    tenants: defaultdict[str, list[Any]] = defaultdict(list)
    for one in db.session.execute(query):
        tenants[one.uprn].append(one)
    for row in rows:
        day = row["slot_start_at"].astimezone(LONDON).date()
        there = [one.person_id for one in tenants[row["uprn"]] if _lives_there(one, day)]
        if row["person_id"] is None and len(there) == 1:
            row["person_id"] = there[0]


def follow_changes(
    landlord_id: str, changed: Collection[str], rows: Sequence[Mapping[str, Any]], gives: Set[str] | None = None
) -> None:
    """Count up the revision of changed appointments, and let their repairs follow what the file now says."""
    connection = db.session.connection()
    if changed:
        mine = (APPOINTMENTS.c.landlord_id == landlord_id, APPOINTMENTS.c.appointment_id.in_(changed))
        connection.execute(update(APPOINTMENTS).where(*mine).values(rev=APPOINTMENTS.c.rev + 1))
    for row in rows:
        described = {name: row[name] or "" for name in _DESCRIBE if gives is None or name in gives}
        job = (REPAIRS.c.landlord_id == landlord_id, REPAIRS.c.job_number == row["job_number"])
        if described:
            connection.execute(update(REPAIRS).where(*job).values(**described))


def settle_from_history(landlord_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let past visits tell when a repair was completed, and which appointments the tenant disputes."""
    connection = db.session.connection()
    for job, day in _completed(rows).items():
        known = (REPAIRS.c.landlord_id == landlord_id, REPAIRS.c.job_number == job)
        later = (REPAIRS.c.completed_on.is_(None)) | (REPAIRS.c.completed_on < day)
        connection.execute(update(REPAIRS).where(*known, later).values(completed_on=day))
    disputed = [row["appointment_id"] for row in rows if row["tenant_disputes"]]
    if disputed:
        mine = (APPOINTMENTS.c.landlord_id == landlord_id, APPOINTMENTS.c.appointment_id.in_(disputed))
        connection.execute(update(APPOINTMENTS).where(*mine).values(tenant_disputes=True))


def _lives_there(tenant: Any, day: date) -> bool:
    begun = tenant.tenure_from is not None and tenant.tenure_from <= day
    return begun and (tenant.tenure_to is None or tenant.tenure_to >= day)


def _merged(row: dict[str, Any], there: RowMapping | None, silent: Set[str]) -> dict[str, Any]:
    if there is None:
        return row
    row |= {name: there[name] for name in silent}
    if row["status"] == "booked":
        row["status"] = there["status"]
    if (row["slot_start_at"], row["slot_end_at"]) == (there["slot_start_at"], there["slot_end_at"]):
        row["now_start_at"], row["now_end_at"] = there["now_start_at"], there["now_end_at"]
    return row


def _completed(rows: Sequence[Mapping[str, Any]]) -> dict[str, date]:
    days: dict[str, date] = {}
    for row in rows:
        arrived = row["arrived_at"]
        if row["outcome"] == "completed" and isinstance(arrived, Moment):
            job = row["job_number"]
            days[job] = max(days.get(job, arrived.london_day), arrived.london_day)
    return days
