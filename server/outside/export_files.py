"""An export of either sort, rows of cells or an array of objects, read in the same way."""

from collections.abc import Callable, Iterator, Sequence

from server.outside.delimited_files import DelimitedFile, Record, records
from server.outside.object_files import object_records


def export_records(file: DelimitedFile, furniture: Callable[[Sequence[str]], bool]) -> Iterator[Record]:
    return records(file, furniture) if file.separator else object_records(file)
