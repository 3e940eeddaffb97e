"""A server that dies at a commit: just before it, so that nothing is kept, or just after, so that nobody is told."""

from flask_sqlalchemy.session import Session


class Killed(BaseException):
    """The process is gone. No handler of the product may catch it."""


class Kills:
    """Counts the commits of a request and strikes at the one it was told."""

    def __init__(self) -> None:
        self._when: str | None = None
        self._left = 0
        self._commit = Session.commit

    def install(self) -> None:
        kills = self

        def commit(session: Session) -> None:
            strikes = kills.strikes(session)
            if strikes == "before":
                raise Killed
            kills._commit(session)
            if strikes == "after":
                raise Killed

        Session.commit = commit  # type: ignore[method-assign]

    def remove(self) -> None:
        Session.commit = self._commit  # type: ignore[method-assign]

    def arm(self, when: str | None, nth: int) -> None:
        self._when, self._left = when, nth

    def strikes(self, session: Session) -> str | None:
        """Whether the server dies at this commit, and on which side of it."""
        if self._when is None or not session.info.get("writing"):
            return None
        self._left -= 1
        if self._left > 0:
            return None
        when, self._when = self._when, None
        return when
