"""The kill switch: what leaves, how fast, what waits; and who stopped what, when and why."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, config, now
from server.http.staff.gate import current_viewer
from server.outside.sms.choosing import gateway_name
from server.services.notices.stop_sending import STOPPABLE, resume_sending, stop_sending
from server.storage.database import db
from server.storage.telling import sending_figures, stops

CHANNEL_WORDS = {"all": "Everything", "sms": "Texts", "push": "Push messages", "email": "Emails"}


@bp.get("/sending")
@callers(*who_may("sending"))
def sending() -> ResponseReturnValue:
    """How sending stands."""
    return _page()


@bp.post("/sending/stop")
@callers(*who_may("sending"))
def post_stop() -> ResponseReturnValue:
    """Stop a channel, with the reason."""
    viewer, form = current_viewer(), request.form
    try:
        stop_sending(
            viewer.landlord_id, form.get("channel", ""), reason=form.get("reason", ""), by=viewer.user_id, clock=clock()
        )
    except DoorstepError as error:
        return _page(error), 422
    flash("Stopped. What is due waits until somebody lets it go on.")
    return redirect(url_for("console.sending"))


@bp.post("/sending/resume")
@callers(*who_may("sending"))
def post_resume() -> ResponseReturnValue:
    """Let a channel go on."""
    viewer = current_viewer()
    try:
        resume_sending(viewer.landlord_id, request.form.get("channel", ""), by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _page(error), 422
    flash("It goes on. What can help nobody any more is not sent.")
    return redirect(url_for("console.sending"))


def _page(error: DoorstepError | None = None) -> str:
    landlord_id, connection = current_viewer().landlord_id, db.session.connection()
    history = stops.history(connection, landlord_id)
    return render_template(
        "console/sending.html",
        figures=sending_figures.of_channels(connection, landlord_id, now()),
        stopped={one.channel for one in history if one.resumed_at is None},
        history=history,
        channels=STOPPABLE,
        words=CHANNEL_WORDS,
        gateway=gateway_name(config().sms_url),
        caps={"sms": config().sms_per_minute, "email": config().mail_per_minute},
        error=error,
        form=request.form,
    )
