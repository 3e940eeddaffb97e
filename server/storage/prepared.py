"""Statements on the way of every sync, compiled once for each database and handed to its driver as they stand.

Everything else goes through SQLAlchemy's own `execute`, which looks a statement up, binds, wraps and unwraps it at
each call: several times the work of the database itself with a statement that finds one row by its key.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError

Process = Callable[[Any], Any]


class Prepared:
    """A statement whose values are all given by name. A list for `column.in_(bindparam(name, expanding=True))` may
    have any length: it goes to the database as one value.

    Raises what `execute` raises, and tells those who listen for statements.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._ready: dict[str, _Ready] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """All rows, as plain tuples in the order of the statement's columns."""
        ready = self._for(connection.dialect)
        found = _asked(connection, ready, values)
        return [ready.read(row) for row in found] if ready.readers else found

    def named(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """All rows, with their columns under the statement's names as well."""
        return [*map(self._for(connection.dialect).row, self.rows(connection, values))]

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first row, None where there is none."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """For a statement that returns nothing."""
        _asked(connection, self._for(connection.dialect), values)

    def _for(self, dialect: Dialect) -> "_Ready":
        ready = self._ready.get(dialect.name)
        if ready is None:
            ready = self._ready[dialect.name] = _compiled(self._statement, dialect)
        return ready


@dataclass(frozen=True)
class _Value:
    """One place for a value: a constant of the statement, or what is given under this name."""

    name: str
    is_constant: bool
    constant: Any
    process: Process | None

    def of(self, values: Mapping[str, Any]) -> Any:
        if self.is_constant:
            return self.constant
        given = values[self.name]
        return given if self.process is None else self.process(given)


@dataclass(frozen=True)
class _Ready:
    sql: str
    values: tuple[_Value, ...]
    is_positional: bool
    readers: tuple[tuple[int, Process], ...]
    row: Callable[[tuple[Any, ...]], Any]

    def parameters(self, values: Mapping[str, Any]) -> Any:
        if self.is_positional:
            return tuple([each.of(values) for each in self.values])
        return {each.name: each.of(values) for each in self.values}

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        columns = list(row)
        for index, process in self.readers:
            columns[index] = process(columns[index])
        return tuple(columns)


def _asked(connection: Connection, ready: _Ready, values: Mapping[str, Any]) -> list[Any]:
    parameters = ready.parameters(values)
    with driven(connection, ready.sql, parameters) as cursor:
        cursor.execute(ready.sql, parameters)
        return list(cursor.fetchall()) if cursor.description is not None else []


@contextmanager
def driven(connection: Connection, sql: str, parameters: Any) -> Iterator[Any]:
    """The driver's own cursor for one statement. Its errors are raised as SQLAlchemy's, and listeners hear of it."""
    cursor = connection.connection.cursor()
    try:
        for note in connection.engine.dispatch.before_cursor_execute:
            note(connection, cursor, sql, parameters, None, False)
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, sql, error) from error
    finally:
        cursor.close()


def _told(connection: Connection, sql: str, error: Any) -> Exception:
    """The driver's error as SQLAlchemy tells it; a connection that is gone is not used again."""
    dialect = connection.dialect
    is_gone = dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if is_gone:
        connection.invalidate(error)
    told: Exception = DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_gone,
        dialect=dialect,
    )
    return told


def _compiled(statement: Any, dialect: Dialect) -> _Ready:
    compiled = statement.compile(dialect=dialect)
    sql = str(compiled)
    values = []
    for name in compiled.positiontup if compiled.positiontup is not None else compiled.params:
        bound = compiled.binds[name]
        if bound in compiled.literal_execute_params:
            sql = sql.replace(f"__[POSTCOMPILE_{name}]", _literal(bound, dialect))
            continue
        process = bound.type.dialect_impl(dialect).bind_processor(dialect)
        if bound.expanding:
            sql, process = _listed(sql, name, dialect)
        constant = None if bound.required else _once(process, bound.effective_value)
        values.append(_Value(name, not bound.required, constant, process))
    columns = getattr(statement, "exported_columns", ())
    readers = [(index, _reader(column, dialect)) for index, column in enumerate(columns)]
    known = tuple((index, process) for index, process in readers if process is not None)
    row: Any = namedtuple("Row", [column.key for column in columns], rename=True)  # type: ignore[misc]
    return _Ready(sql, tuple(values), compiled.positiontup is not None, known, row._make)


def _reader(column: Any, dialect: Dialect) -> Process | None:
    process: Process | None = column.type.dialect_impl(dialect).result_processor(dialect, None)
    return process


def _literal(bound: Any, dialect: Dialect) -> str:
    """A value that SQLAlchemy writes into the statement itself."""
    return str(bound.type.dialect_impl(dialect).literal_processor(dialect)(bound.effective_value))


def _once(process: Process | None, value: Any) -> Any:
    return value if process is None else process(value)


def _listed(sql: str, name: str, dialect: Dialect) -> tuple[str, Process | None]:
    """A list as one value, so that the statement is the same however long it is."""
    written = f"IN (__[POSTCOMPILE_{name}])"
    if dialect.name == "postgresql":
        return sql.replace(written, f"= ANY(%({name})s)"), list
    return sql.replace(written, "IN (SELECT value FROM json_each(?))"), _as_json


def _as_json(values: Any) -> str:
    return orjson.dumps(list(values)).decode()
