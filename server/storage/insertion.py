"""INSERT of many rows at once, and INSERT that gives way to a row already there, as both databases spell it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect

from server.storage.database import Instant
from server.storage.prepared import Prepared, driven


def insert_many(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns, each of them given."""
    if rows:
        names = tuple(rows[0])
        insert_rows(connection, table, names, [*map(itemgetter(*names), rows)])


def insert_rows(connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows that give these columns, two or more, in this order.

    The statement compiler works on every row anew; on the way of every sync this would cost more than the database.
    """
    if not rows:
        return
    insert = _insert_of(connection.dialect, table, names)
    sql, parameters = insert.sql, insert.parameters(rows)
    if insert.copied is not None and len(rows) >= _WORTH_A_COPY:
        _copy(connection, insert.copied, parameters)
        return
    with driven(connection, sql, parameters) as cursor:
        cursor.executemany(sql, parameters)


# A COPY takes one round trip more than a few rows by themselves, and for forty less than half of our processor time.
_WORTH_A_COPY = 8


@dataclass(frozen=True)
class _Copied:
    """The COPY that PostgreSQL takes the same rows by, and the types of its columns."""

    sql: str
    types: tuple[str, ...]


def _copy(connection: Connection, copied: _Copied, rows: Sequence[tuple[Any, ...]]) -> None:
    with driven(connection, copied.sql, rows) as cursor, cursor.copy(copied.sql) as copy:
        copy.set_types(copied.types)
        for row in rows:
            copy.write_row(row)


@dataclass(frozen=True)
class _Insert:
    """`converted` are the places whose values the driver does not take as they are; of instants there are few."""

    sql: str
    copied: _Copied | None
    in_order: Callable[[Sequence[Any]], tuple[Any, ...]]
    converted: tuple[tuple[int, Callable[[Any], Any], bool], ...]

    def parameters(self, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
        columns: list[Sequence[Any]] = list(zip(*map(self.in_order, rows), strict=True))
        for place, to_driver, is_instant in self.converted:
            if is_instant:
                written = {value: to_driver(value) for value in set(columns[place])}
                columns[place] = [written[value] for value in columns[place]]
            else:
                columns[place] = [to_driver(value) for value in columns[place]]
        return list(zip(*columns, strict=True))


_NAMED = re.compile(r"%\((\w+)\)s")


@lru_cache(maxsize=32)
def _insert_of(dialect: Dialect, table: Table, names: tuple[str, ...]) -> _Insert:
    compiled = table.insert().compile(dialect=dialect, column_keys=list(names))
    sql = str(compiled)
    ordered = compiled.positiontup if compiled.positiontup is not None else _NAMED.findall(sql)
    in_order = itemgetter(*(names.index(name) for name in ordered))
    kinds = [table.c[name].type for name in ordered]
    converted = [(kind.dialect_impl(dialect).bind_processor(dialect), isinstance(kind, Instant)) for kind in kinds]
    places = [(place, process, is_instant) for place, (process, is_instant) in enumerate(converted) if process]
    copied = _copied_of(dialect, table, ordered) if dialect.name == "postgresql" else None
    return _Insert(_NAMED.sub("%s", sql), copied, in_order, tuple(places))


def _copied_of(dialect: Dialect, table: Table, names: Sequence[str]) -> _Copied:
    types = [table.c[name].type.compile(dialect).partition("(")[0].lower() for name in names]
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name in names)
    return _Copied(f"COPY {quote(table.name)} ({columns}) FROM STDIN (FORMAT BINARY)", tuple(types))


def insert_if_absent(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert the rows; one whose key is taken is left as it stands."""
    dialect, names = connection.dialect.name, tuple(rows[0]) if rows else ()
    if len(rows) == 1 and _gives_all(table, names):
        _one_absent(dialect, table, names).run(connection, rows[0])
    elif rows:
        connection.execute(_absent(dialect, table), rows)


def insert_or_update(connection: Connection, table: Table, rows: list[dict[str, Any]], *, counted: str = "") -> None:
    """Insert the rows; where a key is taken, take over the new values. `counted` is then one more than before."""
    if rows:
        connection.execute(_taking_over(connection.dialect.name, table, tuple(rows[0]), counted), rows)


@lru_cache(maxsize=64)
def _gives_all(table: Table, names: tuple[str, ...]) -> bool:
    """Whether no column is left that SQLAlchemy would fill in by itself."""
    return all(column.default is None for column in table.columns if column.name not in names)


@lru_cache(maxsize=64)
def _one_absent(dialect: str, table: Table, names: tuple[str, ...]) -> Prepared:
    values = {name: bindparam(name, type_=table.c[name].type) for name in names}
    return Prepared(_insert(dialect, table).values(values).on_conflict_do_nothing())


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
