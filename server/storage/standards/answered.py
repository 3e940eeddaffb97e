"""Tenants' messages and operatives' concerns as the standards count them: when they came and when a person answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from server.storage.database import db
from server.storage.tables.concerns import ConcernStep
from server.storage.tables.messages import TenantMessage
from server.storage.tables.visits import Report, ReportReview


@dataclass(frozen=True)
class ReportedConcern:
    """A concern; `taken_at` is when a person first decided or wrote something down, None where nobody has."""

    report_id: str
    firm_id: str
    lane: str
    danger_now: bool
    received_at: datetime
    taken_at: datetime | None


def messages(landlord_id: str, message_ids: Collection[str]) -> list[TenantMessage]:
    query = select(TenantMessage).where(
        TenantMessage.landlord_id == landlord_id, TenantMessage.message_id.in_(message_ids)
    )
    return list(db.session.scalars(query))


def concerns(landlord_id: str, report_ids: Collection[str]) -> list[ReportedConcern]:
    """Damage is no concern, and has a course of its own."""
    columns = (Report.report_id, Report.firm_id, Report.lane, Report.danger_now, Report.received_at)
    query = select(*columns).where(
        Report.landlord_id == landlord_id, Report.report_id.in_(report_ids), Report.lane != "damage"
    )
    rows = db.session.execute(query).all()
    taken = _first_deeds([row.report_id for row in rows])
    return [ReportedConcern(*row, taken_at=taken.get(row.report_id)) for row in rows]


def _first_deeds(report_ids: Collection[str]) -> dict[str, datetime]:
    first: dict[str, datetime] = {}
    for table in (ReportReview, ConcernStep):
        query = select(table.report_id, func.min(table.at)).where(table.report_id.in_(report_ids))
        for report_id, at in db.session.execute(query.group_by(table.report_id)):
            first[report_id] = min(at, first.get(report_id, at))
    return first
