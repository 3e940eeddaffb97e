"""What every SMS gateway looks like to us: one text out, its gateway id back, or why not."""

from typing import Protocol


class NotSent(Exception):
    """The gateway did not take the text. A permanent failure will be the same tomorrow; a passing one is retried."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Sender(Protocol):
    """A gateway that takes one text at a time."""

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        """Hand the text over; returns the gateway's id of it. Raises NotSent."""
        ...
