"""The kill switch: which channels are stopped, since when, by whom and why. Every stop and every resumption is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.engine import Connection
from uuid_utils.compat import uuid7

from server.storage.tables.staff import User
from server.storage.tables.telling import SendingStop

STOPS = cast(Table, SendingStop.__table__)
EVERYTHING = "all"


@dataclass(frozen=True)
class Stop:
    """One stop with the names of who stopped and who resumed."""

    stop_id: str
    channel: str
    reason: str
    stopped_at: datetime
    stopped_by: str
    resumed_at: datetime | None
    resumed_by: str


def stopped(connection: Connection) -> set[tuple[str, str]]:
    """(landlord, channel) of what is stopped now; the channel `all` means every one."""
    query = select(STOPS.c.landlord_id, STOPS.c.channel).where(STOPS.c.resumed_at.is_(None))
    return {(row[0], row[1]) for row in connection.execute(query)}


def stop(connection: Connection, landlord_id: str, channel: str, *, reason: str, by: str, at: datetime) -> bool:
    """False where this channel is stopped already."""
    if (landlord_id, channel) in stopped(connection):
        return False
    values = {"stop_id": str(uuid7()), "landlord_id": landlord_id, "channel": channel, "reason": reason}
    connection.execute(STOPS.insert().values(**values, stopped_by=by, stopped_at=at))
    return True


def resume(connection: Connection, landlord_id: str, channel: str, *, by: str, at: datetime) -> bool:
    """False where this channel was not stopped."""
    query = update(STOPS).where(
        STOPS.c.landlord_id == landlord_id, STOPS.c.channel == channel, STOPS.c.resumed_at.is_(None)
    )
    return bool(connection.execute(query.values(resumed_by=by, resumed_at=at)).rowcount)


def history(connection: Connection, landlord_id: str, limit: int = 50) -> Sequence[Stop]:
    """The newest first."""
    names = {row.user_id: row.name for row in connection.execute(select(User.user_id, User.name))}
    query = select(STOPS).where(STOPS.c.landlord_id == landlord_id).order_by(STOPS.c.stopped_at.desc()).limit(limit)
    return [
        Stop(
            stop_id=row.stop_id,
            channel=row.channel,
            reason=row.reason,
            stopped_at=row.stopped_at,
            stopped_by=names.get(row.stopped_by, row.stopped_by),
            resumed_at=row.resumed_at,
            resumed_by=names.get(row.resumed_by or "", row.resumed_by or ""),
        )
        for row in connection.execute(query)
    ]
