"""Everything that can be counted, by name, a few hundred at a time."""

from typing import Any

from sqlalchemy import select

from server.storage.database import db
from server.storage.standards.line import CASE, MESSAGE, REPORT
from server.storage.tables.decisions import CaseStanding
from server.storage.tables.messages import TenantMessage
from server.storage.tables.visits import Report

_NAMES: dict[str, tuple[Any, Any]] = {
    CASE: (CaseStanding, CaseStanding.case_id),
    MESSAGE: (TenantMessage, TenantMessage.message_id),
    REPORT: (Report, Report.report_id),
}


def names_after(landlord_id: str, kind: str, last: str, limit: int) -> list[str]:
    """The next names in their order; an empty `last` begins."""
    table, name = _NAMES[kind]
    query = select(name).where(table.landlord_id == landlord_id, name > last).order_by(name)
    return list(db.session.scalars(query.limit(limit)))
