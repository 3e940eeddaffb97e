"""What waits to be followed up: visits with new events, and cases that time or a phone's word has changed."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from server.storage.booking.changes import is_told_by
from server.storage.database import db
from server.storage.tables.booking import ChangeTelling, OfficeChange
from server.storage.tables.decisions import CaseStanding
from server.storage.tables.devices import DeviceHead, DeviceOperative
from server.storage.tables.notices import Notice
from server.storage.tables.register import Appointment, Assignment
from server.storage.tables.standings import AppointmentStanding
from server.storage.tables.visits import TouchedVisit, Visit


def touched_visits(limit: int) -> list[TouchedVisit]:
    """The visits touched longest ago."""
    query = select(TouchedVisit).order_by(TouchedVisit.touched_at, TouchedVisit.visit_id)
    return list(db.session.scalars(query.limit(limit)))


def put_back(touched: TouchedVisit, *, at: datetime) -> None:
    """Send it to the end of the line, where it still waits as it was read."""
    db.session.execute(update(TouchedVisit).where(*_as_read(touched)).values(touched_at=at))


def put_off(landlord_id: str, case_id: str, *, until: datetime) -> None:
    """Leave a case alone for a while."""
    this_case = (CaseStanding.landlord_id == landlord_id, CaseStanding.case_id == case_id)
    db.session.execute(update(CaseStanding).where(*this_case).values(due_again_at=until))
    its_own = (AppointmentStanding.landlord_id == landlord_id, AppointmentStanding.case_id == case_id)
    db.session.execute(update(AppointmentStanding).where(*its_own).values(stale=False, looked_at=until))


def done_with(touched: TouchedVisit) -> None:
    """Forget that it was touched, unless it was touched again meanwhile."""
    db.session.execute(delete(TouchedVisit).where(*_as_read(touched)))


def _as_read(touched: TouchedVisit) -> tuple[ColumnElement[bool], ...]:
    return (
        TouchedVisit.landlord_id == touched.landlord_id,
        TouchedVisit.visit_id == touched.visit_id,
        TouchedVisit.touched_at == touched.touched_at,
    )


def appointment_of(visit_id: str) -> str | None:
    """The appointment of a visit; None for unplanned work that nobody has linked yet."""
    return db.session.scalar(select(Visit.appointment_id).where(Visit.visit_id == visit_id))


def cases_phone_spoke(landlord_id: str, limit: int) -> list[str]:
    """Cases that waited for a phone which was heard since."""
    query = (
        select(AppointmentStanding.case_id)
        .join(Assignment, _same_appointment(Assignment))
        .join(DeviceOperative, DeviceOperative.operative_id == Assignment.operative_id)
        .join(DeviceHead, DeviceHead.device_id == DeviceOperative.device_id)
        .where(
            AppointmentStanding.landlord_id == landlord_id,
            DeviceOperative.landlord_id == landlord_id,
            AppointmentStanding.result.in_(("waiting", "decision")),
            DeviceHead.heard_at > AppointmentStanding.late_edge_at,
            DeviceHead.heard_at > AppointmentStanding.looked_at,
        )
    )
    return [case_id for case_id in db.session.scalars(query.distinct().limit(limit)) if case_id is not None]


def cases_text_left(landlord_id: str, limit: int) -> list[str]:
    """Cases in which a text about a time has left or arrived since."""
    query = (
        select(AppointmentStanding.case_id)
        .join(Notice, _same_appointment(Notice))
        .where(
            AppointmentStanding.landlord_id == landlord_id,
            Notice.new_start_at.is_not(None),
            or_(
                Notice.sent_at > AppointmentStanding.looked_at,
                Notice.delivered_at > AppointmentStanding.looked_at,
            ),
        )
    )
    return [case_id for case_id in db.session.scalars(query.distinct().limit(limit)) if case_id is not None]


def cases_change_told(landlord_id: str, limit: int) -> list[str]:
    """Cases whose tenant has been told of a move or a cancellation by a notice that left since."""
    query = (
        select(AppointmentStanding.case_id)
        .join(OfficeChange, _same_appointment(OfficeChange))
        .join(ChangeTelling, ChangeTelling.change_id == OfficeChange.change_id)
        .join(Notice, is_told_by())
        .where(AppointmentStanding.landlord_id == landlord_id, Notice.sent_at > AppointmentStanding.looked_at)
    )
    return [case_id for case_id in db.session.scalars(query.distinct().limit(limit)) if case_id is not None]


def _same_appointment(other: type[Assignment] | type[Notice] | type[OfficeChange]) -> ColumnElement[bool]:
    return and_(
        other.landlord_id == AppointmentStanding.landlord_id,
        other.appointment_id == AppointmentStanding.appointment_id,
    )


def appointments_changed(landlord_id: str, *, limit: int) -> list[Appointment]:
    """Appointments that somebody asked the sweep to look at again."""
    return _first(landlord_id, AppointmentStanding.stale.is_(True), limit)


def appointments_over(landlord_id: str, *, over_before: datetime, now: datetime, limit: int) -> list[Appointment]:
    """Appointments whose time was over before a moment and that no assessment has looked at since."""
    not_looked_at = or_(
        AppointmentStanding.result.is_(None),
        and_(AppointmentStanding.result == "not_due", AppointmentStanding.late_edge_at < now),
    )
    over = func.coalesce(Appointment.now_end_at, Appointment.now_start_at) < over_before
    return _first(landlord_id, and_(over, not_looked_at), limit)


def _first(landlord_id: str, which: ColumnElement[bool], limit: int) -> list[Appointment]:
    """In order of their times."""
    standing = and_(
        AppointmentStanding.landlord_id == Appointment.landlord_id,
        AppointmentStanding.appointment_id == Appointment.appointment_id,
    )
    query = (
        select(Appointment)
        .outerjoin(AppointmentStanding, standing)
        .where(Appointment.landlord_id == landlord_id, which)
        .order_by(Appointment.now_start_at, Appointment.appointment_id)
        .limit(limit)
    )
    return list(db.session.scalars(query))
