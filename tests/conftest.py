"""The application on a real database, SQLite and PostgreSQL, with a clock that the test moves."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from server.app import create_app
from server.config import Config, read_config
from server.http.limits import limiter
from server.outside.blobs import open_blobs
from server.outside.clock import FixedClock
from server.storage.database import Tables, db
from server.storage.migrating import upgrade_schema
from tests.databases import empty, forget_power_cuts, postgresql_address, teach_to_empty
from tests.sharing import Sharing

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LONGEST = ("journeys", "simulation", "packaging")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Sharing())


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql", "both"], default="both")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that opens the database runs on both, unless one was asked for."""
    if "database" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--database")
        metafunc.parametrize("database", ["sqlite", "postgresql"] if asked == "both" else [asked], scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no process sits idle at the end while another walks through a browser."""
    items.sort(key=lambda item: item.path.parent.name not in LONGEST)


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
    teach_to_empty(address, [table.name for table in Tables.metadata.sorted_tables])
    return address


@pytest.fixture(scope="session")
def emptying(migrated_postgresql: str) -> Iterator[psycopg.Connection]:
    """The connection that empties this process's PostgreSQL database before each test."""
    with psycopg.connect(migrated_postgresql, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def standing_apps() -> Iterator[dict[str, Flask]]:
    """One application for each database and process. Making one costs more than most tests; none changes it."""
    made: dict[str, Flask] = {}
    yield made
    for app in made.values():
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def database_url(database: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty, migrated database."""
    if database == "postgresql":
        empty(request.getfixturevalue("emptying"))
        return str(request.getfixturevalue("migrated_postgresql"))
    file = tmp_path_factory.getbasetemp() / "standing.sqlite3"
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(request.getfixturevalue("migrated_sqlite"), file)
    return f"sqlite:///{file}"


@pytest.fixture
def app(database_url: str, tmp_path: Path, clock: FixedClock, standing_apps: dict[str, Flask]) -> Iterator[Flask]:
    """The application inside its context, on an empty database, with this test's clock and folder."""
    config = a_config(tmp_path, database_url)
    if database_url not in standing_apps:
        standing_apps[database_url] = create_app(config, clock=clock)
        with standing_apps[database_url].app_context():
            forget_power_cuts(db.engine)
    standing = standing_apps[database_url]
    standing.extensions["doorstep_config"] = config
    standing.extensions["doorstep_clock"] = clock
    standing.extensions["doorstep_blobs"] = open_blobs(config.blobs_url)
    limiter.reset()
    settings = dict(standing.config)
    with standing.app_context():
        yield standing
        standing.config.update(settings)
        db.session.remove()
        if database_url.startswith("sqlite"):
            db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
