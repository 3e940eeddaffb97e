"""Import files in order, each in its own transaction; or rehearse it all and keep nothing."""

from collections.abc import Sequence
from pathlib import Path

from server.domain.imports import mending
from server.domain.imports.columns import Sheet
from server.domain.imports.report import FileReport
from server.domain.imports.sheets.known_sheets import place, sheet_for
from server.outside.clock import Clock
from server.outside.delimited_files import UnreadableFile, write_delimited
from server.outside.export_files import export_records
from server.services.importing.import_file import ImportRun, Progress, import_file
from server.services.importing.opening import SHIPPED, known_sheet, open_known, written_cells
from server.storage.database import transaction

READ = (".csv", ".txt", ".json")


class _Rehearsed(Exception):
    """Ends a rehearsal, so that its transaction is undone."""


def files_to_read(paths: Sequence[Path]) -> list[Path]:
    """The files in the order given; those of a folder in the order in which they refer to one another."""
    found: list[Path] = []
    for path in paths:
        found += sorted(_of_folder(path), key=_order) if path.is_dir() else [path]
    return found


def import_files(
    files: Sequence[Path], run: ImportRun, *, clock: Clock, progress: Progress, dry_run: bool = False
) -> list[FileReport]:
    """Import each file once. A rehearsal sees what the earlier files would have brought, and undoes it all."""
    if not dry_run:
        return [import_file(path, run, clock=clock, progress=progress) for path in files]
    reports: list[FileReport] = []
    try:
        with transaction():
            reports += [import_file(path, run, clock=clock, progress=progress) for path in files]
            raise _Rehearsed
    except _Rehearsed:
        return reports


def write_mend_file(source: Path, report: FileReport, target: Path, sheets: Sequence[Sheet] = SHIPPED) -> int:
    """Write the rows of `source` that were kept out, with the reason in front of each; returns how many."""
    reasons = {refused.place.row: refused.message for refused in report.refused}
    for conflict in report.conflicts:
        rows = ", ".join(str(place.row) for place in conflict.places)
        text = f"The key {conflict.key} comes with different content in rows {rows}: keep one."
        reasons.update((place.row, text) for place in conflict.places)
    file = open_known(source, sheets)
    furniture = known_sheet(file, sheets).furniture
    write_delimited(
        target,
        (mending.REASON, *mending.own_header(file.header)),
        (
            (reasons[record.row], *(mending.safe_cell(cell) for cell in written_cells(file, record)))
            for record in export_records(file, furniture)
            if record.row in reasons
        ),
    )
    return len(reasons)


def _of_folder(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in READ]


def _order(path: Path) -> tuple[int, str]:
    try:
        return place(sheet_for(mending.own_header(open_known(path).header), SHIPPED)), path.name
    except UnreadableFile:
        return place(None), path.name
