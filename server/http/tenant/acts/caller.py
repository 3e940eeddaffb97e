"""Check the caller: photo, name, company and code of who may come; a mismatch says do not open and tells the office.

After a cancellation nobody may come: whoever is at the door then is a wrong caller, whatever code they know.
"""

from flask import Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.messages import CALLER_WRONG
from server.http.access import callers
from server.http.limits import limiter
from server.http.tenant.acts.known import known, once, say
from server.http.tenant.pages import bp, show
from server.services.tenants.read_callers import caller_photo, nobody_may_come, read_callers

_WRONG = "The code or the face at the door did not match."
_NOT_EXPECTED = "Somebody is at the door with a code that matches, although the appointment was cancelled."


@bp.get("/<token>/caller")
@callers("tenant")
@known
def caller(token: str) -> ResponseReturnValue:
    """Who may come, and the code that they must know."""
    opened = g.tenant_link
    facts = {"found": read_callers(opened), "called_off": nobody_may_come(opened), "once": once()}
    return show("tenant/acts/caller.html", token, **facts)


@bp.post("/<token>/caller")
@callers("tenant")
@limiter.limit("20 per minute")
@known
def post_caller(token: str) -> ResponseReturnValue:
    """What the tenant saw at the door: it matches and somebody may come, or the office is told at once."""
    matches = request.form.get("answer") == "matches"
    if matches and not nobody_may_come(g.tenant_link):
        return show("tenant/acts/caller_fine.html", token)
    message = say(CALLER_WRONG, _NOT_EXPECTED if matches else _WRONG)
    return redirect(url_for("tenant.caller_stop", token=token, reference=message.reference), code=303)


@bp.get("/<token>/caller/stop/<reference>")
@callers("tenant")
@known
def caller_stop(token: str, reference: str) -> ResponseReturnValue:
    """Do not open the door, and whom to ring."""
    called_off = nobody_may_come(g.tenant_link)
    return show("tenant/acts/caller_stop.html", token, reference=reference, called_off=called_off)


@bp.get("/<token>/caller/photo/<number>")
@callers("tenant")
@known
def photo(token: str, number: str) -> ResponseReturnValue:
    """The photo of one of those who may come, counted from 1."""
    content = caller_photo(g.tenant_link, number, blobs=current_app.extensions["doorstep_blobs"])
    if content is None:
        raise DoorstepError("not_found", "There is no photo at this address.")
    return Response(content, mimetype="image/jpeg")
