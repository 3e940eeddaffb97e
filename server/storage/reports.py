"""Reports of damage and concerns, as far as each person may see them: the lanes are chosen in the query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.register import Firm, Home, Operative
from server.storage.tables.visits import Report, ReportReview

OPEN_LANES = ("damage", "property")
STATUSES = ("new", "in_hand", "passed_on", "closed")


@dataclass(frozen=True)
class ListedReport:
    """One line of the list; what was seen or damaged stands on the report's own page only."""

    report_id: str
    reference: str
    lane: str
    category: str
    danger_now: bool
    address: str
    operative: str
    firm_name: str
    visit_id: str | None
    received_at: datetime
    status: str


@dataclass(frozen=True)
class Review:
    """What a person decided, the newest of a report standing."""

    review_id: str
    status: str
    note: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Asked:
    """What is looked for: words of a reference, address or operative's name; a lane; a status."""

    words: str = ""
    lane: str = ""
    status: str = ""
    limit: int = 50
    offset: int = 0


def visible(viewer: Viewer) -> list[ColumnElement[bool]]:
    """The conditions of every query for reports."""
    lanes: list[ColumnElement[bool]] = []
    if viewer.may("every_damage_and_property_report"):
        lanes.append(Report.lane.in_(OPEN_LANES))
    if viewer.may("urgent_reports"):
        lanes.append(and_(Report.lane.in_(OPEN_LANES), Report.danger_now.is_(True)))
    if viewer.may("household_concerns"):
        lanes.append(Report.lane == "household")
    return [*own_work(viewer, Report), or_(*lanes) if lanes else false()]


def listed(viewer: Viewer, asked: Asked) -> list[ListedReport]:
    """Reports, danger first, then the newest."""
    query = _lines(viewer)
    for word in asked.words.split()[:8]:
        pattern = "%" + word.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        places = (Report.reference, Home.address_line_1, Home.postcode, Operative.full_name)
        query = query.where(or_(*(func.lower(place).like(pattern, escape="\\") for place in places)))
    if asked.lane:
        query = query.where(Report.lane == asked.lane)
    if asked.status == "open":
        query = query.where(_status() != "closed")
    elif asked.status:
        query = query.where(_status() == asked.status)
    is_urgent = and_(Report.danger_now.is_(True), _status() != "closed")
    query = query.order_by(is_urgent.desc(), Report.received_at.desc(), Report.report_id.desc())
    return [ListedReport(*row) for row in db.session.execute(query.limit(asked.limit).offset(asked.offset))]


def of_visit(viewer: Viewer, visit_id: str) -> list[ListedReport]:
    """The reports made on a visit."""
    query = _lines(viewer).where(Report.visit_id == visit_id).order_by(Report.received_at)
    return [ListedReport(*row) for row in db.session.execute(query)]


def find(viewer: Viewer, report_id: str) -> Report | None:
    """The report, or None where it is not there or not this person's to see."""
    return db.session.scalar(select(Report).where(Report.report_id == report_id, *visible(viewer)))


def line_of(viewer: Viewer, report_id: str) -> ListedReport | None:
    row = db.session.execute(_lines(viewer).where(Report.report_id == report_id)).one_or_none()
    return ListedReport(*row) if row else None


def lines_of(viewer: Viewer, report_ids: Iterable[str]) -> dict[str, ListedReport]:
    """The lines of these reports by their ids, as far as this person may see them."""
    found = db.session.execute(_lines(viewer).where(Report.report_id.in_(list(report_ids))))
    return {row.report_id: ListedReport(*row) for row in found}


def lines_where(viewer: Viewer, condition: Any, *, limit: int, offset: int = 0) -> list[ListedReport]:
    """Lines by a condition that says itself who may see them; open ones first, danger before all, then the newest."""
    query = _all_lines().where(Report.landlord_id == viewer.landlord_id, condition)
    is_open = _status() != "closed"
    order = (is_open.desc(), Report.danger_now.desc(), Report.received_at.desc(), Report.report_id.desc())
    return [ListedReport(*row) for row in db.session.execute(query.order_by(*order).limit(limit).offset(offset))]


def reviews_of(report_id: str) -> list[Review]:
    """What people decided about it, newest first."""
    query = (
        select(ReportReview.review_id, ReportReview.status, ReportReview.note, ReportReview.by, ReportReview.at)
        .where(ReportReview.report_id == report_id)
        .order_by(ReportReview.at.desc(), ReportReview.review_id.desc())
    )
    return [Review(*row) for row in db.session.execute(query)]


def household_count(viewer: Viewer) -> int:
    """How many household concerns there are that this person may know of and not read."""
    query = select(func.count()).select_from(Report).where(*own_work(viewer, Report), Report.lane == "household")
    return db.session.scalar(query) or 0


def counts(viewer: Viewer) -> Mapping[str, int]:
    """Open reports by lane."""
    query = select(Report.lane, func.count()).where(*visible(viewer), _status() != "closed").group_by(Report.lane)
    return {row[0]: row[1] for row in db.session.execute(query)}


def _status() -> ColumnElement[str]:
    newest = (
        select(ReportReview.status)
        .where(ReportReview.report_id == Report.report_id)
        .order_by(ReportReview.at.desc(), ReportReview.review_id.desc())
        .limit(1)
        .correlate(Report)
        .scalar_subquery()
    )
    return func.coalesce(newest, "new")


def _lines(viewer: Viewer) -> Any:
    return _all_lines().where(*visible(viewer))


def _all_lines() -> Any:
    return (
        select(
            Report.report_id,
            Report.reference,
            Report.lane,
            Report.category,
            Report.danger_now,
            func.coalesce(Home.address_line_1, "Address not known"),
            func.coalesce(Operative.full_name, Report.operative_id),
            func.coalesce(Firm.name, Report.firm_id),
            Report.visit_id,
            Report.received_at,
            _status().label("status"),
        )
        .outerjoin(Home, and_(Home.landlord_id == Report.landlord_id, Home.uprn == Report.uprn))
        .outerjoin(
            Operative,
            and_(Operative.landlord_id == Report.landlord_id, Operative.operative_id == Report.operative_id),
        )
        .outerjoin(Firm, and_(Firm.landlord_id == Report.landlord_id, Firm.firm_id == Report.firm_id))
    )
