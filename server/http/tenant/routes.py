"""The tenant's page behind a link: works without JavaScript, shows nothing personal before the postcode."""

from flask import g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.tenant_page import STILL_TO_COME
from server.http.access import callers
from server.http.limits import limiter
from server.http.sync.gate import keys
from server.http.tenant import claim
from server.http.tenant.cookie import remember_postcode
from server.http.tenant.pages import bp, clock, gate, is_known, show
from server.http.tenant.problems import Problem, problem
from server.services.tenants.open_tenant_page import LOCKED_FOR, OpenLink, TooManyPostcodes, WrongPostcode
from server.services.tenants.open_tenant_page import check_postcode as check
from server.services.tenants.read_tenant_story import read_tenant_story
from server.services.tenants.show_witness_code import show_witness_code

__all__ = ["bp", "claim", "gate"]

_LOCKED_MINUTES = int(LOCKED_FOR.total_seconds() // 60)


@bp.get("/<token>")
@callers("tenant")
@limiter.limit("60 per minute", deduct_when=lambda response: response.status_code == 404)
def page(token: str) -> ResponseReturnValue:
    """The promise; and the story for a browser that gave the postcode."""
    opened: OpenLink = g.tenant_link
    if not is_known():
        return _ask_postcode(token, [])
    story = read_tenant_story(opened, clock=clock())
    witness = show_witness_code(opened, story.state, keys=keys(), clock=clock())
    still_to_come = story.state in STILL_TO_COME
    return show("tenant/story.html", token, story=story, still_to_come=still_to_come, witness=witness)


@bp.post("/<token>")
@callers("tenant")
@limiter.limit("30 per minute")
def post_postcode(token: str) -> ResponseReturnValue:
    """Check the postcode, then show the page again, so that a reload asks nothing twice."""
    opened: OpenLink = g.tenant_link
    try:
        check(opened, request.form.get("postcode", ""), clock=clock())
    except WrongPostcode:
        return _ask_postcode(token, [problem("postcode", "page.wrong_postcode")]), 422
    except TooManyPostcodes:
        return _ask_postcode(token, [problem("postcode", "page.too_many", minutes=_LOCKED_MINUTES)]), 429
    response = make_response(redirect(url_for("tenant.page", token=token), code=303))
    remember_postcode(response, token, opened.link, clock().now())
    return response


def _ask_postcode(token: str, problems: list[Problem]) -> str:
    return show("tenant/promise.html", token, problems=problems)
