"""Importing 20,000 appointments: how long it takes, and whether memory grows with the rows."""

import csv
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.inside import opened
from server.domain.imports.clock_times import LONDON
from server.outside.clock import SystemClock
from server.services.importing.import_file import ImportRun
from server.services.importing.import_files import import_files
from tests.exports import HEADERS, cells

HOMES = 1500


@dataclass(frozen=True)
class Import:
    """One file of so many appointments: seconds, the same file again, and the most memory held, in megabytes."""

    rows: int
    seconds: float
    again_seconds: float
    steps_of_the_bar: int
    peak_megabytes: float


def measure(database: str) -> Iterator[Import]:
    """A small file first: what the large one needs beyond it is what memory grows by."""
    with TemporaryDirectory() as place, opened(database):
        folder = Path(place)
        _register(folder)
        for rows in (2_000, 20_000):
            path = folder / f"appointments-{rows}.csv"
            _appointments(path, rows)
            seconds, steps = _import(path)
            again, _ = _import(path)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            yield Import(rows, seconds, again, steps, peak)


def _import(*paths: Path) -> tuple[float, int]:
    run, steps = ImportRun("havebury", SystemClock().now(), "bench"), []
    started = time.perf_counter()
    [*_, report] = import_files(paths, run, clock=SystemClock(), progress=lambda *step: steps.append(step))
    if report.refused or report.error:
        raise RuntimeError(f"the file of the bench is not clean: {report.refused[:1]} {report.error}")
    return time.perf_counter() - started, len(steps)


def _register(folder: Path) -> None:
    homes = [cells("home", uprn=f"9990{number:08d}") for number in range(HOMES)]
    people = [cells("person", person_id=f"P{number}", uprn=f"9990{number:08d}") for number in range(HOMES)]
    _write(folder / "1.csv", "firm", [cells("firm")])
    _write(folder / "2.csv", "home", homes)
    _write(folder / "3.csv", "person", people)
    _write(folder / "4.csv", "operative", [cells("operative")])
    _import(*sorted(folder.iterdir()))


def _appointments(path: Path, rows: int) -> None:
    first = datetime.now(LONDON).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    _write(path, "appointment", (_appointment(number, rows, first) for number in range(rows)))


def _appointment(number: int, rows: int, first: datetime) -> dict[str, str]:
    start = first + timedelta(days=number % 60)
    home = number % HOMES
    return cells(
        "appointment",
        appointment_id=f"A{rows}-{number}",
        job_number=str(rows * 100 + number),
        uprn=f"9990{home:08d}",
        person_id=f"P{home}",
        slot_start=start.strftime("%Y-%m-%dT%H:%M"),
        slot_end=(start + timedelta(hours=4)).strftime("%Y-%m-%dT%H:%M"),
    )


def _write(path: Path, kind: str, rows: object) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADERS[kind])
        writer.writerows(row.values() for row in rows)  # type: ignore[attr-defined]
