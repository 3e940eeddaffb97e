"""Concerns about the people of a household: opened by named safeguarding people, and by a director once escalated."""

from sqlalchemy import exists, false, or_, select

from server.domain.concerns.steps import ESCALATED
from server.domain.viewing import Viewer
from server.storage import reports
from server.storage.database import db
from server.storage.reports import ListedReport
from server.storage.tables.concerns import ConcernStep
from server.storage.tables.visits import Report

HOUSEHOLD = "household"


def may_open(viewer: Viewer) -> object:
    """The condition on a report of the household lane. A firm's people never fulfil it."""
    ways = []
    if viewer.may("household_concerns"):
        ways.append(Report.lane == HOUSEHOLD)
    if viewer.may("escalated_concerns"):
        escalated = exists().where(ConcernStep.report_id == Report.report_id, ConcernStep.what == ESCALATED)
        ways.append((Report.lane == HOUSEHOLD) & escalated)
    return or_(*ways) if ways and viewer.firm_id is None else false()


def find(viewer: Viewer, report_id: str) -> Report | None:
    """The report, or None where it is not there or not this person's to open."""
    query = select(Report).where(
        Report.report_id == report_id,
        Report.landlord_id == viewer.landlord_id,
        may_open(viewer),  # type: ignore[arg-type]
    )
    return db.session.scalar(query)


def listed(viewer: Viewer, *, limit: int = 51, offset: int = 0) -> list[ListedReport]:
    """The open ones first, danger before all, then the newest. No words of any of them."""
    return reports.lines_where(viewer, may_open(viewer), limit=limit, offset=offset)


def line_of(viewer: Viewer, report_id: str) -> ListedReport | None:
    found = reports.lines_where(viewer, may_open(viewer) & (Report.report_id == report_id), limit=1)  # type: ignore[operator]
    return found[0] if found else None
