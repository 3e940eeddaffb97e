"""What people wrote down about a concern, in the order in which they did."""

from collections.abc import Iterable
from typing import cast

from sqlalchemy import Table, func, select
from sqlalchemy.engine import Connection

from server.domain.concerns.steps import Step
from server.storage.database import db
from server.storage.tables.concerns import ConcernStep

STEPS = cast(Table, ConcernStep.__table__)


def of_report(report_id: str) -> list[ConcernStep]:
    """The steps as rows, the oldest first. Whether the reader may see the report, the caller has asked."""
    query = select(ConcernStep).where(ConcernStep.report_id == report_id)
    return list(db.session.scalars(query.order_by(ConcernStep.at, ConcernStep.step_id)))


def told(connection: Connection, report_id: str) -> tuple[Step, ...]:
    """The steps as the rule reads them."""
    query = (
        select(STEPS.c.what, STEPS.c.happened_at, STEPS.c.text, STEPS.c.facts)
        .where(STEPS.c.report_id == report_id)
        .order_by(STEPS.c.at, STEPS.c.step_id)
    )
    return tuple(Step(*row) for row in connection.execute(query))


def kinds_of(report_ids: Iterable[str]) -> dict[str, set[str]]:
    """Which kinds of steps each report has, without their words."""
    wanted = list(report_ids)
    query = select(STEPS.c.report_id, STEPS.c.what).where(STEPS.c.report_id.in_(wanted)).distinct()
    found: dict[str, set[str]] = {report_id: set() for report_id in wanted}
    for report_id, what in db.session.execute(query) if wanted else ():
        found[report_id].add(what)
    return found


def count_of(report_id: str) -> int:
    query = select(func.count()).select_from(STEPS).where(STEPS.c.report_id == report_id)
    return db.session.scalar(query) or 0
