"""The line of what is to be counted anew: a case, a message or a report whose facts changed."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from sqlalchemy import Table, and_, bindparam, delete, select
from sqlalchemy.engine import Connection

from server.storage.database import db
from server.storage.insertion import insert_or_update
from server.storage.tables.register import Appointment
from server.storage.tables.standards import StandardLine, StandardPart
from server.storage.tables.standings import AppointmentStanding
from server.storage.tables.visits import Report

CASE, MESSAGE, REPORT = "case", "message", "report"
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
# A concern is taken in hand within a few working days: this many days reach over any row of closed ones.
_LONGEST_WAIT = timedelta(days=31)
_LINE = cast(Table, StandardLine.__table__)


def touch(connection: Connection, landlord_id: str, kind: str, names: Collection[str], *, at: datetime) -> None:
    """Put them in line inside the caller's transaction, in one order, so that no two wait for each other."""
    rows = [{"landlord_id": landlord_id, "kind": kind, "name": name, "touched_at": at} for name in sorted(set(names))]
    insert_or_update(connection, _LINE, rows)


def touch_appointment(connection: Connection, landlord_id: str, appointment_id: str | None, *, at: datetime) -> None:
    """The case of an appointment that has been assessed; another is counted when it is."""
    if appointment_id is None:
        return
    mine = (AppointmentStanding.landlord_id == landlord_id, AppointmentStanding.appointment_id == appointment_id)
    case_id = connection.execute(select(AppointmentStanding.case_id).where(*mine)).scalar()
    touch(connection, landlord_id, CASE, [case_id] if case_id is not None else [], at=at)


def touch_working_days(connection: Connection, landlord_id: str, day: date, *, at: datetime) -> None:
    """What is counted in working days and may lie around a day that is closed now, or open again."""
    begins_at = datetime.combine(day, time.min, UTC)
    works = (
        select(AppointmentStanding.case_id)
        .join(
            Appointment,
            and_(
                Appointment.landlord_id == AppointmentStanding.landlord_id,
                Appointment.appointment_id == AppointmentStanding.appointment_id,
            ),
        )
        .where(AppointmentStanding.landlord_id == landlord_id)
        .where(Appointment.kind == "planned", Appointment.now_start_at >= begins_at)
    )
    waited = select(Report.report_id).where(
        Report.landlord_id == landlord_id, Report.received_at >= begins_at - _LONGEST_WAIT
    )
    for kind, query in ((CASE, works), (REPORT, waited)):
        touch(connection, landlord_id, kind, [name for (name,) in connection.execute(query) if name], at=at)


def touch_report(connection: Connection, report_id: str) -> None:
    """A report whose review, step or lane is another now."""
    query = select(Report.landlord_id, Report.received_at).where(Report.report_id == report_id)
    for landlord_id, received_at in connection.execute(query).all():
        touch(connection, landlord_id, REPORT, [report_id], at=received_at)


def take(connection: Connection, landlord_id: str, limit: int) -> list[tuple[str, str]]:
    """Take kind and name of those that wait longest out of the line; call it before their facts are read.

    Whoever is touched afterwards waits for our commit and stands in line again. A row that another transaction
    holds is passed over: two that wait for each other would end one of them, and it might be a phone's sync.
    """
    columns = (_LINE.c.kind, _LINE.c.name)
    query = select(*columns).where(_LINE.c.landlord_id == landlord_id).order_by(_LINE.c.touched_at, *columns)
    rows = connection.execute(query.limit(limit).with_for_update(skip_locked=True)).all()
    found = [(kind, name) for kind, name in rows]
    if found:
        key = [_LINE.c.landlord_id == landlord_id, *(column == bindparam(f"b_{column.name}") for column in columns)]
        connection.execute(delete(_LINE).where(*key), [{"b_kind": kind, "b_name": name} for kind, name in found])
    return found


def due_by_time(landlord_id: str, now: datetime, limit: int) -> list[tuple[str, str]]:
    """Kind and name of the messages and reports that time alone has changed.

    The landlord is no condition of the query: without statistics SQLite would look it up and read all of its parts.
    """
    columns = (StandardPart.landlord_id, StandardPart.subject_kind, StandardPart.subject_id)
    query = select(*columns).where(StandardPart.look_at.between(_EVER, now)).order_by(StandardPart.look_at)
    return [(kind, name) for owner, kind, name in db.session.execute(query.limit(limit)) if owner == landlord_id]
