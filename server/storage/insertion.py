"""INSERT that gives way to a row already there, as both databases spell it."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert_into(connection: Connection, table: Table) -> Any:
    """The dialect's INSERT, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)


def insert_if_absent(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert the rows; one whose key is taken is left as it stands."""
    if rows:
        connection.execute(insert_into(connection, table).on_conflict_do_nothing(), rows)
