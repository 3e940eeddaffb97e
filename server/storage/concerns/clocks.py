"""The hazard clocks in the database: a projection of reports and steps, with the moment at which to look again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Table, delete, select, update
from sqlalchemy.engine import Connection

from server.domain.concerns.clocks import RUNNING, Clock, Concern
from server.domain.viewing import Viewer
from server.storage import reports
from server.storage.database import db
from server.storage.insertion import insert_or_update
from server.storage.reports import ListedReport
from server.storage.tables.concerns import ConcernClock
from server.storage.tables.visits import Report

CLOCKS = cast(Table, ConcernClock.__table__)
REPORTS = cast(Table, Report.__table__)


@dataclass(frozen=True)
class ReportRow:
    """A concern's report, as far as its clocks need it."""

    report_id: str
    landlord_id: str
    reference: str
    lane: str
    category: str
    danger_now: bool
    received_at: datetime
    firm_id: str
    uprn: str | None
    visit_id: str | None
    facts: Mapping[str, Any]

    @property
    def concern(self) -> Concern:
        corrected = self.facts.get("corrected") or {}
        learned = {what: datetime.fromisoformat(at) for what, at in corrected.get("learned_at", {}).items()}
        also = tuple(corrected.get("also", ()))
        return Concern(self.category, self.danger_now, self.received_at, also, learned)


def report(connection: Connection, report_id: str) -> ReportRow | None:
    """The report by its id, whoever may read it: for the rule, not for a page."""
    row = connection.execute(_reports().where(REPORTS.c.report_id == report_id)).one_or_none()
    return ReportRow(*row) if row else None


def reports_of_events(connection: Connection, event_ids: Iterable[str]) -> list[ReportRow]:
    """The concerns among these events' reports."""
    wanted = list(event_ids)
    if not wanted:
        return []
    query = _reports().where(REPORTS.c.event_id.in_(wanted), REPORTS.c.lane.in_(("property", "household")))
    return [ReportRow(*row) for row in connection.execute(query)]


def running_reports(connection: Connection, landlord_id: str) -> list[ReportRow]:
    """The concerns with a clock that runs: what another holiday may move."""
    running = select(CLOCKS.c.report_id).where(CLOCKS.c.landlord_id == landlord_id, CLOCKS.c.state == RUNNING)
    return [ReportRow(*row) for row in connection.execute(_reports().where(REPORTS.c.report_id.in_(running)))]


def rows(connection: Connection, report_id: str) -> dict[str, Row[Any]]:
    """The clocks of a concern as they stand, by kind."""
    found = connection.execute(select(CLOCKS).where(CLOCKS.c.report_id == report_id))
    return {row.kind: row for row in found}


def put(connection: Connection, values: list[dict[str, Any]]) -> None:
    insert_or_update(connection, CLOCKS, values)


def drop(connection: Connection, report_id: str, kinds: Iterable[str]) -> None:
    """A clock that what is known now does not ask for was never one."""
    wanted = list(kinds)
    if wanted:
        connection.execute(delete(CLOCKS).where(CLOCKS.c.report_id == report_id, CLOCKS.c.kind.in_(wanted)))


def due(connection: Connection, now: datetime, limit: int) -> Sequence[Row[Any]]:
    """The clocks somebody is to be told about; one query over an index."""
    query = select(CLOCKS).where(CLOCKS.c.look_at <= now).order_by(CLOCKS.c.look_at).limit(limit)
    return connection.execute(query).all()


def change(connection: Connection, report_id: str, kind: str, **values: Any) -> None:
    connection.execute(update(CLOCKS).where(CLOCKS.c.report_id == report_id, CLOCKS.c.kind == kind).values(**values))


def as_clock(row: Any) -> Clock:
    return Clock(
        row.kind, row.standing, row.state, row.started_at, row.due_at, row.due_on, row.clause, row.ended_at, row.why
    )


def of_report(report_id: str) -> list[Clock]:
    """A concern's clocks; whether the reader may see them, the caller has asked."""
    return [
        as_clock(row) for row in db.session.scalars(select(ConcernClock).where(ConcernClock.report_id == report_id))
    ]


@dataclass(frozen=True)
class ListedClock:
    """A line of the list of clocks."""

    line: ListedReport
    clock: Clock


def listed(viewer: Viewer, *, state: str = RUNNING, limit: int = 51, offset: int = 0) -> list[ListedClock]:
    """The clocks of the concerns this person may see, the soonest due first; ended ones newest first."""
    query = (
        select(ConcernClock)
        .join(Report, Report.report_id == ConcernClock.report_id)
        .where(ConcernClock.landlord_id == viewer.landlord_id, Report.lane == "property", *reports.visible(viewer))
    )
    if state == RUNNING:
        query = query.where(ConcernClock.state == RUNNING).order_by(ConcernClock.due_at, ConcernClock.report_id)
    else:
        query = query.where(ConcernClock.state != RUNNING).order_by(ConcernClock.ended_at.desc())
    found = [as_clock_of(row) for row in db.session.scalars(query.limit(limit).offset(offset))]
    lines = reports.lines_of(viewer, {report_id for report_id, _ in found})
    return [ListedClock(lines[report_id], clock) for report_id, clock in found if report_id in lines]


def as_clock_of(row: ConcernClock) -> tuple[str, Clock]:
    return row.report_id, as_clock(row)


def _reports() -> Any:
    names = ("report_id", "landlord_id", "reference", "lane", "category", "danger_now", "received_at")
    return select(*(REPORTS.c[name] for name in (*names, "firm_id", "uprn", "visit_id", "facts")))
