"""Phones: when each was last heard, what it still holds, codes for new ones, and revoking."""

import segno
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, config, now, or_not_found
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.phones.make_enrolment_code import make_enrolment_code
from server.services.phones.revoke_device import revoke_device
from server.services.staff.note_act import note_act
from server.storage.people.audit import Subject
from server.storage.phones import phones


@bp.get("/phones")
@callers(*who_may("phones"))
def phone_list() -> ResponseReturnValue:
    """The phones in use, the longest silent first, and whom one can be made ready for."""
    viewer = current_viewer()
    present = now()
    return render_template(
        "console/phones.html",
        phones=phones.listed(viewer),
        operatives=phones.operatives(viewer, london_day(present)),
        at=present,
    )


@bp.post("/phones/codes")
@callers(*who_may("phones"))
def post_enrolment_code() -> ResponseReturnValue:
    """Make a code and show it, once. A firm's people make codes for their own operatives only."""
    viewer = current_viewer()
    wanted = request.form.get("operative_id", "")
    mine = {one.operative_id: one for one in phones.operatives(viewer, london_day(now()))}
    operative = or_not_found(mine.get(wanted))
    made = make_enrolment_code(wanted, made_by=viewer.user_id, config=config(), clock=clock())
    note_act(Subject("operative", wanted), "enrolment_code_made", viewer=viewer, clock=clock())
    return render_template(
        "console/enrolment_code.html",
        operative=operative,
        code=made.code,
        link=made.link,
        expires_at=made.expires_at,
        app_address=f"{config().public_url}/app/",
        qr=segno.make(made.link, micro=False).svg_inline(scale=6, border=0),
    )


@bp.get("/phones/<device_id>/revocation")
@callers(*who_may("phones"))
def revoke_form(device_id: str) -> ResponseReturnValue:
    """Asks once before a phone is revoked, and says what that means."""
    return render_template("console/revoke.html", device=or_not_found(phones.find(current_viewer(), device_id)))


@bp.post("/phones/<device_id>/revocation")
@callers(*who_may("phones"))
def post_revoke(device_id: str) -> ResponseReturnValue:
    """Revoke the phone."""
    viewer = current_viewer()
    or_not_found(phones.find(viewer, device_id))
    revoke_device(device_id, landlord_id=viewer.landlord_id, by=viewer.user_id, clock=clock())
    flash("The phone is revoked. What it still holds it may send; it is kept apart.")
    return redirect(url_for("console.phone_list"))
