"""Makes a concern's clocks anew from its report and its steps, and puts them where people and the worker look.

The same however often it is called and in whatever order events came: a clock is a reading of what was recorded.
"""

from collections.abc import Iterable, Set
from datetime import date, datetime
from typing import Any

from sqlalchemy.engine import Connection

from server.domain.concerns.clocks import Clock, clocks_of, started_at
from server.domain.concerns.limits import Limits
from server.domain.concerns.steps import REOPENED, Step
from server.domain.concerns.warnings import LAPSED, LAST, next_look_at
from server.domain.review.items import Subject, Waiting
from server.domain.review.kinds import LIFE
from server.services.days.days_off import days_off_from
from server.services.review.put_item import put_item
from server.services.review.settle_item import settle_item
from server.storage.concerns import clocks, steps
from server.storage.concerns.clocks import ReportRow
from server.storage.concerns.limits import limits_of
from server.storage.database import transaction

PROPERTY = "property"


def run_clocks(connection: Connection, report: ReportRow, *, at: datetime) -> list[Clock]:
    """Join the caller's transaction. What became a matter of a household's people has no clocks any more."""
    told = steps.told(connection, report.report_id)
    off = days_off_from(report.landlord_id, started_at(report.concern, told), connection=connection)
    limits = limits_of(connection, report.landlord_id)
    found = clocks_of(report.concern, told, limits, holidays=off) if report.lane == PROPERTY else ()
    before = clocks.rows(connection, report.report_id)
    clocks.drop(connection, report.report_id, set(before) - {clock.kind for clock in found})
    clocks.put(connection, [_row(report, clock, _told(before, clock), limits, off) for clock in found])
    worst = [clock for clock in found if clock.due_on is None or _told(before, clock) in (LAST, LAPSED)]
    _queue(report, found, told, is_worst=any(clock.is_running for clock in worst), at=at)
    return list(found)


def run_all_clocks(landlord_id: str, *, at: datetime) -> None:
    """Another bank holiday moves every limit that is counted in working days."""
    with transaction() as connection:
        for report in clocks.running_reports(connection, landlord_id):
            run_clocks(connection, report, at=at)


def _told(before: dict[str, Any], clock: Clock) -> str:
    return str(before[clock.kind].told) if clock.kind in before else ""


def _row(report: ReportRow, clock: Clock, told: str, limits: Limits, off: Set[date]) -> dict[str, Any]:
    return {
        "report_id": report.report_id,
        "kind": clock.kind,
        "landlord_id": report.landlord_id,
        "standing": clock.standing,
        "state": clock.state,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "due_on": clock.due_on,
        "clause": clock.clause,
        "ended_at": clock.ended_at,
        "why": clock.why,
        "told": told,
        "look_at": next_look_at(clock, told, limits, holidays=off),
    }


def _queue(report: ReportRow, found: Iterable[Clock], told: Iterable[Step], *, is_worst: bool, at: datetime) -> None:
    """One item for all clocks of a concern, due with the first of them. A person closes it; nothing does by itself."""
    running = [clock for clock in found if clock.is_running]
    begun = [clock.started_at for clock in running] + [step.happened_at for step in told if step.what == REOPENED]
    about = Subject("report", report.report_id)
    if running:
        waiting = Waiting(
            landlord_id=report.landlord_id,
            kind="clock",
            subject=about,
            raised_at=max(begun),
            reference=report.reference,
            harm=LIFE if is_worst else None,
            due_at=min(clock.due_at for clock in running),
            firm_id=report.firm_id,
            uprn=report.uprn,
            visit_id=report.visit_id,
        )
        put_item(waiting, at=at)
    else:
        settle_item(report.landlord_id, "clock", about, "clocks_ended", at=at)
