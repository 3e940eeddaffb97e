"""Alarms and their history. The history is appended; an alarm's row says only how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Table, and_, func, select, update
from sqlalchemy.engine import Connection, CursorResult

from server.domain.safety.ladder import DRILL
from server.domain.viewing import Viewer
from server.storage.database import db
from server.storage.insertion import insert_if_absent
from server.storage.pages.own_work import own_work
from server.storage.tables.register import Firm, Home, Operative
from server.storage.tables.safety import Alarm, AlarmStep
from server.storage.tables.visits import Visit

ALARMS = cast(Table, Alarm.__table__)
STEPS = cast(Table, AlarmStep.__table__)


@dataclass(frozen=True)
class ListedAlarm:
    """One alarm as the console shows it, with the operative, whom to ring, and where they should be."""

    alarm_id: str
    reference: str
    kind: str
    rung: str
    deadline_at: datetime
    raised_at: datetime
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    heard_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    outcome: str
    visit_id: str | None
    firm_id: str
    operative_id: str
    operative: str
    mobile: str
    firm_name: str
    firm_phone: str
    address: str


@dataclass(frozen=True)
class OpenAlarm:
    """An alarm that nobody has closed, as the board needs it. `cause` names the event of a call for help."""

    visit_id: str | None
    cause: str
    kind: str
    operative_id: str
    deadline_at: datetime
    heard_at: datetime | None


def add(connection: Connection, row: dict[str, Any]) -> bool:
    """Add the alarm unless its cause has one already; True where it is new."""
    insert_if_absent(connection, ALARMS, [row])
    query = select(ALARMS.c.alarm_id).where(ALARMS.c.cause == row["cause"])
    return bool(connection.execute(query).scalar() == row["alarm_id"])


def one(connection: Connection, alarm_id: str) -> Row[Any] | None:
    return connection.execute(select(ALARMS).where(ALARMS.c.alarm_id == alarm_id)).one_or_none()


def open_of(connection: Connection, operative_id: str, kinds: Iterable[str]) -> list[Row[Any]]:
    """The operative's open alarms of these kinds, the oldest first."""
    query = select(ALARMS).where(ALARMS.c.operative_id == operative_id, ALARMS.c.closed_at.is_(None))
    return list(connection.execute(query.where(ALARMS.c.kind.in_(list(kinds))).order_by(ALARMS.c.raised_at)))


def change(connection: Connection, alarm_id: str, *conditions: Any, **values: Any) -> bool:
    """Change an alarm that is still open and fits; True where it was."""
    query = update(ALARMS).where(ALARMS.c.alarm_id == alarm_id, ALARMS.c.closed_at.is_(None), *conditions)
    return cast("CursorResult[object]", connection.execute(query.values(**values))).rowcount == 1


def note(connection: Connection, alarm: Any, what: str, *, at: datetime, **line: Any) -> None:
    """Append a line to the history of an alarm; `line` may hold rung, by and facts."""
    values = {"rung": "", "by": "", "facts": {}, **line}
    connection.execute(
        STEPS.insert().values(landlord_id=alarm.landlord_id, alarm_id=alarm.alarm_id, at=at, what=what, **values)
    )


def history(alarm_ids: Iterable[str]) -> dict[str, list[AlarmStep]]:
    """The lines of these alarms, the oldest first."""
    wanted = list(alarm_ids)
    found: dict[str, list[AlarmStep]] = {alarm_id: [] for alarm_id in wanted}
    if wanted:
        query = select(AlarmStep).where(AlarmStep.alarm_id.in_(wanted)).order_by(AlarmStep.step_id)
        for line in db.session.scalars(query):
            found[line.alarm_id].append(line)
    return found


