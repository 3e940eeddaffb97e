"""On a visit's page: what its tenant told the office by voice or paper, and an end to every link that they hold."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.messages import CALL_BACK, COMPLAINT, DAMAGE, FEEDBACK, QUESTION
from server.domain.viewing import who_may
from server.domain.wording.plain_words import counted
from server.http.access import callers
from server.http.console.pages import bp, clock, or_not_found
from server.http.staff.gate import current_viewer
from server.services.messages.take_message import About, Said, take_message
from server.services.staff.note_act import note_act
from server.services.tenants.make_tenant_link import revoke_tenant_links
from server.storage.pages import visit_page
from server.storage.people import audit

SAID_TO_US = (COMPLAINT, DAMAGE, FEEDBACK, QUESTION, CALL_BACK)
HEARD_BY = ("phone", "in_person", "letter", "email")


@bp.post("/visits/<visit_id>/said")
@callers(*who_may("texts"))
def post_said_to_us(visit_id: str) -> ResponseReturnValue:
    """Take down for the tenant what they would have written on their page; it has the same dates."""
    viewer, form = current_viewer(), request.form
    row = or_not_found(or_not_found(visit_page.find(viewer, visit_id)).appointment)
    kind, channel, text = form.get("kind", ""), form.get("channel", ""), form.get("text", "").strip()
    if kind not in SAID_TO_US or channel not in HEARD_BY or not text:
        raise DoorstepError("wrong_message", "Say what it is, how you were told, and what they said.")
    about = About(row.firm_id, row.appointment_id, visit_id, row.person_id, row.uprn)
    said = Said(kind, text, str(uuid7()), channel=channel, facts={"entered_by": viewer.name})
    message = take_message(viewer.landlord_id, about, said, clock=clock())
    note_act(audit.Subject("message", message.message_id), "message_taken_down", viewer=viewer, clock=clock())
    flash(f"Taken down as {message.reference}.")
    return redirect(url_for("console.tenant_message", message_id=message.message_id))


@bp.post("/visits/<visit_id>/end-links")
@callers(*who_may("texts"))
def post_end_links(visit_id: str) -> ResponseReturnValue:
    """End every link to the tenant's page: a lost phone, or somebody who should not have it."""
    viewer = current_viewer()
    row = or_not_found(or_not_found(visit_page.find(viewer, visit_id)).appointment)
    ended = revoke_tenant_links(viewer.landlord_id, row.appointment_id, clock=clock())
    note_act(audit.Subject("visit", visit_id), "tenant_links_ended", viewer=viewer, clock=clock())
    flash(f"Ended: {counted(ended, 'link', 'links')}. The next text brings a new one.")
    return redirect(url_for("console.visit", visit_id=visit_id))
