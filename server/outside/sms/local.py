"""The gateway of a fresh start, of demonstrations and tests: it keeps every text and sends nothing to anybody."""

from collections.abc import Callable
from uuid import uuid4

Keep = Callable[[str, str, str], None]


class LocalOutbox:
    """Hands each text to `keep` (id, recipient, text), which writes it where the console shows it."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        gateway_id = f"local-{uuid4()}"
        self._keep(gateway_id, recipient, text)
        return gateway_id
