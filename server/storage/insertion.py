"""INSERT of many rows at once, and INSERT that gives way to a row already there, as both databases spell it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect

from server.storage.database import Instant


def insert_many(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns, each of them given.

    The statement compiler works on every row anew; on the way of every sync this would cost more than the database.
    """
    if rows:
        prepared = _prepared(connection.dialect, table, tuple(rows[0]))
        connection.exec_driver_sql(prepared.sql, prepared.parameters(rows))


@dataclass(frozen=True)
class _Column:
    name: str
    to_driver: Callable[[Any], Any] | None
    is_instant: bool

    def values(self, rows: Sequence[dict[str, Any]]) -> list[Any]:
        """As the driver takes them. What came together bears few instants, each written once."""
        values = [row[self.name] for row in rows]
        if self.to_driver is None:
            return values
        if self.is_instant:
            written = {value: self.to_driver(value) for value in set(values)}
            return [written[value] for value in values]
        return [self.to_driver(value) for value in values]


@dataclass(frozen=True)
class _Prepared:
    sql: str
    columns: tuple[_Column, ...]
    is_positional: bool

    def parameters(self, rows: Sequence[dict[str, Any]]) -> list[Any]:
        by_row = zip(*(column.values(rows) for column in self.columns), strict=True)
        if self.is_positional:
            return list(by_row)
        names = [column.name for column in self.columns]
        return [dict(zip(names, values, strict=True)) for values in by_row]


@lru_cache(maxsize=32)
def _prepared(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Prepared:
    compiled = table.insert().compile(dialect=dialect, column_keys=list(names))
    ordered = compiled.positiontup if compiled.positiontup is not None else names
    columns = tuple(_column(dialect, table, name) for name in ordered)
    return _Prepared(str(compiled), columns, compiled.positiontup is not None)


def _column(dialect: Dialect, table: Table, name: str) -> _Column:
    kind = table.c[name].type
    return _Column(name, kind.dialect_impl(dialect).bind_processor(dialect), isinstance(kind, Instant))


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
