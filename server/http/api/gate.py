"""Recognises integrators: by the key they bear, and by the scope that a route asks for."""

from collections.abc import Callable
from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.integrating import SCOPES
from server.http.access import NotAllowed
from server.storage.people import api_keys
from server.storage.tables.integrators import ApiKey

_KEY = "doorstep.api_key"


def needs(scope: str) -> Callable[[Any], Any]:
    """Declare the scope that a view asks for."""
    if scope not in SCOPES:
        raise ValueError(f"no such scope: {scope}")

    def declare(view: Any) -> Any:
        view.doorstep_scope = scope
        return view

    return declare


def integrator_gate(_names: tuple[str, ...]) -> ResponseReturnValue | None:
    """Let a key in force through that has the route's scope."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    key = api_keys.find_by_key(given.strip()) if kind.lower() == "bearer" and given else None
    if key is None:
        raise DoorstepError("unknown_token", "Send a key in force as `Authorization: Bearer ...`.")
    scope = getattr(current_app.view_functions[str(request.endpoint)], "doorstep_scope", None)
    if scope not in key.scopes:
        raise NotAllowed(f"This key does not have the scope {scope}.")
    request.environ[_KEY] = key
    return None


def landlord_of_key() -> str:
    """Whose rows the key behind this request may read."""
    key: ApiKey = request.environ[_KEY]
    return key.landlord_id
