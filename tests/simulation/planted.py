"""Bugs of the kinds that lose evidence, put into a copy of the client or into the running server, never shipped.

They show that the simulator would notice: a test of the tests.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from flask import current_app
from sqlalchemy import select

from server.http.sync import routes
from server.services.sync import projecting, read_changes, record_events
from server.storage import feed
from tests.simulation.kills import Killed

TRIM_ON_BARE_200 = (
    "sync/exchange.js",
    "    return { kind: 'silence', waitMs };\n  }\n  const content",
    """    if (status !== 200) return { kind: 'silence', waitMs };
    const { seq: acked_seq, hash: acked_hash } = /** @type {any} */ (asked).head;
    const anchor = { anchor_id: 'none', issued_at: 0, hmac: '' };
    const nothing = { results: [], changes: [], blobs_verified: [], cursor: /** @type {any} */ (asked).cursor };
    const answer = { ...asked, ...nothing, acked_seq, acked_hash, anchor, t_recv: 0, t_send: 0, more: false };
    return { kind: 'answer', answer: /** @type {any} */ (answer), monoAfter: outside.clock.mono() };
  }
  const content""",
)
LOST_PHOTO = (
    "sync/receive.js",
    "await dropReceived(tx, answer.blobs_verified);",
    "await dropReceived(tx, request.want);",
)
LAST_EVENT_OVERWRITES = (
    "store/journal.js",
    "tx.objectStore('events').add?.(envelope)",
    "tx.objectStore('events').put?.(envelope)",
)


@contextmanager
def acknowledged_before_commit() -> Iterator[None]:
    """The answer goes out although the commit behind it never happened."""
    real = record_events.record_events
    said: list[Any] = []
    answer = record_events._answer

    def remembered(*given: Any) -> Any:
        said.append(answer(*given))
        return said[-1]

    def record(*given: Any, **named: Any) -> Any:
        try:
            return real(*given, **named)
        except Killed:
            return said[-1]

    with patch.object(record_events, "_answer", remembered), patch.object(routes, "record_events", record):
        yield


@contextmanager
def cursor_by_time() -> Iterator[None]:
    """The cursor is the moment of the pull, and what was begun before it but committed later is skipped."""

    def newest(_phone: Any) -> int:
        return round(current_app.extensions["doorstep_clock"].now().timestamp() * 1000)

    def since(connection: Any, landlord_id: str, audiences: Any, cursor: int, limit: int) -> list[feed.FeedEntry]:
        columns = feed.FEED.c
        query = select(columns.at, columns.kind, columns.object_id, columns.origin_device)
        rows = connection.execute(query.where(columns.audience.in_(list(audiences))).order_by(columns.at)).all()
        entries = [feed.FeedEntry(round(row.at.timestamp() * 1000), *row[1:]) for row in rows]
        return [entry for entry in entries if entry.position > cursor][:limit]

    with patch.object(read_changes, "_newest", newest), patch.object(feed, "since", since):
        yield


@contextmanager
def last_write_wins() -> Iterator[None]:
    """A visit becomes what the latest delivery says, instead of what all its events come to."""

    def nothing_earlier(*_: Any) -> dict[str, list[Any]]:
        return projecting.defaultdict(list)

    with patch.object(projecting, "_earlier", nothing_earlier):
        yield
