"""What every act of a tenant shares: the postcode is known and stays known, a form sent twice counts once."""

import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from hashlib import sha256

from flask import g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.http.tenant.cookie import remember_postcode
from server.http.tenant.pages import clock, is_known, speaker
from server.services.messages.read_messages import ReadMessage, read_own_messages
from server.services.messages.take_message import About, Said, take_message
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.tables.messages import TenantMessage

View = Callable[..., ResponseReturnValue]


def known(view: View) -> View:
    """Only after the postcode; each page renews the proof of it, so that a slow form is not shut out half-way."""

    @wraps(view)
    def guarded(token: str, **arguments: str) -> ResponseReturnValue:
        if not is_known():
            return redirect(url_for("tenant.page", token=token), code=303)
        response = make_response(view(token, **arguments))
        remember_postcode(response, token, g.tenant_link.link, clock().now())
        return response

    return guarded


def once() -> str:
    """A name for the act that a form is about to do."""
    return secrets.token_urlsafe(9)


def own_messages() -> tuple[ReadMessage, ...]:
    """What the tenant told us about this appointment, newest first."""
    opened: OpenLink = g.tenant_link
    row = opened.appointment
    return read_own_messages(row.landlord_id, row.appointment_id, opened.link.person_id, clock=clock())


def own_message(reference: str) -> ReadMessage:
    """One of them; what another tenant told us, or on another appointment, is not there."""
    found = next((one for one in own_messages() if one.message.reference == reference), None)
    if found is None:
        raise DoorstepError("not_found", "There is nothing at this address.")
    return found


def say(kind: str, text: str, *, form: Mapping[str, str] | None = None, **facts: object) -> TenantMessage:
    """Take down what the tenant says on this form about the appointment of this link.

    `form` is what could be read of a request that is too large to be read as a whole.
    """
    opened: OpenLink = g.tenant_link
    row, link = opened.appointment, opened.link
    about = About(row.firm_id, row.appointment_id, None, link.person_id, link.uprn)
    sent = (request.form if form is None else form).get("once", "") or sha256(f"{kind}{text}".encode()).hexdigest()
    said = Said(kind, text, f"{link.token_hash[:16]}:{sent[:40]}", language=speaker().language.code, facts=facts)
    return take_message(link.landlord_id, about, said, clock=clock())
