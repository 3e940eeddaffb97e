"""Records whose location comes to its end: which are due, which stay whole, and what is put in a body's place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, func, or_, select
from sqlalchemy.engine import Connection

from server.storage.insertion import insert_rows
from server.storage.journal import BODIES, ERASURES, JOURNAL
from server.storage.tables.damage import DamageCase
from server.storage.tables.decisions import Claim
from server.storage.tables.journal import LocationsDropped
from server.storage.tables.register import Appointment, VisitHistory
from server.storage.tables.safety import Alarm
from server.storage.tables.standings import AppointmentDispute, AppointmentStanding, RepairStanding
from server.storage.tables.visits import Visit
from server.storage.upserts import upsert
from server.storage.visits import EVENT_BODY, EVENT_ROW, EVENTS


class Remainder(NamedTuple):
    """What is left of a record, with our signature over it."""

    row: Row[Any]
    body: bytes
    kept_sha256: str
    sig: str


def dropped_to(connection: Connection, landlord_id: str) -> int:
    """The row of the journal up to which locations have come to their end."""
    query = select(LocationsDropped.position).where(LocationsDropped.landlord_id == landlord_id)
    return connection.execute(query).scalar() or 0


def received_before(connection: Connection, landlord_id: str, at: datetime, after: int, most: int) -> int:
    """The last of the next `most` rows after this one that were received before then, one by one; 0 where none was.

    What was received later and stands earlier, after our clock was set back, ends the walk until its own time has come.
    """
    query = (
        select(JOURNAL.c.position, JOURNAL.c.received_at)
        .where(JOURNAL.c.landlord_id == landlord_id, JOURNAL.c.position > after)
        .order_by(JOURNAL.c.position)
        .limit(most)
    )
    last = 0
    for row in connection.execute(query):
        if row.received_at >= at:
            break
        last = row.position
    return last


def counted_between(connection: Connection, landlord_id: str, after: int, last: int) -> list[Row[Any]]:
    """The rows of accepted events after one and up to another, with bodies. What stands apart is not among them."""
    query = (
        select(JOURNAL, BODIES.c.body)
        .join(EVENTS, EVENT_ROW)
        .join(BODIES, EVENT_BODY)
        .where(EVENTS.c.landlord_id == landlord_id, EVENTS.c.position > after, EVENTS.c.position <= last)
        .order_by(EVENTS.c.position)
    )
    return list(connection.execute(query))


@dataclass(frozen=True)
class Held:
    """On what a danger, money or a dispute hangs: these visits, and these events that raised an alarm by themselves."""

    visits: frozenset[str]
    events: frozenset[str]


def held_whole(connection: Connection, landlord_id: str, rows: Collection[Row[Any]]) -> Held:
    """Of these rows, what stays whole: a claim, or so many misses that there may be one, what became of it still open,
    damage, an alarm, a tenant's word against the record."""
    visit_ids = {row.visit_id for row in rows if row.visit_id is not None}
    standing = (AppointmentStanding.landlord_id == Visit.landlord_id) & (
        AppointmentStanding.appointment_id == Visit.appointment_id
    )
    query = (
        select(Visit.visit_id, Visit.appointment_id, AppointmentStanding.case_id, AppointmentStanding.result)
        .outerjoin(AppointmentStanding, standing)
        .where(Visit.landlord_id == landlord_id, Visit.visit_id.in_(visit_ids))
    )
    visits = list(connection.execute(query))
    promised = {row.appointment_id for row in visits if row.appointment_id is not None}
    owing = _owing(connection, landlord_id, {row.case_id for row in visits if row.case_id is not None})
    held = _disputed(connection, landlord_id, promised)
    damaged = select(func.coalesce(DamageCase.appointment_id, DamageCase.visit_id)).where(
        DamageCase.landlord_id == landlord_id,
        or_(DamageCase.visit_id.in_(visit_ids), DamageCase.appointment_id.in_(promised)),
    )
    alarmed = select(Alarm.visit_id).where(Alarm.landlord_id == landlord_id, Alarm.visit_id.in_(visit_ids))
    held |= _found(connection, damaged) | _found(connection, alarmed)
    causes = {f"event:{row.event_id}": row.event_id for row in rows}
    raised = select(Alarm.cause).where(Alarm.landlord_id == landlord_id, Alarm.cause.in_(causes))
    return Held(
        frozenset(
            row.visit_id
            for row in visits
            if _is_open(row) or row.case_id in owing or not held.isdisjoint((row.visit_id, row.appointment_id))
        ),
        frozenset(causes[cause] for cause in _found(connection, raised)),
    )


def _is_open(visit: Any) -> bool:
    """Whether it is not known yet what became of its appointment."""
    return visit.appointment_id is not None and visit.result in (None, "waiting", "decision")


def _owing(connection: Connection, landlord_id: str, cases: Collection[str]) -> set[str]:
    """The cases with a claim, or with so many misses that there may be one."""
    claimed = select(Claim.case_id).where(Claim.landlord_id == landlord_id, Claim.case_id.in_(cases))
    passed = select(RepairStanding.case_id).where(
        RepairStanding.landlord_id == landlord_id,
        RepairStanding.case_id.in_(cases),
        RepairStanding.threshold_passed.is_(True),
    )
    return _found(connection, claimed) | _found(connection, passed)


def _disputed(connection: Connection, landlord_id: str, appointments: Collection[str]) -> set[str]:
    """The appointments with a tenant's word against the record, given here or in the files that were imported."""
    queries = (
        select(AppointmentDispute.appointment_id)
        .where(AppointmentDispute.landlord_id == landlord_id)
        .where(AppointmentDispute.appointment_id.in_(appointments)),
        select(Appointment.appointment_id)
        .where(Appointment.landlord_id == landlord_id, Appointment.tenant_disputes)
        .where(Appointment.appointment_id.in_(appointments)),
        select(VisitHistory.appointment_id)
        .where(VisitHistory.landlord_id == landlord_id, VisitHistory.tenant_disputes)
        .where(VisitHistory.appointment_id.in_(appointments)),
    )
    return set().union(*(_found(connection, query) for query in queries))


def _found(connection: Connection, query: Any) -> set[str]:
    return set(connection.execute(query).scalars())


def put_in_place(connection: Connection, remainders: Collection[Remainder], *, at: datetime, by: str, why: str) -> None:
    """Note each erasure, then put what is left where the whole body stood: nothing else may take a body away."""
    if not remainders:
        return
    noted = [(one.row.envelope_sha256, at, by, why, one.kept_sha256, one.sig) for one in remainders]
    insert_rows(connection, ERASURES, ("envelope_sha256", "erased_at", "by", "reason", "kept_sha256", "sig"), noted)
    for one in remainders:
        whole = BODIES.delete().where(
            BODIES.c.landlord_id == one.row.landlord_id, BODIES.c.position == one.row.position
        )
        connection.execute(whole)
    left = [(one.row.landlord_id, one.row.position, one.row.envelope_sha256, one.body) for one in remainders]
    insert_rows(connection, BODIES, ("landlord_id", "position", "envelope_sha256", "body"), left)


def note_dropped(landlord_id: str, position: int) -> None:
    """Go on from this row the next time."""
    upsert(LocationsDropped, landlord_id, "landlord_id", [{"landlord_id": landlord_id, "position": position}])
