"""Visits and what is folded from their accepted events."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

import orjson
from sqlalchemy import Row, Table, and_, bindparam, delete, func, select, update
from sqlalchemy.engine import Connection

from server.domain.events import parse_body
from server.storage.insertion import insert_if_absent, insert_many, insert_or_update
from server.storage.prepared import Prepared
from server.storage.standards import line
from server.storage.tables.files import BlobReference
from server.storage.tables.journal import JournalBody, JournalRow
from server.storage.tables.register import Appointment, Assignment, Home
from server.storage.tables.visits import Report, TouchedVisit, Visit, VisitEvent, VisitState

VISITS = cast(Table, Visit.__table__)
EVENTS = cast(Table, VisitEvent.__table__)
STATES = cast(Table, VisitState.__table__)
TOUCHED = cast(Table, TouchedVisit.__table__)
REPORTS = cast(Table, Report.__table__)
REFERENCES = cast(Table, BlobReference.__table__)
ASSIGNMENTS = cast(Table, Assignment.__table__)
APPOINTMENTS = cast(Table, Appointment.__table__)
HOMES = cast(Table, Home.__table__)
BODIES = cast(Table, JournalBody.__table__)
JOURNAL = cast(Table, JournalRow.__table__)


@dataclass(frozen=True)
class Assigned:
    """An operative on an appointment, for a time."""

    operative_id: str
    assigned_at: datetime
    ended_at: datetime | None


@dataclass
class VisitFacts:
    """What decides who may record on a visit."""

    visit_id: str
    landlord_id: str
    firm_id: str
    uprn: str | None
    appointment_id: str | None
    made_by: str
    assigned: list[Assigned] = field(default_factory=list)


EVENT_BODY = and_(BODIES.c.landlord_id == EVENTS.c.landlord_id, BODIES.c.position == EVENTS.c.position)
EVENT_ROW = and_(JOURNAL.c.landlord_id == EVENTS.c.landlord_id, JOURNAL.c.position == EVENTS.c.position)

_SAME_APPOINTMENT = and_(
    ASSIGNMENTS.c.landlord_id == VISITS.c.landlord_id,
    ASSIGNMENTS.c.appointment_id == VISITS.c.appointment_id,
)
_FACTS = Prepared(
    select(
        VISITS.c.visit_id,
        VISITS.c.landlord_id,
        VISITS.c.firm_id,
        VISITS.c.uprn,
        VISITS.c.appointment_id,
        VISITS.c.made_by,
        ASSIGNMENTS.c.operative_id,
        ASSIGNMENTS.c.assigned_at,
        ASSIGNMENTS.c.ended_at,
    )
    .outerjoin(ASSIGNMENTS, _SAME_APPOINTMENT)
    .where(
        VISITS.c.landlord_id == bindparam("landlord"),
        VISITS.c.visit_id.in_(bindparam("visits", expanding=True)),
    )
    .order_by(ASSIGNMENTS.c.assigned_at)
)
_EVENTS_OF = (
    select(
        EVENTS.c.envelope_sha256,
        EVENTS.c.visit_id,
        EVENTS.c.event_id,
        EVENTS.c.device_id,
        EVENTS.c.epoch,
        EVENTS.c.seq,
        EVENTS.c.clock,
        BODIES.c.body,
    )
    .join(BODIES, EVENT_BODY)
    .where(EVENTS.c.visit_id.in_(bindparam("visits", expanding=True)))
)
_CHAIN_BEFORE = Prepared(
    select(EVENTS.c.hard_from_at, EVENTS.c.asserted_from_at, EVENTS.c.clock, EVENTS.c.received_at)
    .where(
        EVENTS.c.device_id == bindparam("device"),
        EVENTS.c.epoch == bindparam("chain"),
        EVENTS.c.seq < bindparam("seq"),
    )
    .order_by(EVENTS.c.seq.desc())
    .limit(1)
)


def facts(connection: Connection, landlord_id: str, visit_ids: Collection[str]) -> dict[str, VisitFacts]:
    """The visits that exist among these, with everybody who was ever put on them."""
    if not visit_ids:
        return {}
    wanted = {"landlord": landlord_id, "visits": list(visit_ids)}
    found: dict[str, VisitFacts] = {}
    for row in _FACTS.rows(connection, wanted):
        visit = found.setdefault(row[0], VisitFacts(*row[:6]))
        if row[6] is not None:
            visit.assigned.append(Assigned(*row[6:9]))
    return found


def appointment_facts(connection: Connection, landlord_id: str, appointment_id: str) -> VisitFacts | None:
    """An appointment as a visit to it would be: its firm, its home and who is put on it."""
    query = select(APPOINTMENTS.c.firm_id, APPOINTMENTS.c.uprn).where(
        APPOINTMENTS.c.landlord_id == landlord_id, APPOINTMENTS.c.appointment_id == appointment_id
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    people = select(ASSIGNMENTS.c.operative_id, ASSIGNMENTS.c.assigned_at, ASSIGNMENTS.c.ended_at).where(
        ASSIGNMENTS.c.landlord_id == landlord_id, ASSIGNMENTS.c.appointment_id == appointment_id
    )
    assigned = [Assigned(*each) for each in connection.execute(people.order_by(ASSIGNMENTS.c.assigned_at))]
    return VisitFacts("", landlord_id, row[0], row[1], appointment_id, "server", assigned)


def is_home(connection: Connection, landlord_id: str, uprn: str) -> bool:
    query = select(HOMES.c.uprn).where(HOMES.c.landlord_id == landlord_id, HOMES.c.uprn == uprn)
    return connection.execute(query).first() is not None


def add_visit(connection: Connection, visit: VisitFacts, *, at: datetime) -> None:
    """A visit that a phone made. It has no code for the tenant: nobody was told of it."""
    row = {
        "visit_id": visit.visit_id,
        "landlord_id": visit.landlord_id,
        "appointment_id": visit.appointment_id,
        "firm_id": visit.firm_id,
        "uprn": visit.uprn,
        "made_by": visit.made_by,
        "made_at": at,
        "visit_code": "",
    }
    insert_if_absent(connection, VISITS, [row])


def add_events(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    insert_many(connection, EVENTS, rows)


def events_of(connection: Connection, visit_ids: Collection[str]) -> list[Row[Any]]:
    """The accepted events of these visits with their bodies; an erased body is left out."""
    return list(connection.execute(_EVENTS_OF, {"visits": list(visit_ids)})) if visit_ids else []


def arrivals_and_codes(connection: Connection, visit_ids: Collection[str]) -> list[Row[Any]]:
    """The arrivals of these visits and the tenant's codes typed on them, each with its visit's appointment."""
    if not visit_ids:
        return []
    query = (
        select(EVENTS, VISITS.c.appointment_id, BODIES.c.body)
        .join(VISITS, VISITS.c.visit_id == EVENTS.c.visit_id)
        .join(BODIES, EVENT_BODY)
        .where(EVENTS.c.visit_id.in_(visit_ids), EVENTS.c.type.in_(("arrived", "witness_code")))
    )
    return list(connection.execute(query))


def chain_before(connection: Connection, device_id: str, epoch: str, seq: int) -> Any:
    """`hard_from_at`, `asserted_from_at`, `clock`, `received_at` of the accepted event next below a number: they bound
    those that follow."""
    return _CHAIN_BEFORE.first(connection, {"device": device_id, "chain": epoch, "seq": seq})


def _in_chain(device_id: str, epoch: str, first: int, last: int) -> Any:
    return and_(EVENTS.c.device_id == device_id, EVENTS.c.epoch == epoch, EVENTS.c.seq >= first, EVENTS.c.seq <= last)


def after_gap_between(connection: Connection, device_id: str, epoch: str, first: int, last: int) -> list[Row[Any]]:
    """Events that were marked because a number below them was missing."""
    query = select(EVENTS.c.envelope_sha256, EVENTS.c.position, EVENTS.c.visit_id).where(
        _in_chain(device_id, epoch, first, last), EVENTS.c.after_gap.is_(True)
    )
    return list(connection.execute(query))


def unmark(connection: Connection, landlord_id: str, positions: Collection[int]) -> None:
    """Nothing is missing below these any more."""
    if positions:
        connection.execute(update(EVENTS).where(_at(landlord_id, positions)).values(after_gap=False))


def _at(landlord_id: str, positions: Collection[int]) -> Any:
    return and_(EVENTS.c.landlord_id == landlord_id, EVENTS.c.position.in_(positions))


def mark_signed(connection: Connection, device_id: str, epoch: str, first: int, last: int) -> None:
    """A signature further up covers these."""
    connection.execute(update(EVENTS).where(_in_chain(device_id, epoch, first, last)).values(signed=True))


def received_late(connection: Connection, device_id: str, epoch: str, last: int, heard_at: datetime) -> list[int]:
    """The numbers up to `last` of events whose time is bounded above only later than `heard_at`.

    Read downwards a window at a time: below a window without any, all were received before.
    """
    found: list[int] = []
    while last > 0:
        window = _in_chain(device_id, epoch, last - 499, last)
        late = list(connection.execute(select(EVENTS.c.seq).where(window, EVENTS.c.hard_to_at > heard_at)).scalars())
        if not late:
            break
        found += late
        last -= 500
    return found


def accepted_from(connection: Connection, device_id: str, epoch: str, first: int) -> list[str]:
    """The accepted events of a chain from a number upwards, and those that came with its neighbours on either side.

    Below it too: what came together bounds each other, also where all that came above is set apart.
    """
    chain = and_(EVENTS.c.device_id == device_id, EVENTS.c.epoch == epoch)
    came = select(EVENTS.c.received_at).where(chain)
    above = came.where(EVENTS.c.seq >= first).order_by(EVENTS.c.seq).limit(1).scalar_subquery()
    below = came.where(EVENTS.c.seq < first).order_by(EVENTS.c.seq.desc()).limit(1).scalar_subquery()
    lowest = select(func.min(EVENTS.c.seq)).where(chain, EVENTS.c.received_at.in_([above, below]))
    begin = min(first, connection.execute(lowest).scalar() or first)
    return list(connection.execute(select(EVENTS.c.envelope_sha256).where(chain, EVENTS.c.seq >= begin)).scalars())


_TIMES = ("hard_from_at", "hard_to_at", "asserted_from_at", "asserted_to_at", "clock")
_SAVE_TIMES = (
    update(EVENTS)
    .where(EVENTS.c.landlord_id == bindparam("landlord"), EVENTS.c.position == bindparam("at"))
    .values({name: bindparam(f"new_{name}") for name in _TIMES})
)


def save_times(connection: Connection, landlord_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give events other times: each row has the event's `position`, both intervals and what is held of its clock."""
    if rows:
        given = [
            {"landlord": landlord_id, "at": row["position"], **{f"new_{name}": row[name] for name in _TIMES}}
            for row in rows
        ]
        connection.execute(_SAVE_TIMES, given)


