"""Which push addresses we send to: those of known push services, with keys that a browser can have made.

A subscription comes from outside and tells the server where to connect. Without this list it would be a way to make
the server call machines that only the server can reach.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from urllib.parse import urlsplit

from server.domain.errors import DoorstepError

MOST_LETTERS = 1000


class WrongSubscription(DoorstepError):
    """A browser gave an address or keys that we cannot send to."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__("wrong_subscription", f"The push subscription's {field} {problem}", {"field": field})


def check_subscription(endpoint: str, p256dh: str, auth: str, services: Sequence[str]) -> None:
    """Raises WrongSubscription. `services` are host names, `*.example.com` for those below, or whole origins."""
    if len(endpoint) > MOST_LETTERS or not _is_known(endpoint, services):
        raise WrongSubscription("endpoint", "is not an address of a push service that we send to.")
    if not _has_bytes(p256dh, 65, first=4):
        raise WrongSubscription("p256dh", "is not a public key on the curve P-256.")
    if not _has_bytes(auth, 16):
        raise WrongSubscription("auth", "is not a secret of 16 bytes.")


def _is_known(endpoint: str, services: Sequence[str]) -> bool:
    try:
        address = urlsplit(endpoint)
        origin, port = f"{address.scheme}://{address.netloc}", address.port
    except ValueError:
        return False
    if origin in services:
        return True
    plain = address.scheme == "https" and address.username is None and port in (None, 443)
    return plain and any(_fits(address.hostname or "", service) for service in services)


def _fits(host: str, service: str) -> bool:
    return host.endswith(service[1:]) if service.startswith("*.") else host == service


def _has_bytes(text: str, count: int, *, first: int | None = None) -> bool:
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return False
    return len(raw) == count and (first is None or raw[0] == first)
