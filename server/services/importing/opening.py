"""Opens a file of whatever style the landlord's files may have, at the line that is a header we know."""

from collections.abc import Sequence
from pathlib import Path

from server.domain.imports import mending
from server.domain.imports.columns import Sheet
from server.domain.imports.mapping.sheets import sheet_of
from server.domain.imports.sheets.known_sheets import SHEETS, sheet_for
from server.outside.delimited_files import DelimitedFile, Record, UnreadableFile, find_encoding, open_delimited
from server.outside.object_files import looks_like_objects, object_records, open_objects
from server.storage.importing.mappings import shipped

SHIPPED = (*SHEETS, *(sheet_of(mapping) for mapping in shipped().values()))


def open_known(path: Path, sheets: Sequence[Sheet] = SHIPPED) -> DelimitedFile:
    """Raises UnreadableFile where the file cannot be read whole; its header may still be unknown."""
    find_encoding(path)
    if looks_like_objects(path):
        return _open_objects(path, sheets)
    return open_delimited(path, lambda cells: sheet_for(mending.own_header(cells), sheets) is not None)


def known_sheet(file: DelimitedFile, sheets: Sequence[Sheet] = SHIPPED) -> Sheet:
    """The sheet of an opened file; raises UnreadableFile where its header is not one we know."""
    sheet = sheet_for(mending.own_header(file.header), sheets)
    if sheet is None:
        raise UnreadableFile(
            "header_unknown",
            f"{file.path.name} has a header that Doorstep does not know. Under Imports, a mapping can be made for it.",
        )
    return sheet


def written_cells(file: DelimitedFile, record: Record) -> tuple[str, ...]:
    """The row's own cells, whether the file came from a housing system or was mended by a person."""
    return mending.as_written(file.header, record.cells)


def _open_objects(path: Path, sheets: Sequence[Sheet]) -> DelimitedFile:
    """By the paths of the first style whose key stands in the first object; else of the last."""
    opened = [(sheet, open_objects(path, sheet.header)) for sheet in sheets if sheet.is_objects]
    for sheet, file in opened:
        first = next(object_records(file), None)
        if first is not None and sheet.key(dict(zip(sheet.header, first.cells, strict=False))):
            return file
    return opened[-1][1]
