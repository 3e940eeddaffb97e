"""Notices on the tenant's own phone: asked for by a button, the last thing on the page, and as easily ended."""

from dataclasses import replace

from flask import Response, g
from flask.typing import ResponseReturnValue

from server.http.access import callers
from server.http.limits import limiter
from server.http.sync.content import content, parsed
from server.http.sync.gate import config, keys
from server.http.sync.push import MOST_BYTES, read_subscription
from server.http.tenant.acts.known import known
from server.http.tenant.pages import bp, clock, is_known
from server.services.notices.subscribe_to_push import subscribe_person, unsubscribe_person
from server.services.tenants.choose_contact import NobodyNamed, choose_contact, read_contact_choice
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.database import transaction


@bp.context_processor
def _offer() -> dict[str, object]:
    """The key that browsers subscribe with; empty where nobody is named whose choice it could be."""
    opened: OpenLink | None = g.get("tenant_link")
    named = opened is not None and opened.link.person_id is not None and is_known()
    return {"push_key": keys().push_public_key if named else ""}


@bp.post("/<token>/push")
@callers("tenant")
@limiter.limit("20 per minute")
@known
def post_push(token: str) -> ResponseReturnValue:
    """The browser's subscription, as JSON: no form can send it, and no other site may."""
    landlord_id, person_id = _whose()
    given = read_subscription(parsed(content(MOST_BYTES)))
    with transaction():
        subscribe_person(landlord_id, person_id, given, services=config().push_services, clock=clock())
        choose_contact(g.tenant_link, replace(read_contact_choice(g.tenant_link), channel="push"), clock=clock())
    return Response(status=204)


@bp.delete("/<token>/push")
@callers("tenant")
@limiter.limit("20 per minute")
@known
def delete_push(token: str) -> ResponseReturnValue:
    """No more notices on any phone; texts as before."""
    with transaction():
        unsubscribe_person(*_whose())
        choose_contact(g.tenant_link, replace(read_contact_choice(g.tenant_link), channel="sms"), clock=clock())
    return Response(status=204)


def _whose() -> tuple[str, str]:
    opened: OpenLink = g.tenant_link
    if opened.link.person_id is None:
        raise NobodyNamed
    return opened.link.landlord_id, opened.link.person_id
