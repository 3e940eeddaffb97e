"""The gateway of a fresh start, of demonstrations and tests: it keeps every text and sends nothing to anybody.

Its receipts and replies are JSON, `{"notice", "state"}` or `{"from", "text", "id"}`, with the body's own key in
X-Doorstep-Key.
"""

import json
from collections.abc import Callable
from hashlib import sha256
from hmac import compare_digest
from uuid import uuid4

from server.outside.keys import Keys
from server.outside.sms.port import DELIVERED, FAILED, UNDERWAY, Call, NotUnderstood, Receipt, Reply

Keep = Callable[[str, str, str], None]


class LocalOutbox:
    """Hands each text to `keep` (id, recipient, text), which writes it where the console shows it."""

    def __init__(self, keep: Keep) -> None:
        self._keep = keep

    def send(self, recipient: str, text: str, *, notice_id: str) -> str:
        gateway_id = f"local-{uuid4()}"
        self._keep(gateway_id, recipient, text)
        return gateway_id


class LocalListener:
    """Believes whoever holds our keys."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def is_genuine(self, call: Call) -> bool:
        return compare_digest(
            call.headers.get("X-Doorstep-Key", "").encode(), local_key(self._keys, call.body).encode()
        )

    def read(self, call: Call) -> Receipt | Reply:
        try:
            said = json.loads(call.body)
            given = {name: value for name, value in said.items() if isinstance(value, str)}
        except (ValueError, AttributeError) as error:
            raise NotUnderstood from error
        if given.get("state") in (DELIVERED, FAILED, UNDERWAY) and given.get("notice"):
            return Receipt(given["notice"], given["state"])
        if given.get("from") and "text" in given:
            return Reply(given["from"], given["text"], given.get("id", ""))
        raise NotUnderstood


def local_key(keys: Keys, body: bytes) -> str:
    """The key of one body."""
    return keys.hook_token(f"local:{sha256(body).hexdigest()}")
