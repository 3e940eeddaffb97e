"""What stands behind a bar: each visit, message or concern, as far as this person may see it, a page at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from server.domain.standards.counted import APPOINTMENT, MESSAGE, REPORT
from server.domain.viewing import Viewer
from server.storage import reports
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.standards.counts import Period
from server.storage.tables.messages import TenantMessage
from server.storage.tables.register import Appointment, Home, Repair
from server.storage.tables.standards import StandardPart
from server.storage.tables.visits import Report, Visit


@dataclass(frozen=True)
class Behind:
    """One line. `visit_id`, `root` or nothing lead on for an appointment; the others have a page by their id."""

    subject_kind: str
    subject_id: str
    day: date
    firm_id: str
    sort: str
    verdict: str
    code: str
    what: str
    visit_id: str | None = None
    root: str | None = None


@dataclass(frozen=True)
class Wanted:
    """Of which standard, and of it which verdict and code; empty asks for all."""

    standard: str
    verdict: str = ""
    code: str = ""


def behind(viewer: Viewer, wanted: Wanted, period: Period, *, limit: int, offset: int) -> list[Behind]:
    """The newest first. A concern that this person may not open is left out; `kept_back` counts those."""
    query = (
        select(StandardPart)
        .where(*_asked(viewer, wanted, period), or_(StandardPart.subject_kind != REPORT, _may_open(viewer)))
        .order_by(StandardPart.day.desc(), StandardPart.subject_id, StandardPart.part)
    )
    rows = list(db.session.scalars(query.limit(limit).offset(offset)))
    known = _appointments(viewer, rows) | _messages(rows) | _reports(rows)
    return [
        Behind(row.subject_kind, row.subject_id, row.day, row.firm_id, row.sort, row.verdict, row.code, *found)
        for row in rows
        for found in [known.get((row.subject_kind, row.subject_id), (row.subject_id, None, None))]
    ]


def kept_back(viewer: Viewer, wanted: Wanted, period: Period) -> int:
    """How many concerns are counted here that this person may not open."""
    query: Select[Any] = select(func.count()).select_from(StandardPart)
    own = (StandardPart.subject_kind == REPORT, ~_may_open(viewer))
    return db.session.scalar(query.where(*_asked(viewer, wanted, period), *own)) or 0


def _may_open(viewer: Viewer) -> Any:
    return StandardPart.subject_id.in_(select(Report.report_id).where(*reports.visible(viewer)))


def _asked(viewer: Viewer, wanted: Wanted, period: Period) -> list[Any]:
    conditions = [*own_work(viewer, StandardPart), StandardPart.standard == wanted.standard]
    conditions.append(StandardPart.day.between(period.begins, period.ends))
    for column, value in (
        (StandardPart.firm_id, period.firm_id),
        (StandardPart.sort, period.sort),
        (StandardPart.verdict, wanted.verdict),
        (StandardPart.code, wanted.code),
    ):
        if value:
            conditions.append(column == value)
    return conditions


Known = dict[tuple[str, str], tuple[str, str | None, str | None]]


def _appointments(viewer: Viewer, rows: list[StandardPart]) -> Known:
    names = [row.subject_id for row in rows if row.subject_kind == APPOINTMENT]
    visit = select(func.max(Visit.visit_id)).where(
        Visit.landlord_id == Appointment.landlord_id, Visit.appointment_id == Appointment.appointment_id
    )
    columns = (Appointment.appointment_id, Home.address_line_1, Home.postcode, Repair.repair_root)
    query = (
        select(*columns, visit.correlate(Appointment).scalar_subquery())
        .join(Home, and_(Home.landlord_id == Appointment.landlord_id, Home.uprn == Appointment.uprn))
        .join(Repair, and_(Repair.landlord_id == Appointment.landlord_id, Repair.job_number == Appointment.job_number))
        .where(Appointment.landlord_id == viewer.landlord_id, Appointment.appointment_id.in_(names))
    )
    return {
        (APPOINTMENT, name): (f"{home}, {postcode}", visit_id, root)
        for name, home, postcode, root, visit_id in db.session.execute(query)
    }


def _messages(rows: list[StandardPart]) -> Known:
    names = [row.subject_id for row in rows if row.subject_kind == MESSAGE]
    query = select(TenantMessage.message_id, TenantMessage.reference).where(TenantMessage.message_id.in_(names))
    return {(MESSAGE, name): (reference, None, None) for name, reference in db.session.execute(query)}


def _reports(rows: list[StandardPart]) -> Known:
    names = [row.subject_id for row in rows if row.subject_kind == REPORT]
    query = select(Report.report_id, Report.reference).where(Report.report_id.in_(names))
    return {(REPORT, name): (reference, None, None) for name, reference in db.session.execute(query)}
