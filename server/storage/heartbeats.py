"""When the worker last said that it lives."""

from datetime import datetime
from typing import cast

from sqlalchemy import Table, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from server.storage.tables.journal import Meta

META = cast(Table, Meta.__table__)
_NAME = "worker_seen_at"


def beat(connection: Connection, at: datetime) -> None:
    """Write down that a worker lives."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(insert(META).values(name=_NAME, value=at.isoformat()).on_conflict_do_nothing())
    connection.execute(update(META).where(META.c.name == _NAME).values(value=at.isoformat()))


def last_beat(connection: Connection) -> datetime | None:
    """The last sign of life; None where no worker has ever run here."""
    value = connection.execute(select(META.c.value).where(META.c.name == _NAME)).scalar_one_or_none()
    return datetime.fromisoformat(value) if value else None
