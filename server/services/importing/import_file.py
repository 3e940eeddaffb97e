"""Read one file, judge every row, and load the good ones, all in one transaction.

1. The whole file is read once: encoding, header, which rows repeat and which keys come twice.
2. It is read again in batches: each row is refused, counted as a duplicate, held back as contested, or loaded.
3. Contested keys are settled, the questions put, the report kept, the phones told.
A file that cannot be read as a whole is refused before anything is written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from itertools import islice
from pathlib import Path

from uuid_utils.compat import uuid7

from server.domain.imports import mending
from server.domain.imports.cells import LONGEST_CODE
from server.domain.imports.clock_times import LONDON
from server.domain.imports.columns import Row, Sheet, read_row
from server.domain.imports.fates import Fates, Place, content_of
from server.domain.imports.known import Circumstances
from server.domain.imports.problems import Problem
from server.domain.imports.report import AskedRow, Conflict, FileReport, RefusedRow
from server.outside.clock import Clock
from server.outside.delimited_files import DelimitedFile, Record, UnreadableFile
from server.outside.export_files import export_records
from server.services.importing.circumstances import circumstances
from server.services.importing.load_rows import GoodRow, Loading, changes_for_phones, load_rows, to_assess_again
from server.services.importing.opening import known_sheet, open_known, written_cells
from server.storage import feed
from server.storage.cases import cases
from server.storage.database import transaction
from server.storage.importing import import_conflicts, import_record, vanished
from server.storage.importing.mappings import sheets_in_force
from server.storage.people.landlords import ensure_landlord

BATCH = 400

Progress = Callable[[str, int, int], None]
"""Called with the file's name, the rows done and the rows there are."""


@dataclass(frozen=True)
class ImportRun:
    """Who imports, for whom, and when the extract ran."""

    landlord_id: str
    as_of: datetime
    by: str

    @property
    def london_midnight(self) -> datetime:
        """The start of the day of the extract: phones hear of visits from here on."""
        day = self.as_of.astimezone(LONDON).date()
        return datetime.combine(day, time(), LONDON).astimezone(UTC)


@dataclass
class _Reading:
    """One file on its way through the second pass."""

    file: DelimitedFile
    sheet: Sheet
    fates: Fates
    report: FileReport
    loading: Loading
    contested: dict[str, list[tuple[Row, GoodRow]]] = field(default_factory=dict)
    kept_out: dict[str, import_record.Standing] = field(default_factory=dict)
    choices: dict[str, list[import_conflicts.Choice]] = field(default_factory=dict)


def import_file(path: Path, run: ImportRun, *, clock: Clock, progress: Progress) -> FileReport:
    """Import one file; the report says what became of each row."""
    report = FileReport(path.name)
    started_at = clock.now()
    try:
        file, sheet, fates = _first_look(path, report, run)
    except UnreadableFile as unreadable:
        report.error = (unreadable.code, unreadable.message)
        _record_refusal(report, run, started_at)
        return report
    with transaction():
        ensure_landlord(run.landlord_id)
        loading = Loading(
            landlord_id=run.landlord_id,
            sheet=sheet,
            import_id=str(uuid7()),
            by=run.by,
            at=started_at,
            since=run.london_midnight,
        )
        reading = _Reading(file, sheet, fates, report, loading)
        _second_look(reading, run, progress)
        _finish(reading, run, started_at, clock)
    return report


def _record_refusal(report: FileReport, run: ImportRun, at: datetime) -> None:
    with transaction():
        done = import_record.Finished(
            file_name=report.file,
            kind="",
            as_of=run.as_of,
            started_at=at,
            finished_at=at,
            by=run.by,
            added=0,
            changed=0,
            unchanged=0,
            report=report.as_json(),
        )
        import_record.record_file(run.landlord_id, str(uuid7()), done)


def _first_look(path: Path, report: FileReport, run: ImportRun) -> tuple[DelimitedFile, Sheet, Fates]:
    sheets = sheets_in_force(run.landlord_id, run.as_of.astimezone(LONDON).date())
    file = open_known(path, sheets)
    report.encoding = file.encoding
    header = mending.own_header(file.header)
    sheet = known_sheet(file, sheets)
    report.style = sheet.style
    fates = Fates()
    for record in export_records(file, sheet.furniture):
        cells = written_cells(file, record)
        fates.note(record.row, sheet.key(dict(zip(header, cells, strict=False))), content_of(cells))
    report.rows = fates.rows
    return file, sheet, fates


def _second_look(reading: _Reading, run: ImportRun, progress: Progress) -> None:
    name, rows = reading.report.file, reading.fates.rows
    progress(name, 0, rows)
    for batch in _batches(export_records(reading.file, reading.sheet.furniture)):
        around = _around(reading, run, batch)
        good = [row for record in batch if (row := _judge(reading, record, around)) is not None]
        load_rows(reading.loading, good)
        progress(name, batch[-1].row, rows)
    _settle_contested(reading)


