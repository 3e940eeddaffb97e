"""Writes one table into a file, as far as the person who asks may see it, and notes in the trail that it was taken."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from server.domain.errors import DoorstepError
from server.domain.exporting.tables import TABLES, Table, as_safe_text
from server.domain.exporting.work_orders import work_order
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.outside.spreadsheets import csv_lines, write_xlsx
from server.storage.database import transaction
from server.storage.exporting.rows import BATCH, Period, operatives_of, rows_of
from server.storage.people import audit

FORMATS = {
    "csv": ("CSV", "text/csv; charset=utf-8"),
    "xlsx": ("Excel (XLSX)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": ("JSON in the manner of HACT", "application/json"),
}
HACT_TABLE = "appointments"


@dataclass(frozen=True)
class Wanted:
    """Which table, in which form, for which period."""

    table: str
    form: str
    period: Period


def export_table(wanted: Wanted, target: Path, *, viewer: Viewer, clock: Clock) -> Table:
    """Write it into `target`. Raises DoorstepError where there is no such table for this person."""
    table = TABLES.get(wanted.table)
    if table is None or not viewer.may(table.sight) or wanted.form not in FORMATS:
        raise DoorstepError("not_found", "There is nothing here, or it is not yours to see.")
    rows = rows_of(table.name, viewer, wanted.period)
    names = table.names_for(viewer)
    if wanted.form == "csv":
        _write_lines(target, csv_lines(names, ([as_safe_text(row.get(one)) for one in names] for row in rows)))
    elif wanted.form == "xlsx":
        write_xlsx(target, table.title, names, ([row.get(one) for one in names] for row in rows))
    else:
        _write_lines(target, _array(_objects(table, names, rows, viewer)))
    _note(wanted, viewer, clock)
    return table


def _objects(
    table: Table, names: list[str], rows: Iterator[dict[str, Any]], viewer: Viewer
) -> Iterator[dict[str, Any]]:
    """Appointments in the shape that housing systems exchange; the other tables as plain objects."""
    while batch := list(islice(rows, BATCH)):
        if table.name != HACT_TABLE:
            yield from ({name: _plain(row.get(name)) for name in names} for row in batch)
            continue
        workers = operatives_of(viewer, batch)
        for row in batch:
            people = workers.get(row["appointment_id"], {}).values()
            yield work_order(row, [(worker.operative_id, worker.name) for worker in people])


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | bool) else as_safe_text(value)  # type: ignore[arg-type]


def _array(objects: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    yield b"["
    for number, one in enumerate(objects):
        yield (b",\n" if number else b"\n") + json.dumps(one, ensure_ascii=False).encode()
    yield b"\n]\n"


def _write_lines(target: Path, lines: Iterable[bytes]) -> None:
    with target.open("wb") as stream:
        stream.writelines(lines)


def _note(wanted: Wanted, viewer: Viewer, clock: Clock) -> None:
    period = {"from": wanted.period.begins_at.isoformat(), "to": wanted.period.ends_at.isoformat()}
    subject, after = audit.Subject("export", wanted.table), {"form": wanted.form, **period}
    with transaction():
        audit.record(viewer.landlord_id, subject, "table_taken_out", by=viewer.user_id, at=clock.now(), after=after)
