"""What tenants told us, the next due first, and what the office does about it."""

from datetime import date

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.messages import COMPLAINT, STEPS
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, or_not_found
from server.http.staff.gate import current_viewer
from server.http.sync.gate import keys
from server.services.messages.answer_message import Deed, answer_message
from server.services.messages.read_messages import read_inbox, read_message
from server.services.papers.seal_paper import Safe
from server.services.papers.seal_photo import open_photo
from server.storage.damage import cases as damage_cases
from server.storage.people import users
from server.storage.telling import message_photos

KIND_WORDS = {
    "complaint": "Complaint, stage 1",
    "feedback": "How the visit went",
    "damage": "Damage",
    "question": "Question",
    "dispute": "Says it was otherwise at the door",
    "call_back": "Ring back",
    "caller_wrong": "The code at the door did not match",
    "wait": "Will wait",
    "rebook": "Wants another time: ring",
    "format": "Another format",
    "reply": "Answered a text",
}
STEP_WORDS = {
    "acknowledged": "Acknowledged",
    "holding": "Put off",
    "answered": "Answered",
    "noted": "Note",
}


@bp.get("/messages")
@callers(*who_may("tenant_messages"))
def tenant_messages() -> ResponseReturnValue:
    """What waits, the next due first, then what is settled."""
    inbox = read_inbox(current_viewer(), clock=clock())
    return render_template("console/messages.html", inbox=inbox, kinds=KIND_WORDS)


@bp.get("/messages/<message_id>")
@callers(*who_may("tenant_messages"))
def tenant_message(message_id: str) -> ResponseReturnValue:
    """One message with everything done about it."""
    return _page(message_id)


@bp.post("/messages/<message_id>")
@callers(*who_may("tenant_messages"))
def post_tenant_message(message_id: str) -> ResponseReturnValue:
    """Acknowledge, put off, answer or note."""
    form = request.form
    try:
        deed = Deed(form.get("deed", ""), form.get("text", ""), _day(form.get("new_due_on", "")))
        answer_message(current_viewer(), message_id, deed, clock=clock())
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return _page(message_id, error), 422
    flash(f"{STEP_WORDS[deed.kind]}.")
    return redirect(url_for("console.tenant_message", message_id=message_id))


@bp.get("/messages/photos/<message_photo_id>/<any(view, thumbnail):which>")
@callers(*who_may("tenant_messages"))
def message_photo(message_photo_id: str, which: str) -> ResponseReturnValue:
    """A picture that we made of a tenant's photo, for whoever may read the message that it came with."""
    viewer = current_viewer()
    photo = or_not_found(message_photos.find(viewer.landlord_id, message_photo_id))
    or_not_found(read_message(viewer, photo.message_id, clock=clock()))
    safe = Safe(current_app.extensions["doorstep_blobs"], keys())
    picture = open_photo(photo.landlord_id, photo.photo_id, which, safe=safe)
    headers = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "no-store"}
    return Response(picture, content_type="image/jpeg", headers=headers)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _page(message_id: str, error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    found = or_not_found(read_message(viewer, message_id, clock=clock()))
    may_answer = found.message.kind != COMPLAINT or viewer.firm_id is None
    return render_template(
        "console/message.html",
        one=found,
        kinds=KIND_WORDS,
        step_words=STEP_WORDS,
        steps=STEPS if may_answer else STEPS[-1:],
        error=error,
        typed=request.form,
        damage_case=damage_cases.of_subject(viewer.landlord_id, message_id),
        staff_names=users.names_of(step.by for step in found.steps),
    )
