"""Thirty-two writers that pause before they commit, and a reader that polls meanwhile: no row of the feed is skipped.

Without the lock the same writers make the reader skip rows: the test of the test.
"""

import random
import threading
import time
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy import select

from server.storage import feed
from server.storage.database import db, transaction
from tests.factories import LANDLORD, NOW

WRITERS = 32
ROWS_EACH = 6
AUDIENCE = feed.operative("op-1")


@pytest.fixture(autouse=True)
def _only_with_many_writers(database: str) -> None:
    if database != "postgresql":
        pytest.skip("SQLite lets one writer in at a time by itself")


def _write(app: Flask, writer: int) -> None:
    """Rows in transactions of their own, each held open for a while after its position is known."""
    pauses = random.Random(writer)
    for row in range(ROWS_EACH):
        with app.app_context(), transaction():
            feed.append(LANDLORD, [feed.Change(AUDIENCE, "visit", f"{writer}-{row}")], at=NOW)
            time.sleep(pauses.random() * 0.01)


def _poll(app: Flask, seen: set[str], done: threading.Event) -> None:
    """Pull as a phone does: what follows the cursor, then move it to the last position got."""
    cursor, is_last = 0, False
    while not is_last:
        is_last = done.is_set()
        with app.app_context():
            entries = feed.since(db.session.connection(), LANDLORD, [AUDIENCE], cursor, 200)
        seen.update(entry.object_id for entry in entries)
        cursor = entries[-1].position if entries else cursor


def _skipped(app: Flask) -> set[str]:
    """The rows that a reader never saw, though all are there."""
    seen: set[str] = set()
    done = threading.Event()
    reader = threading.Thread(target=_poll, args=(app, seen, done))
    writers = [threading.Thread(target=_write, args=(app, one)) for one in range(WRITERS)]
    reader.start()
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reader.join()
    there = set(db.session.scalars(select(feed.FEED.c.object_id)))
    assert len(there) == WRITERS * ROWS_EACH
    return there - seen


def test_no_row_is_skipped_while_thirty_two_write(app: Flask) -> None:
    assert _skipped(app) == set()


def test_rows_are_skipped_where_positions_are_handed_out_without_the_lock(app: Flask) -> None:
    """As a database sequence would: each number is new, and its row is seen only later."""
    last, taking = [0], threading.Lock()

    def number(*_: object) -> int:
        with taking:
            last[0] += 1
            return last[0] - 1

    with patch.object(feed, "hold_lock", lambda *_: None), patch.object(feed, "last_position", number):
        assert _skipped(app)
