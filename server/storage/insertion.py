"""INSERT that gives way to a row already there, as both databases spell it."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def insert_if_absent(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert the rows; one whose key is taken is left as it stands."""
    if rows:
        connection.execute(_absent(connection.dialect.name, table), rows)


def insert_or_update(connection: Connection, table: Table, rows: list[dict[str, Any]], *, counted: str = "") -> None:
    """Insert the rows; where a key is taken, take over the new values. `counted` is then one more than before."""
    if rows:
        connection.execute(_taking_over(connection.dialect.name, table, tuple(rows[0]), counted), rows)


@lru_cache(maxsize=64)
def _absent(dialect: str, table: Table) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()


@lru_cache(maxsize=64)
def _taking_over(dialect: str, table: Table, names: tuple[str, ...], counted: str) -> Any:
    statement = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    values: dict[str, Any] = {name: statement.excluded[name] for name in names if name not in (*keys, counted)}
    if counted:
        values[counted] = table.c[counted] + 1
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


def _insert(dialect: str, table: Table) -> Any:
    return (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
