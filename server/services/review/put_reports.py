"""Puts concerns into the queue as they arrive. A concern that a correction moves to another lane moves with it.

Damage waits as a case of its own room, with its own dates.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from server.domain.review.items import Closing, Subject, Waiting
from server.domain.review.kinds import LIFE
from server.services.review.close_item import close_item
from server.services.review.put_item import put_item
from server.storage.review import items, reported

KINDS = ("household_concern", "danger_now", "property_concern")


def put_reports(connection: Connection, event_ids: Iterable[str], *, at: datetime) -> None:
    """Call it inside the caller's transaction, with the ids of the events that made or moved them."""
    for report in reported.of_events(connection, event_ids):
        kind = kind_of_report(report)
        if kind is None:
            continue
        subject = Subject("report", report.report_id)
        others = [other for other in KINDS if other != kind]
        is_moved = items.change_kind(connection, report.landlord_id, others, subject, kind)
        waiting = waiting_report(report, kind)
        # What it has become since, somebody must look at, though it was closed as what it was.
        put_item(replace(waiting, raised_at=at) if is_moved else waiting, at=at)


def close_report(report: Any, by: str, *, at: datetime) -> None:
    """A person has closed the report on its own page; so its item is."""
    kind = kind_of_report(report)
    if kind is not None:
        closing = Closing(by, "report_closed")
        close_item(report.landlord_id, kind, Subject("report", report.report_id), closing, at=at)


def kind_of_report(report: Any) -> str | None:
    """The kind of item that a report is; None for damage."""
    if report.lane == "household":
        return "household_concern"
    if report.lane == "property":
        return "danger_now" if report.danger_now else "property_concern"
    return None


def waiting_report(report: Any, kind: str) -> Waiting:
    return Waiting(
        report.landlord_id,
        kind,
        Subject("report", report.report_id),
        report.received_at,
        reference=report.reference,
        harm=LIFE if report.danger_now else None,
        firm_id=report.firm_id,
        uprn=report.uprn,
        visit_id=report.visit_id,
    )
