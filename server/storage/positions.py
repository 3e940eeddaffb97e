"""Positions in the journal and the feed, allotted under a lock that is held to the commit.

A sequence would hand out a number before its row can be seen, and a reader that came between would skip the row
for ever. PostgreSQL takes an advisory lock for the landlord; SQLite's write transaction is itself such a lock.
Take it last, just before the rows that need positions are written.
"""

from functools import lru_cache
from hashlib import sha256

from sqlalchemy import BigInteger, Table, bindparam, func, select
from sqlalchemy.engine import Connection

from server.storage.prepared import Prepared

_LOCKED = func.pg_advisory_xact_lock(bindparam("key", type_=BigInteger))
_HOLD = Prepared(select(_LOCKED))
_HOLD_BY_KEY = Prepared(select(_LOCKED, func.set_config("enable_seqscan", "off", True)))


def hold_lock(connection: Connection, landlord_id: str, *, by_key: bool = False) -> None:
    """Keep every other writer of this landlord's journal and feed waiting until our commit.

    `by_key` says that what follows finds all its rows by a key. PostgreSQL would else read the whole table for them
    for as long as it believes it to be small, and a plan that it keeps may be older than most of the journal.
    """
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(sha256(f"doorstep:{landlord_id}".encode()).digest()[:8], signed=True)
        (_HOLD_BY_KEY if by_key else _HOLD).run(connection, {"key": key})


def last_position(connection: Connection, table: Table, landlord_id: str) -> int:
    """The highest position in use, 0 where there is none."""
    found = _highest(table).first(connection, {"landlord": landlord_id})
    return int(found[0]) if found and found[0] is not None else 0


@lru_cache(maxsize=8)
def _highest(table: Table) -> Prepared:
    return Prepared(select(func.max(table.c.position)).where(table.c.landlord_id == bindparam("landlord")))
