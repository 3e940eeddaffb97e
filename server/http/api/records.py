"""Lists for integrators, page by page. What concerns a household's people never leaves by this road."""

import base64
import binascii
from typing import Any

from flask import Response, request
from marshmallow import Schema

from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.api import shapes
from server.http.api.gate import landlord_of_key, needs
from server.http.api.openapi import Blueprint, WrongRequest
from server.storage.pages import for_integrators

bp = Blueprint("records", __name__, url_prefix="/api/v1", description="What happened, page by page")

ABOUT = {
    "appointments": "Appointments, with the time in force and what became of each.",
    "visits": "Visits, and how far each has got.",
    "reports": "Reports of damage and of concerns about the property.",
    "claims": "Claims for lost earnings, and how their cases stand.",
    "notices": "Notices to tenants, and whether they were sent and arrived.",
}
SHAPES: dict[str, type[Schema]] = {
    "appointments": shapes.Appointment,
    "visits": shapes.Visit,
    "reports": shapes.Report,
    "claims": shapes.Claim,
    "notices": shapes.Notice,
}

_TAG = {"ETag": {"schema": {"type": "string"}, "description": "Send it as `If-None-Match` to hear only of changes."}}


def _add(name: str) -> None:
    """The list and the single row, behind a key with this scope, described in the API's own words."""

    def page(asked: dict[str, Any]) -> dict[str, Any]:
        return _page(name, asked)

    def single(key: str) -> dict[str, Any]:
        found = for_integrators.one(name, landlord_of_key(), _usable(key))
        if found is None:
            raise DoorstepError("not_found", "There is nothing of this id that this key may read.")
        return found

    page.__doc__, singular = ABOUT[name], name.removesuffix("s")
    single.__doc__ = f"One {singular} by its id."
    described: Any = bp.response(200, shapes.page_of(SHAPES[name]), headers=_TAG)(page)
    _route(f"/{name}", name, bp.arguments(shapes.PageAsked, location="query")(described))
    of_one: Any = bp.response(200, SHAPES[name], headers=_TAG)(single)
    _route(f"/{name}/<path:key>", f"one_{singular}", bp.alt_response(404, schema=WrongRequest)(of_one), f"{name}:read")


def _route(path: str, endpoint: str, described: Any, scope: str = "") -> None:
    described = bp.alt_response(304, description="Nothing has changed since the answer with this ETag.")(described)
    described = bp.behind_a_key(described)
    view = callers("integrator")(needs(scope or f"{endpoint}:read")(described))
    bp.route(path, endpoint=endpoint)(view)


for _name in ABOUT:
    _add(_name)


def tagged(response: Response) -> Response:
    """Every answer has a tag of its content; asked for with `If-None-Match`, the same content is a 304 without it."""
    if request.method == "GET" and response.status_code == 200:
        response.headers["Cache-Control"] = "private, no-cache"
        response.add_etag()
        response.make_conditional(request)
    return response


bp.after_request(tagged)


def _page(name: str, asked: dict[str, Any]) -> dict[str, Any]:
    page = for_integrators.page(name, landlord_of_key(), _after(asked), asked["limit"])
    following = None
    if page.next_after is not None:
        following = base64.urlsafe_b64encode(page.next_after.encode()).decode().rstrip("=")
    return {"items": page.items, "following": following}


def _after(asked: dict[str, Any]) -> str:
    """The key that a cursor stands for."""
    cursor: str = asked["cursor"]
    try:
        after = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as problem:
        raise DoorstepError("bad_cursor", "This cursor is none of ours. Begin again without one.") from problem
    return _usable(after)


def _usable(key: str) -> str:
    """Keys are never NUL, which PostgreSQL would refuse."""
    if "\x00" in key:
        raise DoorstepError("bad_cursor", "This cursor is none of ours. Begin again without one.")
    return key
