"""Tell us: damage, how it went, a complaint, a question, what happened at the door; and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.messages import CALL_BACK, COMPLAINT, DAMAGE, DISPUTE, FEEDBACK, QUESTION
from server.domain.typed_text import kept_whole
from server.domain.wording.tenant_times import london_date
from server.http.access import callers
from server.http.limits import limiter
from server.http.tenant.acts.known import known, once, own_message, own_messages, say
from server.http.tenant.pages import bp, clock, show
from server.http.tenant.photos.large_form import SentForm, sent_form
from server.http.tenant.photos.refused import MEGABYTES, refused_problems
from server.http.tenant.photos.sending import answer_with_photos
from server.http.tenant.problems import Problem, problem
from server.services.appointments.dispute_appointment import Dispute, dispute_appointment
from server.services.messages.keep_photos import MOST_PHOTOS, takes_photos
from server.services.messages.take_message import MOST_SIGNS
from server.storage.tables.messages import TenantMessage
from server.storage.telling.answering_policy import answering_on

FORMS = (DAMAGE, FEEDBACK, COMPLAINT, QUESTION, DISPUTE)
WENT = ("good", "mixed", "bad")
_PHOTOS = {"most_photos": MOST_PHOTOS, "megabytes": MEGABYTES}


@dataclass(frozen=True)
class Typed:
    """What stands in the form, so that nothing typed is lost."""

    text: str = ""
    wish: str = ""
    went: str = ""
    ring: bool = False


@bp.get("/<token>/tell/<kind>")
@callers("tenant")
@known
def tell(token: str, kind: str) -> ResponseReturnValue:
    """One form for each kind of thing a tenant may tell us."""
    return _form(token, kind, Typed(), [])


@bp.post("/<token>/tell/<kind>")
@callers("tenant")
@limiter.limit("20 per minute")
@known
def post_tell(token: str, kind: str) -> ResponseReturnValue:
    """Keep it, then say what happens next and by when."""
    sent = sent_form() if kind == DAMAGE else SentForm(request.form)
    form = sent.words
    typed = Typed(form.get("text", ""), form.get("wish", ""), form.get("went", ""), "ring" in form)
    found = _problems(kind, typed)
    if found:
        return _form(token, kind, typed, [*found, *_choose_again(sent)]), 422
    try:
        message = _take(kind, typed, form)
    except DoorstepError as error:
        if error.code != "text_too_long":
            raise
        found = [problem("text", "acts.tell_too_long", most=MOST_SIGNS)]
        return _form(token, kind, typed, [*found, *_choose_again(sent)]), 422
    if kind == DAMAGE:
        return answer_with_photos(token, message, sent)
    return redirect(url_for("tenant.told", token=token, reference=message.reference), code=303)


@bp.get("/<token>/told/<reference>")
@callers("tenant")
@known
def told(token: str, reference: str) -> ResponseReturnValue:
    """What happens next with one thing the tenant told us."""
    found = own_message(reference)
    numbers = answering_on(london_date(found.message.received_at))
    facts = {"takes_photos": takes_photos(found.message), "problems": refused_problems(), **_PHOTOS}
    return show("tenant/acts/told.html", token, one=found, numbers=numbers, **facts)


@bp.get("/<token>/messages")
@callers("tenant")
@known
def messages(token: str) -> ResponseReturnValue:
    """Everything the tenant told us about this appointment, with our answers."""
    return show("tenant/acts/messages.html", token, found=own_messages(), takes_photos=takes_photos)


def _take(kind: str, typed: Typed, form: Mapping[str, str]) -> TenantMessage:
    if kind == QUESTION and typed.ring:
        return say(CALL_BACK, typed.text)
    if kind == COMPLAINT:
        return say(kind, typed.text, wish=kept_whole(typed.wish, MOST_SIGNS, "What you wish for"))
    if kind == FEEDBACK:
        return say(kind, typed.text, went=typed.went)
    message = say(kind, typed.text, form=form)
    if kind == DISPUTE:
        row = g.tenant_link.appointment
        word = Dispute("attendance", "page", typed.text)
        dispute_appointment(row.landlord_id, row.appointment_id, word, by="tenant", clock=clock())
    return message


def _problems(kind: str, typed: Typed) -> list[Problem]:
    if kind not in FORMS:
        raise DoorstepError("not_found", "There is nothing at this address.")
    found = []
    if kind == FEEDBACK and typed.went not in WENT:
        found.append(problem("went", "acts.feedback_choose"))
    if not typed.text.strip() and kind != FEEDBACK:
        found.append(problem("text", "acts.tell_empty"))
    return found


def _choose_again(sent: SentForm) -> list[Problem]:
    """No browser keeps the files that were chosen on a page that comes back."""
    return [problem("photos", "acts.photos_choose_again")] if sent.photos or sent.is_too_large else []


def _form(token: str, kind: str, typed: Typed, problems: list[Problem]) -> str:
    if kind not in FORMS:
        raise DoorstepError("not_found", "There is nothing at this address.")
    facts = {"kind": kind, "typed": typed, "problems": problems, "ways": WENT, "most_signs": MOST_SIGNS, **_PHOTOS}
    return show("tenant/acts/tell.html", token, once=once(), **facts)
