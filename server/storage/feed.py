"""What changed for whom, in commit order. A row names the object only; its present content is read at the pull."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Integer, Table, bindparam, delete, exists, select
from sqlalchemy.engine import Connection

from server.storage.database import db
from server.storage.positions import hold_lock, last_position
from server.storage.prepared import Prepared
from server.storage.tables.journal import FeedRow

FEED = cast(Table, FeedRow.__table__)
_ADD = FEED.insert()


@dataclass(frozen=True)
class Change:
    """One object that changed for one audience (`operative:ID`). `origin_device` is spared its own echo."""

    audience: str
    kind: str
    object_id: str
    origin_device: str | None = None


def operative(operative_id: str) -> str:
    """The audience of one operative's phones."""
    return f"operative:{operative_id}"


def append(landlord_id: str, changes: Iterable[Change], *, at: datetime) -> int:
    """Append changes inside the caller's transaction; returns the last position. Call it last: it takes the lock."""
    wanted = list(dict.fromkeys(changes))
    connection = db.session.connection()
    if not wanted:
        return last_position(connection, FEED, landlord_id)
    hold_lock(connection, landlord_id)
    position = last_position(connection, FEED, landlord_id)
    rows = [
        {
            "landlord_id": landlord_id,
            "position": position + index,
            "audience": change.audience,
            "kind": change.kind,
            "object_id": change.object_id,
            "origin_device": change.origin_device,
            "at": at,
        }
        for index, change in enumerate(wanted, start=1)
    ]
    connection.execute(_ADD, rows)
    return position + len(rows)


def trim(connection: Connection, *, before: datetime) -> int:
    """Drop the rows of before; the newest of each audience stays, so that positions never begin anew."""
    later = FEED.alias()
    has_later = exists().where(
        later.c.landlord_id == FEED.c.landlord_id,
        later.c.audience == FEED.c.audience,
        later.c.position > FEED.c.position,
    )
    return connection.execute(delete(FEED).where(FEED.c.at < before, has_later)).rowcount


@dataclass(frozen=True)
class FeedEntry:
    position: int
    kind: str
    object_id: str
    origin_device: str | None


_SINCE = Prepared(
    select(FEED.c.position, FEED.c.kind, FEED.c.object_id, FEED.c.origin_device)
    .where(
        FEED.c.landlord_id == bindparam("landlord"),
        FEED.c.audience.in_(bindparam("audiences", expanding=True)),
        FEED.c.position > bindparam("after"),
    )
    .order_by(FEED.c.position)
    .limit(bindparam("most", type_=Integer))
)


def since(
    connection: Connection, landlord_id: str, audiences: Iterable[str], cursor: int, limit: int
) -> list[FeedEntry]:
    """Rows after `cursor` for these audiences, in position order, at most `limit`."""
    wanted = {"landlord": landlord_id, "audiences": list(audiences), "after": cursor, "most": limit}
    return [FeedEntry(*row) for row in _SINCE.rows(connection, wanted)]
