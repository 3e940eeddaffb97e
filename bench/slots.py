"""Finding slots for one job among 200 operatives and 30 days: `python -m bench.slots`.

A fresh SQLite database (or `--database URL`, an empty one) is planted with a firm whose diaries are four fifths full,
each visit with its place in a diary, as booking leaves them. Measured: the offers that a tenant is read, as many as
are asked for by default, and the whole of the 30 days looked through, because nothing was found before.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import event, insert

from server.app import create_app
from server.config import read_config
from server.outside.clock import FixedClock
from server.services.booking.find_slots import Asked, find_slots_for_work_order
from server.services.booking.raise_work_order import NewJob, raise_work_order
from server.storage.booking import diaries
from server.storage.database import db, transaction
from server.storage.migrating import upgrade_schema
from server.storage.tables.booking import DiaryEntry
from server.storage.tables.register import Appointment, Assignment, Firm, Home, Landlord, Operative, Person, Repair

LANDLORD = "havebury"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OPERATIVES, DAYS = 200, 30
DISTRICTS = ("IP28 1AA", "IP29 1AA", "IP30 1AA", "IP31 1AA", "IP32 1AA", "IP33 1AA")
HOURS = (8, 10, 12, 15)


@dataclass(frozen=True)
class Cost:
    """Medians of `runs`: milliseconds and statements for the usual search, and for one that looks at every day."""

    visits: int
    usual_ms: float
    usual_queries: int
    whole_ms: float
    whole_queries: int


def measure(database: str = "", runs: int = 7) -> Cost:
    """Plant the firm and look for slots for a job of an hour."""
    with tempfile.TemporaryDirectory() as folder:
        app, clock = _app(Path(folder), database), FixedClock(NOW)
        with app.app_context():
            visits = _plant(clock)
            order = raise_work_order(LANDLORD, _job("J-wanted", "uprn-0"), by="bench", clock=clock)
            usual = [_cost(order, Asked(), clock) for _ in range(runs)]
            # A job of a whole day fits nowhere, so that every day of the month is looked at.
            longest = raise_work_order(LANDLORD, _job("J-long", "uprn-0", minutes=480), by="bench", clock=clock)
            whole = [_cost(longest, Asked(days=DAYS), clock) for _ in range(runs)]
            db.engine.dispose()
    return Cost(visits, *_median(usual), *_median(whole))


def _cost(order: str, asked: Asked, clock: FixedClock) -> tuple[float, int]:
    db.session.remove()
    with _counted() as count:
        started = time.perf_counter()
        find_slots_for_work_order(LANDLORD, order, asked, made_by="bench", clock=clock)
        took = (time.perf_counter() - started) * 1000
    return took, count[0]


def _median(costs: list[tuple[float, int]]) -> tuple[float, int]:
    return statistics.median(took for took, _ in costs), costs[0][1]


@contextmanager
def _counted() -> Iterator[list[int]]:
    count = [0]

    def note(*_: object) -> None:
        count[0] += 1

    event.listen(db.engine, "before_cursor_execute", note)
    yield count
    event.remove(db.engine, "before_cursor_execute", note)


def _app(folder: Path, database: str) -> Flask:
    settings = {"DOORSTEP_MODE": "test", "DOORSTEP_DATA_DIR": str(folder), "DOORSTEP_LOG_LEVEL": "error"}
    app = create_app(read_config(settings | ({"DOORSTEP_DATABASE_URL": database} if database else {})))
    with app.app_context():
        upgrade_schema()
    return app


def _job(number: str, home: str, minutes: int = 60) -> NewJob:
    return NewJob("firm-a", number, home, "plumbing", "A leak", minutes=minutes)


def _plant(clock: FixedClock) -> int:
    """Returns how many visits stand in the diaries."""
    with transaction():
        db.session.add(Landlord(landlord_id=LANDLORD, name="Havebury", phone="0300 555 0100"))
        db.session.flush()
        db.session.add(Firm(landlord_id=LANDLORD, firm_id="firm-a", name="The firm", phone=""))
        db.session.flush()
        for number, postcode in enumerate(DISTRICTS):
            home = {"landlord_id": LANDLORD, "uprn": f"uprn-{number}", "property_ref": f"P-{number}"}
            db.session.add(Home(**home, address_line_1="1 Bench Road", postcode=postcode))
        db.session.flush()
        names = {"first_name": "A", "last_name": "B", "tenure": "tenant", "role": "main", "tenancy_ref": "T"}
        db.session.add(Person(landlord_id=LANDLORD, person_id="p-0", uprn="uprn-0", **names))
        for number in range(OPERATIVES):
            who = {"operative_id": f"op-{number:03d}", "full_name": f"Operative {number}", "trades": ["plumbing"]}
            db.session.add(Operative(landlord_id=LANDLORD, firm_id="firm-a", **who))
        for number in range(len(DISTRICTS)):
            job = {"job_number": f"J-{number}", "repair_root": f"J-{number}", "uprn": f"uprn-{number}"}
            db.session.add(Repair(landlord_id=LANDLORD, trade="plumbing", **job))
    return sum(_plant_day(NOW + timedelta(days=day)) for day in range(DAYS))


def _plant_day(day: datetime) -> int:
    if day.weekday() > 4:
        return 0
    appointments, assignments, entries = [], [], []
    for number in range(OPERATIVES):
        for turn, hour in enumerate(HOURS):
            starts_at = day.replace(hour=hour, minute=0)
            name = f"A-{day:%m%d}-{number}-{turn}"
            place = (number + turn) % len(DISTRICTS)
            slot = {"slot_start_at": starts_at, "slot_end_at": starts_at + timedelta(hours=2)}
            now = {"now_start_at": slot["slot_start_at"], "now_end_at": slot["slot_end_at"], "status": "booked"}
            whose = {"landlord_id": LANDLORD, "appointment_id": name}
            home = {"firm_id": "firm-a", "uprn": f"uprn-{place}", "job_number": f"J-{place}"}
            appointments.append({**whose, **slot, **now, **home})
            who = {**whose, "operative_id": f"op-{number:03d}"}
            assignments.append({**who, "assignment_id": name, "assigned_at": NOW})
            entries.append({**who, "starts_at": starts_at, "minutes": diaries.ASSUMED_MINUTES})
    with transaction() as connection:
        connection.execute(insert(Appointment), appointments)
        connection.execute(insert(Assignment), assignments)
        connection.execute(insert(DiaryEntry), entries)
    return len(appointments)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--database", default="")
    cost = measure(given.parse_args().database)
    print(f"{OPERATIVES} operatives, {DAYS} days, {cost.visits:,} visits in their diaries")
    print(f"  the usual search       {cost.usual_ms:8.1f} ms, {cost.usual_queries} statements")
    print(f"  all of the {DAYS} days     {cost.whole_ms:8.1f} ms, {cost.whole_queries} statements")


if __name__ == "__main__":
    main()
