"""Migration 0033: what stood under the hash of its envelope comes under the position of its row; nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from server.app import create_app
from server.storage.database import db
from server.storage.migrating import migrations_folder, schema_drift
from tests.conftest import a_config
from tests.databases import postgresql_address

JOURNAL = (
    "INSERT INTO journal (landlord_id, position, envelope_sha256, device_id, epoch, seq, event_id, prev, hash, "
    "body_sha256, sent_by_device, status, received_at, chain_hash) VALUES ('L', :position, :sha, 'd', 'e', :position, "
    ":sha, 'p', 'h', 'b', 'd', 'accepted', '2026-11-22 10:00:00', 'c')"
)
BODY = "INSERT INTO journal_bodies (envelope_sha256, body) VALUES (:sha, :body)"
EVENT = (
    "INSERT INTO visit_events (envelope_sha256, landlord_id, event_id, device_id, epoch, seq, actor_id, type, wall_ms, "
    "hard_to_at, asserted_to_at, clock, signed, after_gap, received_at) VALUES (:sha, 'L', :sha, 'd', 'e', :position, "
    "'op', 'check_in', 1, '2026-11-22 10:00:00', '2026-11-22 10:00:00', '{}', true, false, '2026-11-22 10:00:00')"
)


@pytest.fixture
def before(database: str, tmp_path: Path) -> Iterator[None]:
    """A database of the version before, with three rows of which one has lost its journal row."""
    url = f"sqlite:///{tmp_path}/old.sqlite3" if database == "sqlite" else postgresql_address("migrated")
    with create_app(a_config(tmp_path, url)).app_context():
        upgrade(directory=str(migrations_folder()), revision="0032")
        with db.engine.begin() as connection:
            for position, sha in enumerate(("second", "first"), start=1):
                connection.execute(text(JOURNAL), {"position": position, "sha": sha})
                connection.execute(text(EVENT), {"position": position, "sha": sha})
            for sha in ("first", "second", "orphan"):
                connection.execute(text(BODY), {"sha": sha, "body": sha.encode()})
        yield
        db.session.remove()
        db.engine.dispose()


def _bodies() -> dict[str, bytes]:
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT envelope_sha256, body FROM journal_bodies"))
        return {sha: bytes(body) for sha, body in rows}


def _places(table: str) -> list[tuple[str, int]]:
    with db.engine.connect() as connection:
        query = text(f"SELECT envelope_sha256, position FROM {table} ORDER BY position")
        return [(sha, position) for sha, position in connection.execute(query)]


def test_bodies_and_events_come_under_their_rows_and_a_body_without_a_row_is_kept(before: None) -> None:
    upgrade(directory=str(migrations_folder()))
    assert _places("journal_bodies") == [("orphan", -2), ("second", 1), ("first", 2)]
    assert _places("visit_events") == [("second", 1), ("first", 2)]
    assert _bodies() == {"first": b"first", "second": b"second", "orphan": b"orphan"}
    assert schema_drift() == []


@pytest.mark.parametrize("statement", ["UPDATE journal_bodies SET body = ''", "DELETE FROM journal_bodies"])
def test_bodies_are_still_append_only(before: None, statement: str) -> None:
    upgrade(directory=str(migrations_folder()))
    with db.engine.begin() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text(statement))


def test_the_way_back_loses_nothing(before: None) -> None:
    upgrade(directory=str(migrations_folder()))
    downgrade(directory=str(migrations_folder()), revision="0032")
    assert _bodies() == {"first": b"first", "second": b"second", "orphan": b"orphan"}
    with db.engine.begin() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text("UPDATE journal_bodies SET body = ''"))
