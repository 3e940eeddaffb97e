"""Makes the queue what the sources say, reports included: for data that was there before the queue, and for repair."""

from typing import Any

from server.domain.review.items import CLOSED, Closing, Subject
from server.outside.clock import Clock
from server.services.review.close_item import close_item
from server.services.review.gather_queue import gather_queue
from server.services.review.put_item import put_item
from server.services.review.put_reports import KINDS, kind_of_report, waiting_report
from server.storage.database import db
from server.storage.people import landlords
from server.storage.review import items, reported


def rebuild_queue(*, clock: Clock) -> int:
    """Returns how much was different. Items are added, moved and ended, never thrown away: their history stays."""
    return gather_queue(clock=clock) + sum(_reports(landlord_id, clock) for landlord_id in landlords.all_ids())


def _reports(landlord_id: str, clock: Clock) -> int:
    """Read without holding anybody up; what differs is put or closed one by one, and again changes nothing."""
    with db.engine.connect() as connection:
        found = reported.with_reviews(connection, landlord_id)
    standing = {row.subject_id: row for row in items.waiting(landlord_id, KINDS)}
    return sum(_settle(report, closed_by, standing.get(report.report_id), clock) for report, closed_by in found)


def _settle(report: Any, closed_by: str | None, row: Any, clock: Clock) -> bool:
    kind = kind_of_report(report)
    if kind is not None and closed_by is None and row is None:
        put_item(waiting_report(report, kind), at=clock.now())
        return True
    if closed_by is not None and row is not None and row.state != CLOSED:
        subject, closing = Subject("report", report.report_id), Closing(closed_by, "report_closed")
        return close_item(report.landlord_id, row.kind, subject, closing, at=clock.now())
    return False
