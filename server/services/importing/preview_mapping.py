"""Tries a mapping on a landlord's own file and keeps nothing: what each of the first rows would become."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO

from server.domain.imports.columns import Row, read_row
from server.domain.imports.mapping.reading import StyleMapping
from server.domain.imports.mapping.sheets import sheet_of
from server.outside.delimited_files import DelimitedFile, UnreadableFile, find_encoding, open_delimited
from server.outside.export_files import export_records
from server.outside.object_files import looks_like_objects, open_objects
from server.services.importing.circumstances import circumstances

MOST_ROWS = 200
SAMPLE_BYTES = 512 * 1024
SHOWN = ("appointment_id", "job_number", "uprn", "contractor_code", "operative_id", "slot_start", "slot_end", "status")


@dataclass(frozen=True)
class PreviewedRow:
    """One row of the sample: where it stands, what was understood, what is wrong, what would be asked."""

    line: int
    row: Row
    problems: str
    questions: str


@dataclass
class Preview:
    """What became of the sample's rows. `missing` are columns of the mapping that the file has not got."""

    rows: list[PreviewedRow] = field(default_factory=list)
    good: int = 0
    refused: int = 0
    missing: list[str] = field(default_factory=list)


def keep_sample(content: IO[bytes], target: Path) -> None:
    """The start of a file, up to the end of a line; of objects the whole, since half an array is none."""
    start = content.read(SAMPLE_BYTES)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"[", b"{"):
        start += content.read()
    elif len(start) == SAMPLE_BYTES:
        start = start[: start.rfind(b"\n") + 1]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(start)


def header_of(sample: Path, names: Sequence[str] = ()) -> tuple[str, ...]:
    """The columns of a sample: the line that has the known names, or the first that is mostly filled. Objects: none."""
    if looks_like_objects(sample):
        return ()
    return _open(sample, names).header


def preview_mapping(landlord_id: str, mapping: StyleMapping, sample: Path, *, as_of: datetime) -> Preview:
    """Judge the first rows against what stands in the register now. Raises UnreadableFile."""
    sheet = sheet_of(mapping)
    file = open_objects(sample, sheet.header) if mapping.is_objects else _open(sample, sheet.header)
    found = Preview(missing=[name for name in sheet.header if name not in file.header])
    if found.missing:
        return found
    records = list(islice(export_records(file, sheet.furniture), MOST_ROWS))
    rows = [dict(zip(file.header, one.cells, strict=True)) for one in records if len(one.cells) == len(file.header)]
    around = circumstances(landlord_id, sheet, rows, as_of=as_of, holds=lambda key: False)
    for record in records:
        if len(record.cells) == len(file.header):
            row = read_row(sheet, dict(zip(file.header, record.cells, strict=True)), around)
            found.rows.append(_previewed(record.line, row))
            found.good += not row.problems
            found.refused += bool(row.problems)
        else:
            found.refused += 1
    return found


def _open(sample: Path, names: Sequence[str]) -> DelimitedFile:
    find_encoding(sample)
    if looks_like_objects(sample):
        raise UnreadableFile("header_unknown", "This is a file of objects, and the style is one of rows.")
    known = open_delimited(sample, lambda cells: bool(names) and set(names) <= set(cells))
    if names and set(names) <= set(known.header):
        return known
    return open_delimited(sample, lambda cells: sum(1 for cell in cells if cell) * 10 >= len(cells) * 6)


def _previewed(line: int, row: Row) -> PreviewedRow:
    problems = " ".join(problem.message for problem in row.problems)
    return PreviewedRow(line, row, problems, " ".join(question.message for question in row.questions))
