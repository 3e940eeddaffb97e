"""Recognises whoever runs this installation: a program on the machine itself, or one that has the token."""

import hmac
from ipaddress import ip_address

from flask import current_app, request

from server.config import Config
from server.http.access import NotAllowed


def operator_gate(names: tuple[str, ...]) -> None:
    """Let through who holds the token or asks from this machine; what a proxy brings is from elsewhere."""
    config: Config = current_app.extensions["doorstep_config"]
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    given, wanted = token.strip().encode(), config.metrics_token.encode()
    if wanted and kind.lower() == "bearer" and hmac.compare_digest(given, wanted):
        return
    if not _is_from_here():
        raise NotAllowed(
            "Only a program on the server itself, or one that sends DOORSTEP_METRICS_TOKEN, may read this."
        )


def _is_from_here() -> bool:
    came_through = request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded")
    try:
        return not came_through and ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
