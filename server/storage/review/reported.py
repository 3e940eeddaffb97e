"""Reports as the queue needs them: which lane, whose work, and whether anybody has closed them. Never what they say."""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import Row, Table, select
from sqlalchemy.engine import Connection

from server.storage.tables.visits import Report, ReportReview

REPORTS = cast(Table, Report.__table__)

_COLUMNS = tuple(
    REPORTS.c[name]
    for name in (
        *("report_id", "landlord_id", "reference", "lane", "danger_now"),
        *("firm_id", "uprn", "visit_id", "received_at"),
    )
)


def of_events(connection: Connection, event_ids: Iterable[str]) -> Sequence[Row[Any]]:
    wanted = list(event_ids)
    if not wanted:
        return []
    return connection.execute(select(*_COLUMNS).where(REPORTS.c.event_id.in_(wanted))).all()


def with_reviews(connection: Connection, landlord_id: str) -> Sequence[tuple[Row[Any], str | None]]:
    """Every report, with who closed it; None where its newest review left it open."""
    query = select(ReportReview.report_id, ReportReview.status, ReportReview.by)
    query = query.join(REPORTS, REPORTS.c.report_id == ReportReview.report_id)
    query = query.where(REPORTS.c.landlord_id == landlord_id).order_by(ReportReview.at, ReportReview.review_id)
    newest = {report_id: by if status == "closed" else None for report_id, status, by in connection.execute(query)}
    reports = connection.execute(select(*_COLUMNS).where(REPORTS.c.landlord_id == landlord_id)).all()
    return [(report, newest.get(report.report_id)) for report in reports]
