"""What one evening sync costs while the journal grows: at a thousand, a hundred thousand and a million events.

The journal is filled by SQL with copies of real rows under other names, so that every index holds what it would hold.
"""

import statistics
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import text

from bench import inside
from bench.phones import BenchPhone
from server.storage.database import Tables, db

EVENTS = 40
SYNCS = 12
SIZES = (1_000, 100_000, 1_000_000)
_STEP = 100_000

# Each copy belongs to one of two hundred chains of its own and stands below the rows of real phones.
_NUMBERS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i < :last) ",
    "postgresql": "WITH n(i) AS (SELECT generate_series(CAST(:first AS BIGINT), CAST(:last AS BIGINT))) ",
}
_FILLED = ("journal", "journal_bodies", "visit_events")
_OWN = {
    "envelope_sha256": "'copy' || CAST(i AS TEXT) || substr(envelope_sha256, 20)",
    "event_id": "'copy' || CAST(i AS TEXT)",
    "hash": "'copy' || CAST(i AS TEXT) || substr(hash, 20)",
    "epoch": "'copy' || CAST(i % 200 AS TEXT)",
    "seq": "i / 200 + 1",
    "position": "i - 10000000",
}


@dataclass
class Cost:
    """Processor milliseconds of one sync with this many events in the journal: medians."""

    database: str
    events: int
    sync_ms: float
    repeat_ms: float
    pull_ms: float


def measure(database: str) -> list[Cost]:
    """The same phones' syncs at each size of the journal."""
    with inside.opened(database) as app:
        if database == "postgresql":
            _empty()
        phones = [inside.a_phone(app, f"op-{number}") for number in range(SYNCS)]
        db.session.remove()
        for phone in phones:
            inside.sync(app, phone, phone.record(5, None))
        costs, held = [], 0
        for size in SIZES:
            _fill(database, held, size)
            held = size
            costs.append(_cost(app, database, size, phones))
        return costs


def _cost(app: Flask, database: str, size: int, phones: list[BenchPhone]) -> Cost:
    batches = [phone.record(EVENTS, None) for phone in phones]
    first = [inside.sync(app, phone, batch) for phone, batch in zip(phones, batches, strict=True)]
    again = [inside.sync(app, phone, batch) for phone, batch in zip(phones, batches, strict=True)]
    pulls = [inside.sync(app, phone, []) for phone in phones]
    return Cost(database, size, *(statistics.median(each) * 1000 for each in (first, again, pulls)))


def _fill(database: str, begin: int, end: int) -> None:
    for first in range(begin, end, _STEP):
        span = {"first": first, "last": min(first + _STEP, end) - 1}
        with db.engine.begin() as connection:
            for name in _FILLED:
                connection.execute(text(_copies(database, name)), span)
    with db.engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def _copies(database: str, name: str) -> str:
    """Many copies of one row, each under a name and number of its own."""
    columns = [column.name for column in Tables.metadata.tables[name].columns]
    values = ", ".join(_OWN.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    one = f"(SELECT * FROM {name} WHERE envelope_sha256 NOT LIKE 'copy%' LIMIT 1) AS one"
    if database == "sqlite":
        return f"INSERT INTO {name} ({names}) {_NUMBERS[database]} SELECT {values} FROM n, {one}"
    return f"INSERT INTO {name} ({names}) {_NUMBERS[database]} SELECT {values} FROM n CROSS JOIN {one}"


def _empty() -> None:
    names = ", ".join(f'"{table.name}"' for table in Tables.metadata.sorted_tables)
    with db.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
