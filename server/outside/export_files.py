"""An export of either sort, rows of cells or an array of objects, opened and read in the same way."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from server.outside.delimited_files import DelimitedFile, Record, find_encoding, open_delimited, records
from server.outside.object_files import looks_like_objects, object_records, open_objects


def open_export(path: Path, is_header: Callable[[Sequence[str]], bool], paths: Sequence[str]) -> DelimitedFile:
    """Open a file at the line that `is_header` knows; objects are told by `paths`. Raises UnreadableFile."""
    find_encoding(path)
    return open_objects(path, paths) if looks_like_objects(path) else open_delimited(path, is_header)


def export_records(file: DelimitedFile, furniture: Callable[[Sequence[str]], bool]) -> Iterator[Record]:
    return records(file, furniture) if file.separator else object_records(file)
