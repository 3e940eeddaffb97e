"""From a missed deadline to the first text that left, with many timers open and the whole worker running."""

import statistics
import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import event, insert, select
from uuid_utils.compat import uuid7

from server.app import create_app
from server.config import read_config
from server.outside.clock import SystemClock
from server.services.safety.sweep_alarms import sweep_alarms
from server.storage.database import db, transaction
from server.storage.migrating import upgrade_schema
from server.storage.tables.register import Operative
from server.storage.tables.safety import Alarm, Watch
from server.storage.telling.notices import NOTICES
from server.worker.main import run_worker
from tests import factories
from tests.databases import postgresql_address

TIMERS = 5_000
MISSED = 20
_GIVE_UP = 90


@dataclass(frozen=True)
class Alerting:
    """Seconds from a deadline to its first text, and what a sweep costs where nothing is due."""

    timers: int
    missed: int
    median_s: float
    longest_s: float
    queries_of_a_sweep: int
    sweep_ms: float
    sweep_cpu_ms: float


def measure(database: str) -> Alerting:
    """Open the timers, let some of them run out one after another, and watch the outbox."""
    with TemporaryDirectory() as place:
        app = create_app(_config(Path(place), database), clock=SystemClock())
        with app.app_context():
            upgrade_schema()
            due = _open_timers()
            queries, wall, cpu = _cost_of_a_sweep()
            delays = _delays(app, due)
            db.session.remove()
            db.engine.dispose()
    return Alerting(TIMERS, MISSED, statistics.median(delays), max(delays), queries, wall, cpu)


def _config(folder: Path, database: str) -> Any:
    address = f"sqlite:///{folder}/doorstep.sqlite3"
    url = address if database == "sqlite" else postgresql_address("bench_alarms", durable=True)
    return read_config({"DOORSTEP_MODE": "test", "DOORSTEP_DATA_DIR": str(folder), "DOORSTEP_DATABASE_URL": url})


def _open_timers() -> int:
    """All open, `MISSED` of them to run out from five seconds on, a quarter of a second apart."""
    factories.a_firm()
    now = SystemClock().now()
    people = [
        {"landlord_id": factories.LANDLORD, "operative_id": f"bench-{n}", "full_name": "A. Worker", "trades": []}
        | {"firm_id": "firm-a", "mobile": f"+4477009{n:05}"}
        for n in range(TIMERS)
    ]
    watches = []
    for number, one in enumerate(people):
        seconds = 5 + number / 4 if number < MISSED else 3_600 + number
        due_at = now + timedelta(seconds=seconds)
        watches.append(
            {
                "visit_id": str(uuid7()),
                "operative_id": one["operative_id"],
                "landlord_id": factories.LANDLORD,
                "firm_id": "firm-a",
                "source": "timer",
                "minutes": 60,
                "day_ends_at": now + timedelta(days=1),
                "due_at": due_at,
                "look_at": due_at,
            }
        )
    with transaction() as connection:
        connection.execute(insert(Operative), people)
        connection.execute(insert(Watch), watches)
    return MISSED


def _cost_of_a_sweep() -> tuple[int, float, float]:
    asked: list[str] = []

    def count(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    sweep_alarms(clock=SystemClock())
    event.remove(db.engine, "before_cursor_execute", count)
    wall, cpu, rounds = time.perf_counter(), time.process_time(), 50
    for _ in range(rounds):
        sweep_alarms(clock=SystemClock())
    spent = (time.perf_counter() - wall) / rounds, (time.process_time() - cpu) / rounds
    return len(asked), spent[0] * 1000, spent[1] * 1000


def _delays(app: Flask, expected: int) -> list[float]:
    stop = threading.Event()
    worker = threading.Thread(target=run_worker, args=(app, stop))
    worker.start()
    try:
        give_up = time.monotonic() + _GIVE_UP
        while time.monotonic() < give_up:
            found = _sent()
            if len(found) >= expected:
                return found
            time.sleep(0.5)
    finally:
        stop.set()
        worker.join()
    raise TimeoutError(f"only {len(found)} of {expected} alerts left within {_GIVE_UP} s")


def _sent() -> list[float]:
    query = (
        select(Alarm.deadline_at, NOTICES.c.sent_at)
        .join(NOTICES, NOTICES.c.cause.like("alarm:" + Alarm.alarm_id + ":phone:%"))
        .where(NOTICES.c.sent_at.is_not(None))
    )
    with db.engine.connect() as connection:
        return [(sent_at - deadline).total_seconds() for deadline, sent_at in connection.execute(query)]
