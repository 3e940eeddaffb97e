"""The tenant's page behind a link: works without JavaScript, shows nothing personal before the postcode."""

from typing import Any

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.tenant_page import STILL_TO_COME
from server.domain.wording import plain_words, tenant_times
from server.http.access import callers
from server.http.limits import limiter
from server.http.sync.gate import keys
from server.http.tenant import claim
from server.http.tenant.cookie import knows_postcode, remember_postcode
from server.http.tenant.pages import bp, clock, gate
from server.services.tenants.open_tenant_page import (
    OpenLink,
    TooManyPostcodes,
    WrongPostcode,
    check_postcode,
    read_promise,
)
from server.services.tenants.read_tenant_story import read_tenant_story
from server.services.tenants.show_witness_code import show_witness_code

__all__ = ["bp", "claim", "gate"]


@bp.get("/<token>")
@callers("tenant")
@limiter.limit("60 per minute", deduct_when=lambda response: response.status_code == 404)
def page(token: str) -> ResponseReturnValue:
    """The promise; and the story for a browser that gave the postcode."""
    opened: OpenLink = g.tenant_link
    if not knows_postcode(opened.link, clock().now()):
        return _page("tenant/promise.html", token, error="")
    story = read_tenant_story(opened, clock=clock())
    witness = show_witness_code(opened, story.state, keys=keys(), clock=clock())
    shown = {"story": story, "still_to_come": story.state in STILL_TO_COME, "witness": witness}
    return _page("tenant/story.html", token, **shown)


@bp.post("/<token>")
@callers("tenant")
@limiter.limit("30 per minute")
def post_postcode(token: str) -> ResponseReturnValue:
    """Check the postcode, then show the page again, so that a reload asks nothing twice."""
    opened: OpenLink = g.tenant_link
    try:
        check_postcode(opened, request.form.get("postcode", ""), clock=clock())
    except WrongPostcode as error:
        return _page("tenant/promise.html", token, error=error.message), 422
    except TooManyPostcodes as error:
        return _page("tenant/promise.html", token, error=error.message), 429
    response = make_response(redirect(url_for("tenant.page", token=token), code=303))
    remember_postcode(response, token, opened.link, clock().now())
    return response


def _page(template: str, token: str, **facts: Any) -> str:
    opened: OpenLink = g.tenant_link
    promise = read_promise(opened)
    return render_template(
        template, token=token, promise=promise, said=tenant_times, pounds=plain_words.pounds, **facts
    )
