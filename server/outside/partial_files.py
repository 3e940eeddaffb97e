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
    """How far one request has written. Every mark is as long as the next, so that one can be written over another."""

    writer: str
    end: int

    def __bytes__(self) -> bytes:
        return f"{self.writer} {self.end:020d}".encode()


class PenTaken(Exception):
    """Another request writes this file now, or the upload has ended."""


class Pen:
    """The right of one request to write on in a file, which any other may take. It is looked at with each piece.

    `end`: how far the file is written.
    """

    def __init__(self, file: int, mark_file: int, mark: Mark) -> None:
        self._file, self._mark_file, self._mark = file, mark_file, mark

    @property
    def end(self) -> int:
        return self._mark.end

    def take(self) -> None:
        """From now on this request, and no older one, writes on; what lay beyond its end is cut off."""
        with _locked(self._file):
            self._look_at_files()
            os.ftruncate(self._file, self.end)
            os.ftruncate(self._mark_file, 0)
            os.pwrite(self._mark_file, bytes(self._mark), 0)

    def write(self, content: bytes) -> None:
        """Write on and move the mark; it is not waited until the disk has it. Raises PenTaken."""
        with _locked(self._file):
            self._look_at_files()
            own = bytes(self._mark)
            if os.pread(self._mark_file, len(own) + 1, 0) != own:
                raise PenTaken
            _write_at(self._file, self.end, content)
            self._mark = Mark(self._mark.writer, self.end + len(content))
            os.pwrite(self._mark_file, bytes(self._mark), 0)

    def flush(self) -> None:
        """Wait until what was written is on the disk. Raises PenTaken."""
        self._look_at_files()
        os.fsync(self._file)

    def _look_at_files(self) -> None:
        """A file without a name is one whose upload has ended, which must not come back; a mark without one was
        stopped, maybe between our opening and our taking it."""
        if 0 in (os.fstat(self._file).st_nlink, os.fstat(self._mark_file).st_nlink):
            raise PenTaken


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
        with _opened(self.path(upload_id)) as descriptor, _locked(descriptor):
            yield descriptor

    @contextmanager
    def pen(self, upload_id: str, mark: Mark) -> Iterator[Pen]:
        """The pen of one request, which writes on from `mark.end`. Raises PenTaken.

        Both files stay open: a photo comes in more than a hundred pieces.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with _opened(self.path(upload_id)) as file, _opened(self._mark_path(upload_id)) as mark_file:
            pen = Pen(file, mark_file, mark)
            pen.take()
            yield pen

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


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _locked(descriptor: int) -> Iterator[None]:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _write_at(descriptor: int, offset: int, content: bytes) -> None:
    view = memoryview(content)
    position = offset
    while view:
        written = os.pwrite(descriptor, view, position)
        view, position = view[written:], position + written
