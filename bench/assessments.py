"""Every household's case assessed again from the database: `python -m bench.assessments` prints rate and memory.

`--repairs N` (default 2,000) plants that many repairs in a fresh SQLite database, each with three missed appointments
and a household of its own; `--database URL` takes an empty one instead. The progress bar goes to standard error.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import insert

from server.app import create_app
from server.config import read_config
from server.outside.clock import SystemClock
from server.services.assessment.reassess_everything import reassess_everything
from server.storage.database import Tables, db, transaction
from server.storage.migrating import upgrade_schema
from server.storage.tables.decisions import Loss
from server.storage.tables.register import Appointment, Firm, Home, Landlord, Person, Repair, VisitHistory

LANDLORD = "havebury"
AT_ONCE = 1000


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--repairs", type=int, default=2000)
    given.add_argument("--database", default="")
    chosen = given.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder), chosen.database)
        with app.app_context():
            cases = _planted(chosen.repairs)
            _measure(cases, "first")
            _measure(cases, "again")
            db.engine.dispose()


def _measure(cases: list[str], which: str) -> None:
    """Assess each case; a tenth of the way gives the memory that the rest must not exceed by much."""
    clock, started, early = SystemClock(), time.perf_counter(), 0.0
    seen = 0
    with click.progressbar(length=len(cases), label=which, file=sys.stderr) as bar:
        for done in reassess_everything(LANDLORD, clock=clock):
            bar.update(done.looked_at)
            seen += done.looked_at
            if not early and seen >= len(cases) // 10:
                early = _peak()
    seconds = time.perf_counter() - started
    rate = seen / seconds
    print(f"{which}: {seen} households, {rate:,.0f}/s; peak {_peak():.0f} MB, after a tenth {early:.0f} MB")
    print(f"       100,000 would take {100_000 / rate / 60:,.0f} minutes at this rate")


def _peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _app(folder: Path, database: str) -> Flask:
    settings = {"DOORSTEP_MODE": "test", "DOORSTEP_DATA_DIR": str(folder), "DOORSTEP_LOG_LEVEL": "error"}
    app = create_app(read_config(settings | ({"DOORSTEP_DATABASE_URL": database} if database else {})))
    with app.app_context():
        upgrade_schema()
    return app


def _planted(count: int) -> list[str]:
    """Households of which each has a repair that was missed three times, with pay lost on each of the days."""
    with transaction():
        db.session.add(Landlord(landlord_id=LANDLORD, name="Havebury", phone="0300 555 0100"))
        db.session.flush()
        db.session.add(Firm(landlord_id=LANDLORD, firm_id="firm-a", name="The firm", phone=""))
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        misses = [(number, ago) for number in numbers for ago in (30, 20, 10)]
        with transaction():
            _write(Home, [_home(number) for number in numbers])
            _write(Person, [_person(number) for number in numbers])
            _write(Repair, [_repair(number) for number in numbers])
            _write(Appointment, [_appointment(*one) for one in misses])
            _write(VisitHistory, [_history(*one) for one in misses])
            _write(Loss, [_loss(*one) for one in misses])
        db.session.remove()
    return [f"T-{number}@{_uprn(number)}" for number in range(count)]


def _write(table: type[Tables], rows: list[dict[str, object]]) -> None:
    db.session.execute(insert(table), rows)


def _uprn(number: int) -> str:
    return f"{200_000_000_000 + number}"


def _home(number: int) -> dict[str, object]:
    where = {"landlord_id": LANDLORD, "uprn": _uprn(number), "property_ref": _uprn(number)}
    return {**where, "address_line_1": f"{number} Bench Road", "postcode": "IP33 1AA"}


def _person(number: int) -> dict[str, object]:
    names = {"person_id": f"p-{number}", "first_name": "A", "last_name": "B", "tenancy_ref": f"T-{number}"}
    return {"landlord_id": LANDLORD, "uprn": _uprn(number), **names, "tenure": "tenant", "role": "main"}


def _repair(number: int) -> dict[str, object]:
    job = {"job_number": f"J-{number}", "repair_root": f"J-{number}", "trade": "plumbing", "description": "Leak"}
    return {"landlord_id": LANDLORD, "uprn": _uprn(number), **job}


def _starts_at(ago: int) -> datetime:
    return datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=ago)


def _miss(number: int, ago: int) -> dict[str, object]:
    where = {"landlord_id": LANDLORD, "appointment_id": f"A-{number}-{ago}", "uprn": _uprn(number)}
    return {**where, "firm_id": "firm-a", "job_number": f"J-{number}"}


def _appointment(number: int, ago: int) -> dict[str, object]:
    starts_at, ends_at = _starts_at(ago), _starts_at(ago) + timedelta(hours=2)
    slot = {"slot_start_at": starts_at, "slot_end_at": ends_at, "now_start_at": starts_at, "now_end_at": ends_at}
    return {**_miss(number, ago), **slot, "person_id": f"p-{number}", "status": "not_attended"}


def _history(number: int, ago: int) -> dict[str, object]:
    seen = {"outcome": "not_attended", "recorded_at": _starts_at(ago) + timedelta(hours=5)}
    return {**_miss(number, ago), **seen, "history_id": f"V-{number}-{ago}", "repair_root": f"J-{number}"}


def _loss(number: int, ago: int) -> dict[str, object]:
    case = {"landlord_id": LANDLORD, "case_id": f"T-{number}@{_uprn(number)}", "person_id": f"p-{number}"}
    said = {"pence": 8000 + number % 700, "evidence": "payslip", "recorded_by": "bench"}
    return {**case, **said, "day": _starts_at(ago).date(), "recorded_at": _starts_at(ago)}


if __name__ == "__main__":
    main()
