"""How we contact you: language, format, channel; and what everybody may expect of us."""

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.http.access import callers
from server.http.limits import limiter
from server.http.tenant.acts.known import known, own_messages
from server.http.tenant.pages import bp, clock, show
from server.http.tenant.problems import problem
from server.services.tenants.choose_contact import (
    FORMATS,
    Contact,
    choose_contact,
    open_channels,
    read_contact_choice,
)


@bp.get("/<token>/contact")
@callers("tenant")
@known
def contact(token: str) -> ResponseReturnValue:
    """What is chosen now."""
    saved = request.args.get("saved", "")
    task = next((one for one in own_messages() if one.message.reference == saved), None)
    return _form(token, read_contact_choice(g.tenant_link), saved=saved, task=task)


@bp.post("/<token>/contact")
@callers("tenant")
@limiter.limit("20 per minute")
@known
def post_contact(token: str) -> ResponseReturnValue:
    """Keep what was chosen."""
    form = request.form
    wanted = Contact(
        language=form.get("language", ""),
        format=form.get("format", ""),
        channel=form.get("channel", ""),
        shared_phone="shared_phone" in form,
        code_by_text="code_by_text" in form,
    )
    try:
        task = choose_contact(g.tenant_link, wanted, clock=clock())
    except DoorstepError as error:
        if error.code != "wrong_choice":
            raise
        return _form(token, wanted, problems=[problem("language", "acts.contact_choose")]), 422
    saved = task.reference if task is not None else "yes"
    return redirect(url_for("tenant.contact", token=token, saved=saved, language=wanted.language), code=303)


@bp.get("/<token>/standards")
@callers("tenant")
def standards(token: str) -> ResponseReturnValue:
    """What tenants can expect of whoever comes; nothing here is anybody's own."""
    return show("tenant/acts/standards.html", token)


def _form(token: str, chosen: Contact, **more: object) -> str:
    channels = open_channels(g.tenant_link, chosen)
    return show("tenant/acts/contact.html", token, chosen=chosen, channels=channels, formats=FORMATS, **more)
