"""Recognises phones by their bearer token. A revoked one passes: what it holds is evidence, and may be handed in."""

from flask import current_app, g, request

from server.config import Config
from server.outside.clock import Clock
from server.outside.keys import Keys
from server.services.phones.know_phone import know_phone
from server.storage.phones.devices import Phone


def device_gate(names: tuple[str, ...]) -> None:
    """Let phones through whose token we know; raises UnknownPhone for the rest."""
    g.phone = know_phone(bearer())


def bearer() -> str:
    """The token in the Authorization header; empty where there is none."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def phone() -> Phone:
    """The phone behind this request, as the gate found it."""
    return g.phone  # type: ignore[no-any-return]


def clock() -> Clock:
    return current_app.extensions["doorstep_clock"]  # type: ignore[no-any-return]


def config() -> Config:
    return current_app.extensions["doorstep_config"]  # type: ignore[no-any-return]


def keys() -> Keys:
    """The server's keys, derived once from its secret."""
    if "doorstep_keys" not in current_app.extensions:
        current_app.extensions["doorstep_keys"] = Keys(config().secret_key, config().vapid_private_key)
    return current_app.extensions["doorstep_keys"]  # type: ignore[no-any-return]