def listed(viewer: Viewer, *, is_open: bool, limit: int = 100, since: datetime | None = None) -> list[ListedAlarm]:
    """Alarms that this person may see: the open ones, longest overdue first, or the closed ones, newest first."""
    query = _lines(viewer)
    if is_open:
        query = query.where(Alarm.closed_at.is_(None)).order_by(Alarm.deadline_at, Alarm.alarm_id)
    else:
        query = query.where(Alarm.closed_at.is_not(None)).order_by(Alarm.closed_at.desc(), Alarm.alarm_id)
    if since is not None:
        query = query.where(Alarm.raised_at >= since)
    return [ListedAlarm(*row) for row in db.session.execute(query.limit(limit))]


def find(viewer: Viewer, alarm_id: str) -> ListedAlarm | None:
    row = db.session.execute(_lines(viewer).where(Alarm.alarm_id == alarm_id)).one_or_none()
    return ListedAlarm(*row) if row else None


def standing(viewer: Viewer) -> list[Row[Any]]:
    """The open alarms in few words, for every page that shouts: rung and whether somebody took it."""
    query = select(Alarm.alarm_id, Alarm.rung, Alarm.kind, Alarm.acknowledged_at, Alarm.reference)
    return list(db.session.execute(query.where(*own_work(viewer, Alarm), Alarm.closed_at.is_(None))))


def open_in_earnest(viewer: Viewer) -> list[OpenAlarm]:
    """The open alarms without the drills, the oldest first."""
    query = (
        select(Alarm.visit_id, Alarm.cause, Alarm.kind, Alarm.operative_id, Alarm.deadline_at, Alarm.heard_at)
        .where(*own_work(viewer, Alarm), Alarm.closed_at.is_(None), Alarm.kind != DRILL)
        .order_by(Alarm.deadline_at, Alarm.alarm_id)
    )
    return [OpenAlarm(*row) for row in db.session.execute(query)]


def drills(landlord_id: str, since: datetime) -> list[Alarm]:
    """The drills since then, newest first."""
    query = select(Alarm).where(Alarm.landlord_id == landlord_id, Alarm.kind == "drill", Alarm.raised_at >= since)
    return list(db.session.scalars(query.order_by(Alarm.raised_at.desc())))


def raised_by(alarm_id: str) -> str | None:
    """The phone's operative, the person or the server that raised it."""
    return db.session.scalar(select(Alarm.raised_by).where(Alarm.alarm_id == alarm_id))


def first_step(alarm_id: str, what: str) -> datetime | None:
    """When something first stood in the history."""
    query = select(func.min(AlarmStep.at)).where(AlarmStep.alarm_id == alarm_id, AlarmStep.what == what)
    found: datetime | None = db.session.scalar(query)
    return found


def _lines(viewer: Viewer) -> Any:
    landlord = Alarm.landlord_id
    return (
        select(
            *(Alarm.alarm_id, Alarm.reference, Alarm.kind, Alarm.rung, Alarm.deadline_at, Alarm.raised_at),
            *(Alarm.acknowledged_by, Alarm.acknowledged_at, Alarm.heard_at, Alarm.closed_at, Alarm.closed_by),
            *(Alarm.outcome, Alarm.visit_id, Alarm.firm_id, Alarm.operative_id),
            func.coalesce(Operative.full_name, Alarm.operative_id),
            func.coalesce(Operative.mobile, ""),
            func.coalesce(Firm.name, Alarm.firm_id),
            func.coalesce(Firm.phone, ""),
            func.coalesce(Home.address_line_1, "Place not known"),
        )
        .outerjoin(Operative, and_(Operative.landlord_id == landlord, Operative.operative_id == Alarm.operative_id))
        .outerjoin(Firm, and_(Firm.landlord_id == landlord, Firm.firm_id == Alarm.firm_id))
        .outerjoin(Visit, and_(Visit.landlord_id == landlord, Visit.visit_id == Alarm.visit_id))
        .outerjoin(Home, and_(Home.landlord_id == landlord, Home.uprn == Visit.uprn))
        .where(*own_work(viewer, Alarm))
    )
