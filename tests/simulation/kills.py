"""A server that dies at a commit: just before it, so that nothing is kept, or just after, so that nobody is told."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from server.storage.database import db


class Killed(BaseException):
    """The process is gone. No handler of the product may catch it."""


class Kills:
    """Counts the commits of a request and strikes at the one it was told."""

    def __init__(self) -> None:
        self._when: str | None = None
        self._left = 0
        event.listen(db.session, "before_commit", self._before)
        event.listen(db.session, "after_commit", self._after)

    def arm(self, when: str | None, nth: int) -> None:
        self._when, self._left = when, nth

    def _before(self, session: Session) -> None:
        if self._when is None or not session.info.get("writing"):
            return
        self._left -= 1
        if self._left == 0 and self._when == "before":
            self._when = None
            raise Killed

    def _after(self, session: Session) -> None:
        if self._when == "after" and self._left == 0:
            self._when = None
            raise Killed
