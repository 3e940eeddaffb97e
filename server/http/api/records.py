"""Lists for integrators, page by page. What concerns a household's people never leaves by this road."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from marshmallow import Schema

from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.api import shapes
from server.http.api.gate import landlord_of_key, needs
from server.http.api.openapi import Blueprint
from server.storage.pages import for_integrators
from server.storage.pages.for_integrators import Page

bp = Blueprint("records", __name__, url_prefix="/api/v1", description="What happened, page by page")

Rows = Callable[[str, str, int], Page]
View = Callable[[dict[str, Any]], dict[str, Any]]


def _list(path: str, scope: str, item: type[Schema]) -> Callable[[View], View]:
    """A list behind a key with this scope, described in the API's own words."""

    def declare(view: View) -> View:
        described: Any = bp.response(200, shapes.page_of(item))(view)
        described = bp.doc(security=[{"key": []}])(bp.arguments(shapes.PageAsked, location="query")(described))
        bp.route(path)(callers("integrator")(needs(scope)(described)))
        return view

    return declare


@_list("/appointments", "appointments:read", shapes.Appointment)
def appointments(asked: dict[str, Any]) -> dict[str, Any]:
    """Appointments, with the time in force and what became of each."""
    return _page(for_integrators.appointments, asked)


@_list("/visits", "visits:read", shapes.Visit)
def visits(asked: dict[str, Any]) -> dict[str, Any]:
    """Visits, and how far each has got."""
    return _page(for_integrators.visits, asked)


@_list("/reports", "reports:read", shapes.Report)
def reports(asked: dict[str, Any]) -> dict[str, Any]:
    """Reports of damage and of concerns about the property."""
    return _page(for_integrators.reports, asked)


@_list("/claims", "claims:read", shapes.Claim)
def claims(asked: dict[str, Any]) -> dict[str, Any]:
    """Claims for lost earnings, and how their cases stand."""
    return _page(for_integrators.claims, asked)


@_list("/notices", "notices:read", shapes.Notice)
def notices(asked: dict[str, Any]) -> dict[str, Any]:
    """Notices to tenants, and whether they were sent and arrived."""
    return _page(for_integrators.notices, asked)


def _page(rows: Rows, asked: dict[str, Any]) -> dict[str, Any]:
    page = rows(landlord_of_key(), _after(asked), asked["limit"])
    following = None
    if page.next_after is not None:
        following = base64.urlsafe_b64encode(page.next_after.encode()).decode().rstrip("=")
    return {"items": page.items, "following": following}


def _after(asked: dict[str, Any]) -> str:
    """The key that a cursor stands for; keys are never NUL, which PostgreSQL would refuse."""
    cursor: str = asked["cursor"]
    try:
        after = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as problem:
        raise DoorstepError("bad_cursor", "This cursor is none of ours. Begin again without one.") from problem
    if "\x00" in after:
        raise DoorstepError("bad_cursor", "This cursor is none of ours. Begin again without one.")
    return after
