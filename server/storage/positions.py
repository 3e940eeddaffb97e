"""Positions in the journal and the feed, allotted under a lock that is held to the commit.

A sequence would hand out a number before its row can be seen, and a reader that came between would skip the row
for ever. PostgreSQL takes an advisory lock for the landlord; SQLite's write transaction is itself such a lock.
Take it last, just before the rows that need positions are written.
"""

from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Table, bindparam, func, select, text
from sqlalchemy.engine import Connection

_HOLD = text("SELECT pg_advisory_xact_lock(:key)")


def hold_lock(connection: Connection, landlord_id: str) -> None:
    """Keep every other writer of this landlord's journal and feed waiting until our commit."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(f"doorstep:{landlord_id}".encode()).digest()[:8], signed=True)
        connection.execute(_HOLD, {"key": key})


def last_position(connection: Connection, table: Table, landlord_id: str) -> int:
    """The highest position in use, 0 where there is none."""
    return connection.execute(_highest(table), {"landlord": landlord_id}).scalar() or 0


@lru_cache(maxsize=8)
def _highest(table: Table) -> Any:
    return select(func.max(table.c.position)).where(table.c.landlord_id == bindparam("landlord"))
