"""The whole database as plain files, one JSON line a row, and back: the same on SQLite and PostgreSQL."""

import base64
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from flask_migrate import upgrade
from sqlalchemy import Date, LargeBinary, MetaData, Table, func, inspect, select, text
from sqlalchemy.engine import Connection

from server.storage.database import WRITE, Instant, Tables, db
from server.storage.migrating import current_revision, known_revisions, migrations_folder, upgrade_schema

_BATCH = 500


def dump(folder: Path) -> dict[str, int]:
    """Write every table into `folder` as it stands at one moment; returns how many rows each has."""
    folder.mkdir(parents=True, exist_ok=True)
    options = {"isolation_level": "REPEATABLE READ"} if db.engine.dialect.name == "postgresql" else {}
    with db.engine.connect().execution_options(**options) as connection:
        return {str(table.name): _dump_table(connection, table, folder) for table in _tables()}


def load(folder: Path, revision: str) -> None:
    """Put the tables of a dump in the place of everything here, then bring the schema up to date.

    The journal refuses to be rewritten row by row, so the old tables are dropped whole.
    """
    _drop_everything()
    upgrade(directory=str(migrations_folder()), revision=revision)
    with db.engine.connect().execution_options(**WRITE) as connection, connection.begin():
        for table in _tables():
            path = folder / f"{table.name}.jsonl"
            if path.exists():
                _load_table(connection, table, path)
        _move_counters_on(connection)
    upgrade_schema()


def is_empty() -> bool:
    """Whether nothing would be lost: no tables yet, or no landlord's data in them."""
    if not inspect(db.engine).has_table("journal"):
        return True
    with db.engine.connect() as connection:
        counts = [connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in ("journal", "homes")]  # noqa: S608
    return not any(counts)


def revision_of_database() -> str:
    """The migration at which this database stands."""
    return current_revision() or ""


def knows(revision: str) -> bool:
    """Whether this version of the product can read a dump made at that migration."""
    return revision in known_revisions()


def _tables() -> list[Table]:
    return list(Tables.metadata.sorted_tables)


def _dump_table(connection: Connection, table: Table, folder: Path) -> int:
    rows = 0
    with (folder / f"{table.name}.jsonl").open("wb") as file:
        for row in connection.execution_options(yield_per=_BATCH).execute(select(table)).mappings():
            file.write(orjson.dumps(dict(row), default=_as_text) + b"\n")
            rows += 1
    return rows


def _as_text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"a {type(value).__name__} cannot be written to a backup")


def _load_table(connection: Connection, table: Table, path: Path) -> None:
    rows = _rows(table, path)
    while batch := list(islice(rows, _BATCH)):
        connection.execute(table.insert(), batch)


def _rows(table: Table, path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            yield {name: _read(table, name, value) for name, value in orjson.loads(line).items()}


def _read(table: Table, name: str, value: Any) -> Any:
    kind = table.columns[name].type
    if value is None:
        return None
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value) if isinstance(kind, LargeBinary) else value


def _drop_everything() -> None:
    db.session.remove()
    with db.engine.connect().execution_options(**WRITE) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            # Triggers have functions of their own, which stay behind when only tables are dropped.
            schema = connection.execute(text("SELECT quote_ident(current_schema())")).scalar()
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {schema}"))
            return
        found = MetaData()
        found.reflect(connection)
        found.drop_all(connection)


def _move_counters_on(connection: Connection) -> None:
    """PostgreSQL's counters do not see rows that bring their own number."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables():
        for column in table.primary_key:
            if column.autoincrement is True:
                highest = connection.execute(select(func.max(column))).scalar() or 0
                named = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
                connection.execute(text(f"SELECT setval({named}, :next, false)"), {"next": highest + 1})
