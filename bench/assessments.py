"""Every household's case assessed again from the database: `python -m bench.assessments` prints rate and memory.

`--repairs N` (default 2,000) plants that many repairs in a fresh SQLite database, each with three missed appointments
and a household of its own; `--database URL` takes an empty one instead. The progress bar goes to standard error.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click
from flask import Flask

from server.app import create_app
from server.config import read_config
from server.outside.clock import SystemClock
from server.services.assessment.reassess_everything import reassess_everything
from server.storage.database import db, transaction
from server.storage.migrating import upgrade_schema
from server.storage.tables.decisions import Loss
from server.storage.tables.register import Appointment, Firm, Home, Landlord, Person, Repair, VisitHistory

LANDLORD = "havebury"
AT_ONCE = 200


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
    with click.progressbar(length=len(cases), label=which, file=click.get_text_stream("stderr")) as bar:
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
    with transaction():
        db.session.add(Landlord(landlord_id=LANDLORD, name="Havebury", phone="0300 555 0100"))
        db.session.flush()
        db.session.add(Firm(landlord_id=LANDLORD, firm_id="firm-a", name="The firm", phone=""))
    for start in range(0, count, AT_ONCE):
        with transaction():
            for number in range(start, min(start + AT_ONCE, count)):
                _plant(number)
        db.session.remove()
    return [f"T-{number}@{_uprn(number)}" for number in range(count)]


def _uprn(number: int) -> str:
    return f"{200_000_000_000 + number}"


def _plant(number: int) -> None:
    """One household whose repair was missed three times, with pay lost on each of the days."""
    uprn, person, job = _uprn(number), f"p-{number}", f"J-{number}"
    mine = {"landlord_id": LANDLORD, "uprn": uprn}
    db.session.add(Home(**mine, property_ref=uprn, address_line_1=f"{number} Bench Road", postcode="IP33 1AA"))
    db.session.flush()
    named = {"first_name": "A", "last_name": "B", "tenure": "tenant", "role": "main"}
    db.session.add(Person(**mine, **named, person_id=person, tenancy_ref=f"T-{number}"))
    db.session.add(Repair(**mine, job_number=job, repair_root=job, trade="plumbing", description="Leak"))
    db.session.flush()
    for ago in (30, 20, 10):
        _plant_miss(number, ago)


def _plant_miss(number: int, ago: int) -> None:
    starts_at = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=ago)
    ends_at, name = starts_at + timedelta(hours=2), f"A-{number}-{ago}"
    where = {"landlord_id": LANDLORD, "appointment_id": name}
    slot = {"slot_start_at": starts_at, "slot_end_at": ends_at, "now_start_at": starts_at, "now_end_at": ends_at}
    whose = {"firm_id": "firm-a", "uprn": _uprn(number), "person_id": f"p-{number}", "job_number": f"J-{number}"}
    db.session.add(Appointment(**where, **slot, **whose, status="not_attended"))
    db.session.flush()
    seen = {"outcome": "not_attended", "recorded_at": starts_at + timedelta(hours=5), "repair_root": f"J-{number}"}
    job = {"firm_id": "firm-a", "uprn": _uprn(number), "job_number": f"J-{number}"}
    db.session.add(VisitHistory(**where, **seen, **job, history_id=f"V-{name}"))
    db.session.add(_loss(number, starts_at.date(), starts_at))


def _loss(number: int, day: date, at: datetime) -> Loss:
    case = {"landlord_id": LANDLORD, "case_id": f"T-{number}@{_uprn(number)}", "person_id": f"p-{number}"}
    said = {"pence": 8000 + number % 700, "evidence": "payslip", "recorded_at": at, "recorded_by": "bench"}
    return Loss(**case, **said, day=day)


if __name__ == "__main__":
    main()
