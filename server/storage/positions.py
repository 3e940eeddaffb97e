"""Positions in the journal and the feed, allotted under a lock that is held to the commit.

A sequence would hand out a number before its row can be seen, and a reader that came between would skip the row
for ever. PostgreSQL takes an advisory lock for the landlord; SQLite's write transaction is itself such a lock.
Take it last, just before the rows that need positions are written.
"""

from hashlib import sha256

from sqlalchemy import Table, func, select, text
from sqlalchemy.engine import Connection


def hold_lock(connection: Connection, landlord_id: str) -> None:
    """Keep every other writer of this landlord's journal and feed waiting until our commit."""
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(f"doorstep:{landlord_id}".encode()).digest()[:8], signed=True)
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def last_position(connection: Connection, table: Table, landlord_id: str) -> int:
    """The highest position in use, 0 where there is none."""
    highest = select(func.max(table.c.position)).where(table.c.landlord_id == landlord_id)
    return connection.execute(highest).scalar() or 0
