"""Uploads on their way: one file each in the data folder.

The database's offset is the truth. A file may be longer, after a crash between the two writes; what lies beyond the
offset is overwritten or cut off, never read.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

_PIECE = 1024 * 1024


class PartialFiles:
    """The folder of half-sent files, by upload id."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, upload_id: str) -> Path:
        return self._folder / upload_id

    @contextmanager
    def alone(self, upload_id: str) -> Iterator[int]:
        """The open file, held by one request of this machine at a time."""
        self._folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path(upload_id), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)

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


def write_at(descriptor: int, offset: int, content: bytes) -> None:
    """Write `content` at `offset`, cut off what lay beyond, and wait until it is on the disk."""
    view = memoryview(content)
    position = offset
    while view:
        written = os.pwrite(descriptor, view, position)
        view, position = view[written:], position + written
    os.ftruncate(descriptor, position)
    os.fsync(descriptor)
