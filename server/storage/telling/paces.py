"""How much of a gateway's allowance is spent; one row a channel, held while a worker takes its share."""

from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from server.storage.tables.telling import GatewayPace

PACES = cast(Table, GatewayPace.__table__)


def hold(connection: Connection, channel: str, now: datetime) -> datetime:
    """Until when the channel's allowance is spent; other workers wait for this transaction to end."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert(PACES).values(channel=channel, spent_until_at=now).on_conflict_do_nothing()
    connection.execute(first)
    query = select(PACES.c.spent_until_at).where(PACES.c.channel == channel).with_for_update()
    found: datetime = connection.execute(query).scalar_one()
    return found


def spend(connection: Connection, channel: str, until: datetime) -> None:
    connection.execute(update(PACES).where(PACES.c.channel == channel).values(spent_until_at=until))
