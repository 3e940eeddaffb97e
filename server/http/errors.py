"""One table turns our errors into HTTP answers: `{"code", "message", "details"}`."""

import uuid
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response, jsonify, request
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from server.domain.errors import DoorstepError

log = structlog.get_logger()

# Any DoorstepError that is not listed is bad input: 400.
STATUS_BY_CODE: dict[str, int] = {
    "not_allowed": HTTPStatus.FORBIDDEN,
    "not_found": HTTPStatus.NOT_FOUND,
    "unknown_code": HTTPStatus.NOT_FOUND,
    "code_used": HTTPStatus.GONE,
    "code_expired": HTTPStatus.GONE,
    "unknown_token": HTTPStatus.UNAUTHORIZED,
    "stale_edit": HTTPStatus.CONFLICT,
    "offset_conflict": HTTPStatus.CONFLICT,
    "upload_gone": HTTPStatus.GONE,
    "unsupported_version": HTTPStatus.PRECONDITION_FAILED,
    "unsupported_media_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "hash_mismatch": HTTPStatus.UNPROCESSABLE_ENTITY,
    # tus 1.0 has its own status for a checksum that does not fit.
    "checksum_mismatch": 460,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too_many": HTTPStatus.TOO_MANY_REQUESTS,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
}

PLAIN = {
    400: ("bad_request", "We could not read this request. Check it and send it again."),
    401: ("unknown_token", "Sign in again."),
    403: ("not_allowed", "You may not open this."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not answer that kind of request."),
    413: ("too_large", "This is too large to take in one piece. Send less at once."),
    415: ("unsupported_media_type", "Send this as the content type that the address asks for."),
    429: ("too_many", "Too many requests. Wait a little and try again."),
}


def answer(code: str, message: str, details: Any = None, status: int = 400) -> Response:
    """An error as the API words it."""
    response = jsonify(code=code, message=message, details=details or {})
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def register_errors(app: Flask) -> None:
    """Answer errors in JSON everywhere but on pages that people open, which render their own."""

    @app.errorhandler(DoorstepError)
    def _ours(error: DoorstepError) -> Any:
        status = int(STATUS_BY_CODE.get(error.code, HTTPStatus.BAD_REQUEST))
        return _page_or_json(app, error.code, error.message, error.details, status)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Any:
        status = error.code or 500
        code, message = PLAIN.get(status, ("error", error.description or "This did not work."))
        response = _page_or_json(app, code, message, None, status)
        for name, value in error.get_headers():
            if name.lower() in ("allow", "retry-after", "www-authenticate"):
                response.headers[name] = value
        return response

    @app.errorhandler(DataError)
    @app.errorhandler(OverflowError)
    def _out_of_range(error: Exception) -> Any:
        # A NUL in an address, a day in the year 9999 and a week more: each place that reads one would have to ask.
        log.warning("out_of_range", endpoint=request.endpoint, exc_info=error)
        message = "A number, a day or a sign in what was sent is outside what can be kept. Go back and look at it."
        return _page_or_json(app, "bad_request", message, None, HTTPStatus.BAD_REQUEST)

    @app.errorhandler(OperationalError)
    def _busy(error: OperationalError) -> Any:
        log.error("database_failed", endpoint=request.endpoint, exc_info=error)
        message = "The server is busy. Nothing was changed. Try again in a minute."
        response = _page_or_json(app, "unavailable", message, None, HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = "60"
        return response

    @app.errorhandler(Exception)
    def _unknown(error: Exception) -> Any:
        reference = uuid.uuid4().hex[:12]
        log.error("request_failed", reference=reference, endpoint=request.endpoint, exc_info=error)
        message = (
            "Something went wrong on our side. Go back and see whether it was done before you try again. "
            f"Quote {reference} if you ring us."
        )
        return _page_or_json(app, "internal_error", message, {"reference": reference}, 500)


def _page_or_json(app: Flask, code: str, message: str, details: Any, status: int) -> Response:
    page = app.extensions.get("doorstep_error_page")
    if page is not None and _is_for_a_person():
        made = app.make_response(page(message, status))
        made.headers["Cache-Control"] = "no-store"
        return made
    return answer(code, message, details, status)


def _is_for_a_person() -> bool:
    """On the pages of staff and tenants always; elsewhere where a browser asks, as for an address typed wrong."""
    if request.path.startswith(("/console/", "/t/")):
        return True
    is_for_programs = request.path.startswith(("/api/", "/hooks/"))
    return not is_for_programs and "text/html" in request.headers.get("Accept", "")
