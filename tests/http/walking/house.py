"""The application on a database of its own with the planted world, put back as it was before each walk that acts."""

import io
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import structlog
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.domain.integrating import SCOPES
from server.http.limits import limiter
from server.outside.clock import FixedClock
from server.outside.logs import configure_logs
from server.storage.database import db
from tests.conftest import NOW, a_config
from tests.http.walking import planted
from tests.http.walking.planted import Planted


@dataclass
class House:
    """`written` takes every line that the process logs while somebody walks."""

    app: Flask
    clock: FixedClock
    planted: Planted
    database: Path
    kept: Path
    written: io.StringIO

    def client(self) -> FlaskClient:
        limiter.reset()
        return self.app.test_client()

    def put_back(self) -> None:
        """As planted, whatever was done since."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.database}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.kept, self.database)
        self.clock.at = NOW


@contextmanager
def opened(folder: Path, migrated: Path) -> Iterator[House]:
    database, kept = folder / "doorstep.sqlite3", folder / "kept.sqlite3"
    shutil.copyfile(migrated, database)
    clock = FixedClock(NOW)
    app = create_app(a_config(folder, f"sqlite:///{database}"), clock=clock)
    app.config["RATELIMIT_ENABLED"] = False
    with app.app_context():
        world = planted.plant(app, clock, tuple(SCOPES))
        db.session.remove()
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
    shutil.copyfile(database, kept)
    with _logs_kept() as written:
        yield House(app, clock, world, database, kept, written)
    with app.app_context():
        db.engine.dispose()


@contextmanager
def _logs_kept() -> Iterator[io.StringIO]:
    """The logs as the process writes them, at their most talkative, into memory."""
    before, written = structlog.get_config(), io.StringIO()
    configure_logs("debug")
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(written))
    root, handler = logging.getLogger(), logging.StreamHandler(written)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        structlog.configure(**before)
