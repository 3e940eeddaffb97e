"""The application on a real database, SQLite and PostgreSQL, with a clock that the test moves."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from server.app import create_app
from server.config import Config, read_config
from server.outside.clock import FixedClock
from server.storage.database import Tables, db
from server.storage.migrating import upgrade_schema
from tests.databases import postgresql_address

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql", "both"], default="both")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that opens the database runs on both, unless one was asked for."""
    if "database" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--database")
        metafunc.parametrize("database", ["sqlite", "postgresql"] if asked == "both" else [asked], scope="session")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


def a_config(data_dir: Path, database_url: str) -> Config:
    """Settings of a test server: everything under one folder, a known secret."""
    return read_config(
        {
            "DOORSTEP_MODE": "test",
            "DOORSTEP_DATA_DIR": str(data_dir),
            "DOORSTEP_DATABASE_URL": database_url,
            "DOORSTEP_SECRET_KEY": "a test secret of no other use, 0123456789",
            "DOORSTEP_PUBLIC_URL": "http://localhost",
        }
    )


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy from."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(a_config(folder, f"sqlite:///{folder}/doorstep.sqlite3"))
    with app.app_context():
        upgrade_schema()
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    return folder / "doorstep.sqlite3"


@pytest.fixture(scope="session")
def migrated_postgresql(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """The address of a migrated PostgreSQL database of this test process."""
    address = postgresql_address(worker_id)
    folder = tmp_path_factory.mktemp("postgresql")
    app = create_app(a_config(folder, address))
    with app.app_context():
        upgrade_schema()
        db.engine.dispose()
    return address


@pytest.fixture
def database_url(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database."""
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "doorstep.sqlite3")
        yield f"sqlite:///{tmp_path}/doorstep.sqlite3"
        return
    yield request.getfixturevalue("migrated_postgresql")


@pytest.fixture
def app(database_url: str, tmp_path: Path, clock: FixedClock) -> Iterator[Flask]:
    """The application inside its context, on an empty database."""
    made = create_app(a_config(tmp_path, database_url), clock=clock)
    with made.app_context():
        yield made
        db.session.remove()
        if database_url.startswith("postgresql"):
            _empty_all_tables()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def _empty_all_tables() -> None:
    """Truncate what has rows: emptying every table after every test would be most of the tests' time."""
    names = [table.name for table in Tables.metadata.sorted_tables]
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names)
    with db.engine.begin() as connection:
        filled = ", ".join(f'"{name}"' for name in connection.execute(text(asked)).scalars())
        if filled:
            connection.execute(text(f"TRUNCATE {filled} RESTART IDENTITY CASCADE"))
