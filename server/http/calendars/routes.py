"""Calendars that programs subscribe to: whoever has the address reads when, and never where."""

from flask import Blueprint, Response, current_app, request

from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.limits import limiter
from server.services.exporting.read_calendar import read_by_token

bp = Blueprint("calendars", __name__)


@bp.get("/c/<token>.ics")
@callers("anyone")
@limiter.limit("60 per minute", deduct_when=lambda response: response.status_code == 404)
def calendar(token: str) -> Response:
    """The calendar behind this address, or the same answer for one that never was and one that has ended."""
    found = read_by_token(token, clock=current_app.extensions["doorstep_clock"])
    if found is None:
        raise DoorstepError("not_found", "There is no calendar here. Ask your office for a new address.")
    response = Response(found, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response