def _judge(reading: _Reading, record: Record, around: Circumstances) -> GoodRow | None:
    """The row if it may be loaded now; else its fate is in the report, or it waits for the others of its key."""
    cells = written_cells(reading.file, record)
    place, content = Place(record.row, record.line), content_of(cells)
    same_as = reading.fates.same_as(record.row, content)
    if same_as is not None:
        reading.report.duplicates.append((place, same_as))
        return None
    header = mending.own_header(reading.file.header)
    if len(cells) != len(header):
        _refuse(reading, place, "", [_wrong_shape(reading.file, cells)], content)
        return None
    row = read_row(reading.sheet, dict(zip(header, cells, strict=True)), around)
    key = reading.sheet.key(row.cells)
    if row.problems:
        _refuse(reading, place, key, row.problems, content)
        return None
    good = GoodRow(place, key, content.hex(), row.values)
    if reading.fates.contested(key):
        reading.contested.setdefault(key, []).append((row, good))
        return None
    return _accept(reading, row, good)


def _wrong_shape(file: DelimitedFile, cells: Sequence[str]) -> Problem:
    if not file.separator:
        return Problem(None, "not_an_object", cells[0])
    return Problem(None, "column_count", str(len(cells)))


def _accept(reading: _Reading, row: Row, good: GoodRow) -> GoodRow:
    reading.report.good += 1
    reading.report.questions += [AskedRow(good.place, good.key, question) for question in row.questions]
    return good


def _refuse(reading: _Reading, place: Place, key: str, problems: list[Problem], content: bytes) -> None:
    reading.report.refused.append(RefusedRow(place, tuple(problems)))
    if 0 < len(key) <= LONGEST_CODE:
        reading.kept_out[key] = import_record.Standing(content.hex(), "refused")


def _settle_contested(reading: _Reading) -> None:
    """A key whose other rows were refused is no conflict any more."""
    for key, rows in reading.contested.items():
        if len(rows) == 1:
            load_rows(reading.loading, [_accept(reading, *rows[0])])
            continue
        reading.report.conflicts.append(Conflict(key, tuple(good.place for _, good in rows)))
        reading.choices[key] = [import_conflicts.Choice(good.place, good.digest, row.cells) for row, good in rows]
        reading.kept_out[key] = import_record.Standing(rows[0][1].digest, "conflict")


def _finish(reading: _Reading, run: ImportRun, started_at: datetime, clock: Clock) -> None:
    reading.report.in_order()
    loading, report = reading.loading, reading.report
    source = import_record.Source(run.landlord_id, loading.kind, loading.style, loading.import_id)
    import_record.remember(source, reading.kept_out)
    import_conflicts.queue(source, reading.choices, reading.fates.holds, as_of=run.as_of, at=loading.at)
    import_record.withdraw(run.landlord_id, loading.kind, report.questions, reading.fates.holds)
    import_record.ask(run.landlord_id, loading.kind, loading.import_id, report.questions)
    import_record.record_file(
        run.landlord_id,
        loading.import_id,
        import_record.Finished(
            file_name=report.file,
            kind=loading.kind,
            as_of=run.as_of,
            started_at=started_at,
            finished_at=clock.now(),
            by=run.by,
            added=len(loading.added),
            changed=len(loading.changed),
            unchanged=loading.unchanged,
            report=report.as_json(),
            vanished=_vanished(reading, source, run),
        ),
    )
    cases.mark_stale(run.landlord_id, to_assess_again(loading))
    feed.append(run.landlord_id, changes_for_phones(loading), at=loading.at)


def _vanished(reading: _Reading, source: import_record.Source, run: ImportRun) -> list[str]:
    """What stood in earlier files of this style and is not in this one; a file of mended rows is no whole export."""
    if mending.mended_header(reading.file.header):
        return []
    keys = vanished.keys_gone(source, reading.fates.holds)
    span = vanished.span_of(source, reading.fates.holds, since=run.as_of) if source.kind == "appointment" else None
    if keys and span:
        vanished.ask_about(source, keys, field=reading.sheet.header[0], span=span)
    return keys


def _around(reading: _Reading, run: ImportRun, batch: list[Record]) -> Circumstances:
    header = mending.own_header(reading.file.header)
    rows = [written_cells(reading.file, record) for record in batch]
    whole = [dict(zip(header, cells, strict=True)) for cells in rows if len(cells) == len(header)]
    return circumstances(run.landlord_id, reading.sheet, whole, as_of=run.as_of, holds=reading.fates.holds)


def _batches(rows: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
