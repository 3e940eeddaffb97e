"""Files of rows as housing systems send them: which encoding, which separator, and each row with its physical line.

A file is read as a stream, as often as needed, and never held whole. One that is empty, cut short, not text or
not in one encoding is refused in one sentence.
"""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from server.domain.errors import DoorstepError

SEPARATORS = (",", "\t", ";")
_BLOCK = 1 << 16
_LINES_ABOVE = 20
# Control characters that no spreadsheet writes; tab, line feed, form feed and carriage return are text.
_NOT_TEXT = bytes([*range(0, 9), *range(14, 32), 127])


class UnreadableFile(DoorstepError):
    """The file as a whole cannot be read; nothing of it is used."""


@dataclass(frozen=True)
class DelimitedFile:
    """What is known of a file before its rows are read."""

    path: Path
    encoding: str
    separator: str
    header: tuple[str, ...]
    header_at: int = 0


@dataclass(frozen=True)
class Record:
    """A data row: counted from 1, with the physical line on which it starts."""

    row: int
    line: int
    cells: tuple[str, ...]


def open_delimited(path: Path, is_header: Callable[[Sequence[str]], bool] = any) -> DelimitedFile:
    """Find the encoding, the separator and the header, which may have a few lines above it; raises UnreadableFile.

    Where no line is a header as we know it, the first stands as one, for a person to see.
    """
    encoding = find_encoding(path)
    with _text(path, encoding) as stream:
        separator = max(SEPARATORS, key=stream.readline().count)
    with _text(path, encoding) as stream:
        start = [
            tuple(cell.strip() for cell in cells) for _, cells in islice(_records(stream, separator), _LINES_ABOVE)
        ]
    if not any(any(cells) for cells in start):
        raise UnreadableFile("empty", f"{path.name} is empty: it has not even a header.")
    at = next((number for number, cells in enumerate(start) if cells and is_header(cells)), 0)
    return DelimitedFile(path, encoding, separator, start[at], at)


def records(file: DelimitedFile, furniture: Callable[[Sequence[str]], bool] = lambda cells: False) -> Iterator[Record]:
    """Every data row in order; blank lines and furniture are no rows. Raises UnreadableFile where it was cut short."""
    with _text(file.path, file.encoding) as stream:
        count = 0
        rows = _records(stream, file.separator, width=len(file.header), name=file.path.name)
        for line, cells in islice(rows, file.header_at + 1, None):
            if cells and not furniture(cells):
                count += 1
                yield Record(count, line, cells)


def find_encoding(path: Path) -> str:
    """utf-8, utf-8-sig, utf-16 or windows-1252, judged over the whole file; raises UnreadableFile."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if not start:
        raise UnreadableFile("empty", f"{path.name} is empty.")
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        _must_decode(path, "utf-16")
        return "utf-16"
    return _eight_bit_encoding(path, "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8")


def write_delimited(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A CSV file that every spreadsheet opens with its letters intact."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows(rows)


def _eight_bit_encoding(path: Path, utf8: str) -> str:
    utf8_lines = other_lines = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.translate(None, _NOT_TEXT) != line:
                raise UnreadableFile("not_text", f"{path.name} is not a text file (line {number}).")
            if not line.isascii():
                utf8_lines, other_lines = _count(line, number, utf8_lines, other_lines)
    if not other_lines:
        return utf8
    if utf8_lines or utf8 == "utf-8-sig":
        raise UnreadableFile(
            "mixed_encoding",
            f"{path.name} is not in one encoding: some of its lines are UTF-8 and line {other_lines} is not.",
        )
    _must_decode(path, "windows-1252")
    return "windows-1252"


def _count(line: bytes, number: int, utf8_lines: int, other_lines: int) -> tuple[int, int]:
    """The number of the last line that is UTF-8 beyond ASCII, and of the first that is not UTF-8."""
    number_of_bom_only = number == 1 and line.startswith(codecs.BOM_UTF8) and line[3:].isascii()
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return utf8_lines, other_lines or number
    return (utf8_lines if number_of_bom_only else number), other_lines


def _must_decode(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                if "\0" in decoder.decode(block):
                    raise UnreadableFile("not_text", f"{path.name} is not a text file.")
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        code = "cut_short" if error.reason == "truncated data" else "not_text"
        problem = "was cut short" if code == "cut_short" else "is not a text file"
        raise UnreadableFile(code, f"{path.name} {problem}.") from error


@contextmanager
def _text(path: Path, encoding: str) -> Iterator[TextIO]:
    # newline="" leaves every kind of line end as it is, inside and outside quotes.
    with path.open(encoding=encoding, newline="") as stream:
        yield stream


class _Lines:
    """The physical lines of a stream, remembering those of the record that is being read."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.current: list[str] = []

    def __iter__(self) -> Iterator[str]:
        for line in self._stream:
            self.current.append(line)
            yield line


def _records(
    stream: TextIO, separator: str, *, width: int = 0, name: str = ""
) -> Iterator[tuple[int, tuple[str, ...]]]:
    lines = _Lines(stream)
    reader = csv.reader(iter(lines), delimiter=separator)
    line, cells = 1, []
    while True:
        lines.current.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _cut_short(name, line) from error
        if _unfinished(lines.current, separator, len(cells) < width):
            raise _cut_short(name, line)
        yield line, tuple(cells)
        line = reader.line_num + 1


def _unfinished(record: list[str], separator: str, narrow: bool) -> bool:
    """Whether the file stops inside this record: in an open quote, or before its last cells."""
    if sum(line.count('"') for line in record) % 2 == 0:
        return narrow and not record[-1].endswith(("\n", "\r"))
    try:
        next(csv.reader(record, delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def _cut_short(name: str, line: int) -> UnreadableFile:
    return UnreadableFile("cut_short", f"{name} was cut short: the row on line {line} does not end.")
