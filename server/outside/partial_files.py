"""Uploads on their way: one file each in the data folder, and beside it a mark that says who writes and how far.

The database's offset is what is surely on the disk. What a request has written since is counted by its mark; whatever
lies beyond that is overwritten or cut off, never read.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Mark:
    """How far one request has written."""

    writer: str
    end: int


class PenTaken(Exception):
    """Another request writes this file now."""


class PartialFiles:
    """The folder of half-sent files, by upload id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, upload_id: str) -> Path:
        return self._folder / upload_id

    @contextmanager
    def alone(self, upload_id: str) -> Iterator[int]:
        """The open file, made where it is not there, held by one request of this machine at a time."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with _held(self.path(upload_id), os.O_CREAT) as descriptor:
            yield descriptor

    @contextmanager
    def _going_on(self, upload_id: str) -> Iterator[int]:
        """The open file, which must not come back once the upload has ended."""
        try:
            with _held(self.path(upload_id)) as descriptor:
                yield descriptor
        except FileNotFoundError as error:
            raise PenTaken from error

    def begin(self, upload_id: str, mark: Mark) -> None:
        """From now on this request, and no older one, writes on from `mark.end`."""
        with self.alone(upload_id):
            self._set_mark(upload_id, mark)

    def write(self, upload_id: str, mark: Mark, content: bytes) -> Mark:
        """Write on and move the mark; it is not waited until the disk has it. Raises PenTaken."""
        with self._going_on(upload_id) as descriptor:
            if self._mark(upload_id) != mark:
                raise PenTaken
            _write_at(descriptor, mark.end, content)
            return self._set_mark(upload_id, Mark(mark.writer, mark.end + len(content)))

    def flush(self, upload_id: str) -> None:
        """Wait until what was written is on the disk. Raises PenTaken."""
        with self._going_on(upload_id) as descriptor:
            os.fsync(descriptor)

    def stop(self, upload_id: str, writer: str) -> int:
        """Let nobody write on; returns how far this writer came, on the disk by now, or 0 where it had not begun."""
        with self.alone(upload_id) as descriptor:
            mark = self._mark(upload_id)
            if mark is None or mark.writer != writer:
                return 0
            self._mark_path(upload_id).unlink(missing_ok=True)
            os.fsync(descriptor)
            return min(mark.end, os.fstat(descriptor).st_size)

    def size(self, upload_id: str) -> int:
        """Bytes in the file; 0 where there is none."""
        path = self.path(upload_id)
        return path.stat().st_size if path.exists() else 0

    def digest(self, upload_id: str, length: int) -> str:
        """SHA-256 of the first `length` bytes, in hex."""
        if length == 0:
            return sha256().hexdigest()
        made, left = sha256(), length
        with self.path(upload_id).open("rb") as file:
            while left and (piece := file.read(min(_PIECE, left))):
                made.update(piece)
                left -= len(piece)
        return made.hexdigest()

    def drop(self, upload_id: str) -> None:
        self.path(upload_id).unlink(missing_ok=True)
        self._mark_path(upload_id).unlink(missing_ok=True)

    def _mark_path(self, upload_id: str) -> Path:
        return self._folder / f"{upload_id}.mark"

    def _mark(self, upload_id: str) -> Mark | None:
        try:
            writer, _, end = self._mark_path(upload_id).read_text().partition(" ")
        except FileNotFoundError:
            return None
        # A loss of power may leave an empty mark: then only the database's offset counts.
        return Mark(writer, int(end)) if end.isdecimal() else None

    def _set_mark(self, upload_id: str, mark: Mark) -> Mark:
        self._mark_path(upload_id).write_text(f"{mark.writer} {mark.end}")
        return mark


@contextmanager
def _held(path: Path, flags: int = 0) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _write_at(descriptor: int, offset: int, content: bytes) -> None:
    """Write `content` at `offset` and cut off what lay beyond."""
    view = memoryview(content)
    position = offset
    while view:
        written = os.pwrite(descriptor, view, position)
        view, position = view[written:], position + written
    os.ftruncate(descriptor, position)
