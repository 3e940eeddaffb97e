"""Monthly reports that were made: a firm's office sees its own firm's, the landlord's people all of them."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from sqlalchemy import Table, func, select
from sqlalchemy.engine import Connection

from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.insertion import insert_if_absent
from server.storage.pages.own_work import own_work
from server.storage.tables.month_reports import MonthReport
from server.storage.tables.standards import StandardCount

REPORTS = cast(Table, MonthReport.__table__)
MOST_LISTED = 200


def add(connection: Connection, row: dict[str, object]) -> None:
    """Where somebody else has just made this edition, theirs stands."""
    insert_if_absent(connection, REPORTS, [row])


def newest_edition(landlord_id: str, month: str, firm_id: str) -> int:
    """0 where there is none."""
    found = select(func.max(MonthReport.edition)).where(
        MonthReport.landlord_id == landlord_id, MonthReport.month == month, MonthReport.firm_id == firm_id
    )
    return db.session.scalar(found) or 0


def listed(viewer: Viewer) -> Sequence[MonthReport]:
    """The newest months first; of one report the newest edition first."""
    order = (MonthReport.month.desc(), MonthReport.firm_id, MonthReport.edition.desc())
    query = select(MonthReport).where(*own_work(viewer, MonthReport)).order_by(*order).limit(MOST_LISTED)
    return list(db.session.scalars(query))


def find(viewer: Viewer, report_id: str) -> MonthReport | None:
    query = select(MonthReport).where(*own_work(viewer, MonthReport), MonthReport.report_id == report_id)
    return db.session.scalars(query).first()


def firms_counted(landlord_id: str, begins: date, ends: date) -> list[str]:
    """The firms of which anything was counted in these days; parts of no firm are left out."""
    query = (
        select(StandardCount.firm_id)
        .where(
            StandardCount.landlord_id == landlord_id,
            StandardCount.day.between(begins, ends),
            StandardCount.firm_id != "",
        )
        .group_by(StandardCount.firm_id)
    )
    return sorted(db.session.scalars(query))
