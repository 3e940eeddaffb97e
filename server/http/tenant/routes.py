"""The tenant's page behind a link: works without JavaScript, shows nothing personal before the postcode."""

from datetime import datetime, timedelta

from flask import g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.messages import WAIT
from server.domain.tenant_page import STILL_TO_COME
from server.http.access import callers
from server.http.limits import limiter
from server.http.sync.gate import keys
from server.http.tenant import claim
from server.http.tenant.acts import caller, card_file, changing, contact, damage, keeping, push, telling
from server.http.tenant.acts.known import own_messages
from server.http.tenant.cookie import remember_postcode
from server.http.tenant.pages import bp, clock, gate, is_known, show
from server.http.tenant.photos import sending
from server.http.tenant.problems import Problem, problem
from server.services.tenants.open_tenant_page import LOCKED_FOR, OpenLink, TooManyPostcodes, WrongPostcode
from server.services.tenants.open_tenant_page import check_postcode as check
from server.services.tenants.read_tenant_story import Story, read_tenant_story
from server.services.tenants.show_witness_code import show_witness_code

ACTS = (claim, caller, card_file, changing, contact, damage, keeping, push, sending, telling)

__all__ = ["ACTS", "bp", "gate"]

_SOON = timedelta(hours=1)
_TODAY = timedelta(hours=12)
_LOCKED_MINUTES = int(LOCKED_FOR.total_seconds() // 60)


@bp.get("/<token>")
@callers("tenant")
def page(token: str) -> ResponseReturnValue:
    """The promise; and the story for a browser that gave the postcode."""
    opened: OpenLink = g.tenant_link
    if not is_known():
        return _ask_postcode(token, [])
    story = read_tenant_story(opened, clock=clock())
    witness = show_witness_code(opened, story.state, keys=keys(), clock=clock())
    return show("tenant/story.html", token, story=story, witness=witness, **_standing(story))


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


def _standing(story: Story) -> dict[str, object]:
    """What the page shows around the story: what may still be done, and what the tenant did already."""
    now, said = clock().now(), [one.message for one in own_messages()]
    told_at = story.new_time.told_at if story.new_time else None
    waits = [one.received_at for one in said if one.kind == WAIT and told_at and one.received_at >= told_at]
    return {
        "still_to_come": story.state in STILL_TO_COME,
        "has_messages": bool(said),
        "has_damage": damage.own_case() is not None,
        "waits_since": waits[0] if waits else None,
        "soon_in": _soon_in(story, now),
        "is_near": _is_near(story, now),
        "now": now,
    }


def _is_near(story: Story, now: datetime) -> bool:
    """Whether what the page says may change while it is looked at: the visit is to come, and to come today."""
    starts_at = g.tenant_link.appointment.now_start_at
    return story.state in STILL_TO_COME and starts_at is not None and starts_at - now < _TODAY


def _soon_in(story: Story, now: datetime) -> timedelta | None:
    """How long until somebody is expected, where that is so soon that minutes say it best."""
    left = story.expected_at - now if story.expected_at is not None else None
    return left if left is not None and timedelta(0) < left <= _SOON else None


def _ask_postcode(token: str, problems: list[Problem]) -> str:
    typed = request.form.get("postcode", "")
    return show("tenant/promise.html", token, problems=problems, typed=typed)
