"""Load the demonstration landlord by the same importer as real data, with dates around today.

The first time brings everything; on a later day only the visits of that day and of the next working day, so that
there is always a day to work. What people have done in between is kept.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from server.domain.errors import DoorstepError
from server.domain.imports.clock_times import LONDON
from server.domain.imports.report import FileReport
from server.domain.imports.templates import fill_in, working_day_from
from server.outside.clock import Clock
from server.outside.holidays import bank_holidays
from server.services.importing.import_file import ImportRun
from server.services.importing.import_files import files_to_read, import_files
from server.storage.database import transaction
from server.storage.importing.known_keys import known_keys
from server.storage.people.landlords import put_landlord

TEMPLATES = Path(__file__).resolve().parents[2] / "demonstration"
BY = "demonstration"


def load_demonstration(landlord_id: str, *, clock: Clock) -> bool:
    """Bring the demonstration up to today; returns whether it was loaded for the first time."""
    today = clock.now().astimezone(LONDON).date()
    days = (today, working_day_from(today, 1, _holidays(today)))
    first = not _stands(landlord_id, "firm", "BRK")
    if first:
        landlord = afterwards(today)["landlord"]
        with transaction():
            put_landlord(landlord_id, landlord)
    elif all(_stands(landlord_id, "appointment", fill_in("A{day_id}01", today=day, holidays=set())) for day in days):
        return False
    with TemporaryDirectory() as folder:
        _write_files(Path(folder), today, days, everything=first)
        run = ImportRun(landlord_id, clock.now(), BY)
        reports = import_files(files_to_read([Path(folder)]), run, clock=clock, progress=_in_silence)
    _all_must_be_good(reports)
    return first


def afterwards(today: date) -> dict[str, Any]:
    """What the files cannot say and people's own services must bring: the landlord, a claim, two reports."""
    text = (TEMPLATES / "afterwards.json").read_text(encoding="utf-8")
    filled: dict[str, Any] = json.loads(fill_in(text, today=today, holidays=_holidays(today)))
    return filled


def _write_files(folder: Path, today: date, days: tuple[date, ...], *, everything: bool) -> None:
    parts = {source.name: [(source, today)] for source in TEMPLATES.glob("*.csv")} if everything else {}
    parts.pop("day.csv", None)
    # One file of all appointments: a second one would be newer than the first, and ask what became of the others.
    parts.setdefault("appointments.csv", []).extend((TEMPLATES / "day.csv", day) for day in days)
    for name, sources in parts.items():
        _write(folder / name, sources, today)


def _write(target: Path, sources: Sequence[tuple[Path, date]], today: date) -> None:
    """One file of several with the same header, each as of its day."""
    header, rows = "", ""
    for source, day in sources:
        text = fill_in(source.read_text(encoding="utf-8"), today=today, holidays=_holidays(today), day=day)
        header, own = text.split("\n", 1)
        rows += own
    target.write_text(f"{header}\n{rows}", encoding="utf-8", newline="")


def _all_must_be_good(reports: list[FileReport]) -> None:
    for report in reports:
        if report.error or report.refused or report.conflicts:
            reason = report.error[1] if report.error else "some of its rows were kept out."
            raise DoorstepError("demonstration_faulty", f"{report.file} of the demonstration is faulty: {reason}")


def _stands(landlord_id: str, kind: str, key: str) -> bool:
    return known_keys(landlord_id, {kind: {key}}).stands(kind, key)


def _holidays(today: date) -> frozenset[date]:
    return bank_holidays(range(today.year - 1, today.year + 2))


def _in_silence(name: str, done: int, rows: int) -> None:
    """The demonstration is small: no progress is shown."""
