"""What every SMS gateway looks like to us: a text out, its gateway id back or why not; receipts and replies in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

ReceiptUrl = Callable[[str], str]
"""Where the gateway reports on a notice, by its id; the address carries its own proof."""

DELIVERED, FAILED, UNDERWAY = "delivered", "failed", "underway"


class NotSent(Exception):
    """The gateway did not take the text. A permanent failure will be the same tomorrow; a passing one is retried."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


@dataclass(frozen=True)
class Call:
    """A gateway's call as it came in: the whole address that it used, its query, headers and body."""

    url: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Receipt:
    """What became of a notice: delivered, failed, or still under way."""

    notice_id: str
    state: str
    detail: str = ""


@dataclass(frozen=True)
class Reply:
    """A text from a phone; `message_id` is the gateway's, the same however often it tells us."""

    sender: str
    text: str
    message_id: str


class NotUnderstood(Exception):
    """A call that is neither a receipt nor a reply."""


class Sender(Protocol):
    """A gateway that takes one text at a time."""

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        """Hand the text over; returns the gateway's id of it. Raises NotSent."""
        ...


class Listener(Protocol):
    """The other direction of a gateway."""

    def is_genuine(self, call: Call) -> bool:
        """Whether only this gateway can have made the call."""
        ...

    def read(self, call: Call) -> Receipt | Reply:
        """Raises NotUnderstood."""
        ...
