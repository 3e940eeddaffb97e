"""Files of JSON objects in one array, read one object at a time and told as cells by path.

The last cell is the whole object as it stands in the file, so that two objects are the same only where every letter is.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TextIO

from server.outside.delimited_files import DelimitedFile, Record, UnreadableFile, find_encoding

WHOLE = "object"
_BLOCK = 1 << 16
_STEP = re.compile(r"[^.\[\]]+")
_BETWEEN = re.compile(r"[\s,]*")

# Numbers stay as they are written: a UPRN is no number, and half of one must be seen as such.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


def looks_like_objects(path: Path) -> bool:
    """Whether the first letter of the file begins a JSON value."""
    with path.open("rb") as stream:
        start = stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    return start[:1] in (b"[", b"{")


def open_objects(path: Path, paths: Sequence[str]) -> DelimitedFile:
    """A file of objects, to be told by these paths; raises UnreadableFile where it is no array of values."""
    encoding = find_encoding(path)
    with path.open(encoding=encoding) as stream:
        if stream.read(_BLOCK).lstrip()[:1] != "[":
            raise UnreadableFile("header_unknown", f"{path.name} is not an array of objects.")
    return DelimitedFile(path, encoding, "", tuple(paths))


def object_records(file: DelimitedFile) -> Iterator[Record]:
    """Every element in order; one that is no object has a single cell. Raises where the file was cut short."""
    with file.path.open(encoding=file.encoding, newline="") as stream:
        for row, (line, value, text) in enumerate(_elements(stream, file.path.name), start=1):
            yield Record(row, line, _cells(file.header, value, text))


def _cells(header: Sequence[str], value: object, text: str) -> tuple[str, ...]:
    if not isinstance(value, dict):
        return (text,)
    return tuple(text if name == WHOLE else _at(value, name) for name in header)


def _at(value: Any, path: str) -> str:
    """The text at a path such as `a.b[0].c`; empty where there is none."""
    for step in _steps(path):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return ""
    return value if isinstance(value, str) else "" if value in (None, {}, []) else json.dumps(value)


@lru_cache(maxsize=256)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(_STEP.findall(path))


def _elements(stream: TextIO, name: str) -> Iterator[tuple[int, object, str]]:
    """(line, value, text) of each element of the array, holding no more than one element and one block."""
    buffer, line, at = stream.read(_BLOCK), 1, 0
    at = buffer.index("[") + 1
    line += buffer.count("\n", 0, at)
    while True:
        between = _BETWEEN.match(buffer, at)
        start = between.end() if between else at
        if start == len(buffer):
            more = stream.read(_BLOCK)
            if not more:
                raise _cut_short(name, line)
            line += buffer.count("\n", at)
            buffer, at = more, 0
            continue
        line += buffer.count("\n", at, start)
        if buffer[start] == "]":
            return
        buffer, value, end = _decode(stream, buffer[start:], name, line)
        yield line, value, buffer[:end]
        line += buffer.count("\n", 0, end)
        buffer, at = buffer[end:], 0


def _decode(stream: TextIO, buffer: str, name: str, line: int) -> tuple[str, object, int]:
    """The value at the start of the buffer, read on for as long as it is not complete."""
    while True:
        try:
            value, end = _DECODER.raw_decode(buffer)
        except json.JSONDecodeError as error:
            if not (more := stream.read(_BLOCK)):
                raise _cut_short(name, line) from error
            buffer += more
            continue
        # A number that ends with the buffer may go on in the next block.
        if end < len(buffer) or not (more := stream.read(_BLOCK)):
            return buffer, value, end
        buffer += more


def _cut_short(name: str, line: int) -> UnreadableFile:
    return UnreadableFile("cut_short", f"{name} was cut short: what begins on line {line} does not end.")
