"""The one database: its engine, its column types and its transactions.

A write transaction on SQLite begins IMMEDIATE, so that a second writer waits
instead of failing half-way; a read begins plainly and never waits for a writer.
Before that, writers to an SQLite file take turns.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Engine, Integer, MetaData, Text, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from server.storage.turns import Turns

_TURNS: WeakKeyDictionary[Engine, Turns] = WeakKeyDictionary()

WRITE = {"doorstep_write": True}
ALONE = {"doorstep_alone": True}

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Tables(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Tables, session_options={"expire_on_commit": False, "autoflush": True})


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive one is refused when it is written."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[object]):
    """JSON kept as text, the same bytes on SQLite and PostgreSQL (jsonb would reorder keys)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        return None if value is None else orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        return None if value is None else orjson.loads(value)


# SQLite counts a primary key by itself only where its type is exactly INTEGER.
Counter = BigInteger().with_variant(Integer(), "sqlite")


# The log is put into the file after 32 MB, not after 4: most of its pages are the same few, written again by each sync.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=15000",
    # What is deleted has come to its end: its bytes would else stay in the file until others are written over them.
    "secure_delete=ON",
    "wal_autocheckpoint=8000",
)


@contextmanager
def transaction() -> Iterator[Connection]:
    """One write transaction on the scoped session: committed at the end, undone on any error.

    Nested calls join the outer one. Yields the connection, for the statements that go around the mapper.
    """
    session = db.session()
    if session.in_transaction() and session.info.get("writing"):
        yield session.connection()
        return
    session.rollback()
    with _turn():
        connection = session.connection(execution_options=WRITE)
        session.info["writing"] = True
        try:
            yield connection
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writing"] = False


def _turn() -> AbstractContextManager[None]:
    """The turn of who writes next; on PostgreSQL, which lets many write, none is needed."""
    turns = _TURNS.get(db.engine)
    return nullcontext() if turns is None else turns.taken()


@contextmanager
def asking() -> Iterator[Connection]:
    """A connection for one single read, which needs neither a session nor a transaction around it."""
    with db.engine.connect() as connection:
        options = ALONE if connection.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        yield connection.execution_options(**options)


_RESTED_S = 1


def _ask_after_a_rest(engine: Engine) -> None:
    """SQLAlchemy's own `pool_pre_ping` asks at each use, which in a busy evening is an eighth of a sync."""

    @event.listens_for(engine, "checkin")
    def _on_checkin(_dbapi_connection: Any, record: Any) -> None:
        record.info["given_back_s"] = monotonic()

    @event.listens_for(engine, "checkout")
    def _on_checkout(dbapi_connection: Any, record: Any, _proxy: Any) -> None:
        given_back_s = record.info.get("given_back_s")
        if given_back_s is None or monotonic() - given_back_s < _RESTED_S:
            return
        try:
            engine.dialect.do_ping(dbapi_connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError("the connection has ended while it rested") from error


def prepare_engine(engine: Engine) -> None:
    """Give an SQLite engine a write-ahead log, full sync, foreign keys and honest transactions; see to it that a
    PostgreSQL that was away is noticed before a connection to it is used again."""
    if engine.dialect.name != "sqlite":
        _ask_after_a_rest(engine)
        return
    if engine.url.database:
        _TURNS[engine] = Turns(Path(engine.url.database))

    @event.listens_for(engine, "connect")
    def _on_connect(dbapi_connection, _record) -> None:  # type: ignore[no-untyped-def]
        # The driver's own transaction control would commit before some statements; ours does not.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if "doorstep_alone" not in options:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if "doorstep_write" in options else "BEGIN")
