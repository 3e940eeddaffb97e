"""Who writes next to an SQLite file, among the threads of this process and the processes of this machine.

SQLite's own waiting is sleep and trial, up to a tenth of a second at a time: the file lies idle while all sleep, and
who came first may come last. A turn saves that time and protects nothing: the transaction that follows takes SQLite's
own lock, and after the longest wait it is SQLite that says the database is busy.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from time import monotonic, sleep
from weakref import finalize

_LONGEST_WAIT_S = 15
_TRIED_EVERY_S = 0.001


class Turns:
    """The turns at one file. A process that dies gives its turn back: the lock is the kernel's (flock).

    `is_ours`: whether this process has the turn now.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(f"{path.name}-turn")
        self._threads = RLock()
        self._depth = 0
        self.is_ours = False
        self._descriptor: int | None = None

    @contextmanager
    def taken(self, longest_wait_s: float = _LONGEST_WAIT_S) -> Iterator[None]:
        """Wait for those who write. A thread that has its turn may take it again inside."""
        until = monotonic() + longest_wait_s
        if not self._threads.acquire(timeout=longest_wait_s):
            yield
            return
        self._depth += 1
        try:
            if self._depth == 1:
                self.is_ours = self._take_file(until)
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._give_back()
            self._threads.release()

    def _give_back(self) -> None:
        if self.is_ours:
            self.is_ours = False
            fcntl.flock(self._open(), fcntl.LOCK_UN)

    def _take_file(self, until: float) -> bool:
        """The kernel's own waiting has no end, and of this process's threads one alone waits here: so it tries."""
        while True:
            try:
                fcntl.flock(self._open(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if monotonic() >= until:
                    return False
                sleep(_TRIED_EVERY_S)
            else:
                return True

    def _open(self) -> int:
        """Opened at the first turn: a descriptor that was there before a fork would be one lock for both."""
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
            finalize(self, os.close, self._descriptor)
        return self._descriptor
