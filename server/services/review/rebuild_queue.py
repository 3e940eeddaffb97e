"""Makes the queue what the sources say, reports included: for data that was there before the queue, and for repair."""

from server.domain.review.items import CLOSED, Closing, Subject
from server.outside.clock import Clock
from server.services.review.close_item import close_item
from server.services.review.gather_queue import gather_queue
from server.services.review.put_item import put_item
from server.services.review.put_reports import KINDS, kind_of_report, waiting_report
from server.storage.database import transaction
from server.storage.people import landlords
from server.storage.review import items, reported


def rebuild_queue(*, clock: Clock) -> int:
    """Returns how much was different. Items are added, moved and ended, never thrown away: their history stays."""
    return gather_queue(clock=clock) + sum(_reports(landlord_id, clock) for landlord_id in landlords.all_ids())


def _reports(landlord_id: str, clock: Clock) -> int:
    done = 0
    with transaction() as connection:
        standing = {row.subject_id: row for row in items.waiting(landlord_id, KINDS)}
        for report, closed_by in reported.with_reviews(connection, landlord_id):
            kind, row = kind_of_report(report), standing.get(report.report_id)
            subject = Subject("report", report.report_id)
            if kind is not None and closed_by is None and row is None:
                put_item(waiting_report(report, kind), at=clock.now())
                done += 1
            elif closed_by is not None and row is not None and row.state != CLOSED:
                close_item(landlord_id, row.kind, subject, Closing(closed_by, "report_closed"), at=clock.now())
                done += 1
    return done
