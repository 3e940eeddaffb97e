"""Work that may take a minute, done beside the worker's round, so that nothing waits behind it."""

import threading
from collections.abc import Callable

import structlog
from flask import Flask

from server.storage.database import db

log = structlog.get_logger()


class Aside:
    """Runs one kind of work in a thread of its own, never twice at once; `is_due` says whether there is any."""

    def __init__(self, app: Flask, is_due: Callable[[], bool], work: Callable[[], int]) -> None:
        self._app = app
        self._is_due = is_due
        self._work = work
        self._thread: threading.Thread | None = None

    def turn(self) -> int:
        """Begin a round unless one is under way. It counts as nothing done: the worker may rest meanwhile."""
        is_free = self._thread is None or not self._thread.is_alive()
        if is_free and self._is_due():
            self._thread = threading.Thread(target=self._round, name="aside", daemon=True)
            self._thread.start()
        return 0

    def _round(self) -> None:
        with self._app.app_context():
            try:
                while self._work():
                    pass
            except Exception as error:
                log.error("aside_failed", exc_info=error)
            finally:
                db.session.remove()
