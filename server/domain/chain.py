"""How one device's events hang together, and what counts as the same bytes.

The event hash covers the numbers and the exact body text, so a change, a swap or a hole shows. Nothing is
re-serialised before hashing.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

GENESIS = "0" * 64
"""`prev` of a device's first event, and the acknowledged hash at number 0."""


def body_sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def event_hash(envelope: Mapping[str, Any]) -> str:
    """The hash an envelope should claim."""
    return hash_over_body(envelope, body_sha256(envelope["body"].encode("utf-8", "surrogatepass")))


def hash_over_body(numbers: Mapping[str, Any], content_sha256: str) -> str:
    """The same hash where that of the body is known, as for an event that came as bare bytes."""
    lines = (
        "evt1",
        numbers["device_id"],
        numbers["epoch"],
        str(numbers["seq"]),
        numbers["id"],
        numbers["prev"],
        content_sha256,
    )
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def received_sha256(envelope: Mapping[str, Any]) -> str:
    """The name of the envelope as it was received, whatever it claims: everything but `sig`.

    The signature comes and goes with the batch, so it is no part of what makes two copies the same.
    """
    return raw_received_sha256(envelope, envelope["body"].encode("utf-8", "surrogatepass"))


def raw_received_sha256(numbers: Mapping[str, Any], body: bytes) -> str:
    """The same name for an event that came as bare bytes. The body stands last: nothing before it holds a line end."""
    get = numbers.get
    said = f"{get('device_id', '')}\n{get('epoch', '')}\n{get('seq', '')}\n{get('id', '')}\n"
    said += f"{get('prev', '')}\n{get('hash', '')}\n"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass") + body).hexdigest()