def save_clock(connection: Connection, landlord_id: str, position: int, clock: Mapping[str, Any]) -> None:
    """Hold something else of an event's clock."""
    connection.execute(update(EVENTS).where(_at(landlord_id, [position])).values(clock=clock))


def forget_projections(connection: Connection, landlord_id: str) -> None:
    """Empty everything that the journal can make anew. Reports stay: people quote their references."""
    for table in (EVENTS, STATES, REFERENCES):
        connection.execute(delete(table).where(table.c.landlord_id == landlord_id))


def remove_events(connection: Connection, landlord_id: str, rows: Collection[Any]) -> None:
    """Take the events of these journal rows out of the projection: set aside, or turned out to break their chain."""
    connection.execute(delete(EVENTS).where(_at(landlord_id, [row.position for row in rows])))
    shas = [row.envelope_sha256 for row in rows]
    connection.execute(delete(REFERENCES).where(REFERENCES.c.envelope_sha256.in_(shas)))


def save_states(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put each visit's fold; its `rev` counts how often it changed."""
    insert_or_update(connection, STATES, [{**row, "rev": 1} for row in rows], counted="rev")


def touch(connection: Connection, landlord_id: str, visit_ids: Iterable[str], *, at: datetime) -> None:
    """Tell the worker that these visits have new events."""
    rows = [{"landlord_id": landlord_id, "visit_id": visit_id, "touched_at": at} for visit_id in visit_ids]
    insert_or_update(connection, TOUCHED, rows)


def add_blob_references(connection: Connection, rows: list[dict[str, Any]]) -> None:
    insert_if_absent(connection, REFERENCES, rows)


def add_report(connection: Connection, row: dict[str, Any]) -> None:
    insert_if_absent(connection, REPORTS, [row])
    line.touch_report(connection, row["report_id"])


def reported(connection: Connection, event_ids: Collection[str]) -> set[str]:
    """Those of these events that have a report already."""
    query = select(REPORTS.c.event_id).where(REPORTS.c.event_id.in_(event_ids))
    return set(connection.execute(query).scalars()) if event_ids else set()


def concern_lanes(connection: Connection, event_ids: Iterable[str]) -> list[Row[Any]]:
    """The reports of these concerns, with the lanes they stand in."""
    names = ("report_id", "event_id", "lane", "category", "danger_now", "facts")
    query = select(*(REPORTS.c[name] for name in names))
    return list(connection.execute(query.where(REPORTS.c.event_id.in_(list(event_ids)), REPORTS.c.lane != "damage")))


def set_lane(connection: Connection, report_id: str, lane: str) -> None:
    """Put a report where only those may read it who may read that lane."""
    connection.execute(update(REPORTS).where(REPORTS.c.report_id == report_id).values(lane=lane))
    line.touch_report(connection, report_id)


def correct_report(connection: Connection, report_id: str, **values: object) -> None:
    """Let a report say what its corrections say."""
    connection.execute(update(REPORTS).where(REPORTS.c.report_id == report_id).values(**values))
    line.touch_report(connection, report_id)


def received_at(connection: Connection, event_ids: Collection[str]) -> dict[str, datetime]:
    """When each of these accepted events was received."""
    query = select(EVENTS.c.event_id, EVENTS.c.received_at).where(EVENTS.c.event_id.in_(event_ids))
    return {row.event_id: row.received_at for row in connection.execute(query)} if event_ids else {}


def events_without_visit(connection: Connection, device_id: str, types: Collection[str]) -> list[Row[Any]]:
    """A phone's accepted events of these types that name no visit, with their bodies."""
    query = (
        select(EVENTS.c.event_id, EVENTS.c.device_id, EVENTS.c.epoch, EVENTS.c.seq, BODIES.c.body)
        .join(BODIES, EVENT_BODY)
        .where(EVENTS.c.device_id == device_id, EVENTS.c.visit_id.is_(None), EVENTS.c.type.in_(types))
        .where(BODIES.c.body.is_not(None))
    )
    return list(connection.execute(query))


def parsed(body: bytes) -> Any:
    """An accepted body, which has been parsed before. Escaped half surrogates are legal to Python's parser only."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return parse_body(body.decode())[0]
