"""Who is watched until when. A sweep asks one indexed query, however many timers are open."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import Row, Table, func, literal, select, union_all, update
from sqlalchemy.engine import Connection

from server.domain.safety.watching import SIGN_TYPES, Sign
from server.storage.insertion import insert_if_absent, insert_or_update
from server.storage.tables.devices import DeviceHead, DeviceOperative
from server.storage.tables.safety import Alarm, Watch
from server.storage.tables.visits import VisitEvent, VisitState

WATCHES = cast(Table, Watch.__table__)
ALARMS = cast(Table, Alarm.__table__)
EVENTS = cast(Table, VisitEvent.__table__)
STATES = cast(Table, VisitState.__table__)
HEADS = cast(Table, DeviceHead.__table__)
ENROLLED = cast(Table, DeviceOperative.__table__)

_NAMES = [column.name for column in WATCHES.columns]


@dataclass(frozen=True)
class Due:
    """Something to look at: a watch (`what` is watch, by visit and operative) or an alarm (by its id)."""

    what: str
    first_id: str
    second_id: str


def due(connection: Connection, now: datetime, limit: int) -> list[Due]:
    """Watches and alarms whose moment has come, longest due first: the one query of a sweep."""
    watch = select(literal("watch"), WATCHES.c.visit_id, WATCHES.c.operative_id, WATCHES.c.look_at)
    alarm = select(literal("alarm"), ALARMS.c.alarm_id, literal(""), ALARMS.c.look_at)
    both = union_all(watch.where(WATCHES.c.look_at <= now), alarm.where(ALARMS.c.look_at <= now))
    query = both.order_by("look_at").limit(limit)
    return [Due(*row[:3]) for row in connection.execute(query)]


def of_visits(connection: Connection, visit_ids: Collection[str]) -> list[Row[Any]]:
    """The watches on these visits, ended ones too."""
    return list(connection.execute(select(WATCHES).where(WATCHES.c.visit_id.in_(visit_ids)))) if visit_ids else []


def one(connection: Connection, visit_id: str, operative_id: str) -> Row[Any] | None:
    query = select(WATCHES).where(WATCHES.c.visit_id == visit_id, WATCHES.c.operative_id == operative_id)
    return connection.execute(query).one_or_none()


def add_planned(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """New watches of the day's plan; one that is there already is left as it stands."""
    insert_if_absent(connection, WATCHES, rows)


def put(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Watches as the phones' timers say; each row names every column."""
    insert_or_update(connection, WATCHES, rows)


def change(connection: Connection, visit_id: str, operative_id: str, **values: Any) -> None:
    connection.execute(
        update(WATCHES).where(WATCHES.c.visit_id == visit_id, WATCHES.c.operative_id == operative_id).values(**values)
    )


def end(connection: Connection, keys: Sequence[tuple[str, str]], at: datetime) -> None:
    """Nothing is to be watched there any more."""
    for visit_id, operative_id in keys:
        change(connection, visit_id, operative_id, ended_at=at, look_at=None)


def states(connection: Connection, visit_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """What the folds of these visits say."""
    query = select(STATES.c.visit_id, STATES.c.state).where(STATES.c.visit_id.in_(visit_ids))
    return {row.visit_id: row.state for row in connection.execute(query)} if visit_ids else {}


def signs(connection: Connection, visit_ids: Collection[str]) -> dict[str, list[Sign]]:
    """The accepted signs of life of these visits, with the interval in which each can have happened."""
    query = select(
        *(EVENTS.c.visit_id, EVENTS.c.actor_id, EVENTS.c.type, EVENTS.c.wall_ms, EVENTS.c.asserted_from_at),
        *(EVENTS.c.asserted_to_at, EVENTS.c.clock, EVENTS.c.received_at),
    ).where(EVENTS.c.visit_id.in_(visit_ids), EVENTS.c.type.in_(SIGN_TYPES))
    found: dict[str, list[Sign]] = {}
    for row in connection.execute(query) if visit_ids else ():
        found.setdefault(row.visit_id, []).append(_sign(row))
    return found


def heard_at(connection: Connection, landlord_id: str, operative_ids: Collection[str]) -> dict[str, datetime]:
    """When a phone of each of these operatives was last heard."""
    query = (
        select(ENROLLED.c.operative_id, func.max(HEADS.c.heard_at))
        .join(HEADS, HEADS.c.device_id == ENROLLED.c.device_id)
        .where(ENROLLED.c.landlord_id == landlord_id, ENROLLED.c.operative_id.in_(operative_ids))
        .group_by(ENROLLED.c.operative_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)} if operative_ids else {}


def names() -> list[str]:
    return list(_NAMES)


def _sign(row: Any) -> Sign:
    """The narrow interval where the phone's clock was consistent, else the one that its measurements leave."""
    estimate = row.clock.get("estimate")
    earliest, latest = row.asserted_from_at, row.asserted_to_at
    if estimate:
        earliest, latest = (datetime.fromtimestamp(ms / 1000, UTC) for ms in estimate)
    middle = row.clock.get("middle_ms")
    middle_at = latest if middle is None else datetime.fromtimestamp(middle / 1000, UTC)
    return Sign(row.actor_id, row.type, row.wall_ms, earliest, latest, middle_at, row.received_at)
