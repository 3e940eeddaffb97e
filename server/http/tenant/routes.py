"""The tenant's page behind a link: works without JavaScript, shows nothing personal before the postcode."""

from typing import Any

from flask import Blueprint, Response, current_app, g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.config import Config
from server.domain.errors import DoorstepError
from server.domain.tenant_page import STILL_TO_COME
from server.domain.wording import plain_words, tenant_times
from server.http.access import callers
from server.http.limits import limiter
from server.http.tenant.cookie import knows_postcode, remember_postcode
from server.outside.clock import Clock
from server.services.open_tenant_page import (
    OpenLink,
    TooManyPostcodes,
    WrongPostcode,
    check_postcode,
    open_link,
    read_contact,
    read_promise,
)
from server.services.read_tenant_story import read_tenant_story

bp = Blueprint("tenant", __name__, url_prefix="/t", template_folder="templates")

_STATUS = {"link_over": 410, "not_found": 404, "too_many": 429}


def gate(names: tuple[str, ...]) -> None:
    """Let whoever has a link that opens through; raises LinkUnknown or LinkOver."""
    g.tenant_link = open_link(str((request.view_args or {}).get("token", "")), clock=_clock())


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    """Neither browsers, proxies nor search engines keep these pages, and no other site learns their address."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.errorhandler(DoorstepError)
def say_so(error: DoorstepError) -> ResponseReturnValue:
    """What is wrong, and a number to ring."""
    config: Config = current_app.extensions["doorstep_config"]
    page = render_template("tenant/over.html", message=error.message, contact=read_contact(config.landlord_id))
    return page, _STATUS.get(error.code, 400)


@bp.get("/<token>")
@callers("tenant")
@limiter.limit("60 per minute", deduct_when=lambda response: response.status_code == 404)
def page(token: str) -> ResponseReturnValue:
    """The promise; and the story for a browser that gave the postcode."""
    opened: OpenLink = g.tenant_link
    if not knows_postcode(opened.link, _clock().now()):
        return _page("tenant/promise.html", token, error="")
    story = read_tenant_story(opened, clock=_clock())
    return _page("tenant/story.html", token, story=story, still_to_come=story.state in STILL_TO_COME)


@bp.post("/<token>")
@callers("tenant")
@limiter.limit("30 per minute")
def post_postcode(token: str) -> ResponseReturnValue:
    """Check the postcode, then show the page again, so that a reload asks nothing twice."""
    opened: OpenLink = g.tenant_link
    try:
        check_postcode(opened, request.form.get("postcode", ""), clock=_clock())
    except WrongPostcode as error:
        return _page("tenant/promise.html", token, error=error.message), 422
    except TooManyPostcodes as error:
        return _page("tenant/promise.html", token, error=error.message), 429
    response = make_response(redirect(url_for("tenant.page", token=token), code=303))
    remember_postcode(response, token, opened.link, _clock().now())
    return response


def _page(template: str, token: str, **facts: Any) -> str:
    opened: OpenLink = g.tenant_link
    promise = read_promise(opened)
    return render_template(
        template, token=token, promise=promise, said=tenant_times, pounds=plain_words.pounds, **facts
    )


def _clock() -> Clock:
    return current_app.extensions["doorstep_clock"]  # type: ignore[no-any-return]
