"""Planned works: which visits still lack their notice or their tenant's yes, and the register of what was sent."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.booking.slots import LONDON
from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.booking import reading
from server.http.console.pages import PAGE_LENGTH, bp, clock, now, or_not_found, page_number
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.planned_works.confirm_planned_works import Consent, allow_short_notice, confirm_planned_works
from server.services.planned_works.find_notice_rule import find_notice_rule
from server.services.planned_works.send_written_notices import send_written_notices
from server.storage.booking import appointment_page, planned_works
from server.storage.booking.planned_works import PlannedVisit


@bp.get("/booking/planned")
@callers(*who_may("booking"))
def planned() -> ResponseReturnValue:
    """What is to come, and the register."""
    return _page()


@bp.post("/booking/planned/notices")
@callers(*who_may("booking"))
def post_written_notices() -> ResponseReturnValue:
    """Send the written notice to all that were chosen."""
    viewer = current_viewer()
    mine = {one.appointment.appointment_id for one in planned_works.coming(viewer, since=now())}
    chosen = [name for name in request.form.getlist("appointment") if name in mine]
    try:
        on_paper = reading.text("way") == "letters"
        batch = send_written_notices(
            viewer.landlord_id, chosen, by=viewer.user_id, clock=clock(), letters_for_all=on_paper
        )
    except DoorstepError as error:
        return _page(error), 400
    had = f" {batch.had_one} had one already." if batch.had_one else ""
    flash(f"{batch.ordered} written {'notice is' if batch.ordered == 1 else 'notices are'} on the way.{had}")
    return redirect(url_for("console.planned"))


@bp.post("/booking/planned/<path:appointment_id>/confirmation")
@callers(*who_may("booking"))
def post_confirmation(appointment_id: str) -> ResponseReturnValue:
    """The tenant said yes, and the notice has run long enough or a manager allowed less."""
    viewer = current_viewer()
    page = or_not_found(appointment_page.find(viewer, appointment_id))
    try:
        consent = Consent(reading.agreed_by(), reading.text("channel"), reading.text("proof"))
        names = (viewer.landlord_id, page.appointment.appointment_id)
        confirm_planned_works(*names, consent, rev=reading.rev(), by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _page(error, appointment_id), 409 if error.code == "stale_edit" else 400
    flash("Confirmed.")
    return redirect(url_for("console.planned"))


@bp.post("/booking/planned/<path:appointment_id>/short-notice")
@callers(*who_may("short_notice"))
def post_short_notice(appointment_id: str) -> ResponseReturnValue:
    """The contract manager allows less than ten clear working days, with a reason that is kept."""
    viewer = current_viewer()
    or_not_found(appointment_page.find(viewer, appointment_id))
    try:
        reason = reading.text("reason")
        allow_short_notice(viewer.landlord_id, appointment_id, reason=reason, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _page(error, appointment_id), 400
    flash("Allowed, with your reason.")
    return redirect(url_for("console.planned"))


def _page(error: DoorstepError | None = None, refused: str = "") -> str:
    """`refused` is the visit whose form is shown again with what was typed."""
    viewer = current_viewer()
    coming = planned_works.coming(viewer, since=now())
    names = [one.appointment.appointment_id for one in coming]
    sent = planned_works.sent_days(viewer.landlord_id, names)
    ordered = planned_works.ordered(viewer.landlord_id, names)
    allowed = planned_works.leave_of(viewer.landlord_id, names)
    number = page_number()
    found = planned_works.register(viewer, limit=PAGE_LENGTH + 1, offset=(number - 1) * PAGE_LENGTH)
    rows = [_row(one, sent, ordered, allowed.get(one.appointment.appointment_id)) for one in coming]
    return render_template(
        "console/booking/planned.html",
        rows=rows,
        register=found[:PAGE_LENGTH],
        more=len(found) > PAGE_LENGTH,
        page=number,
        needed=find_notice_rule(viewer.landlord_id, london_day(now())).clear_working_days,
        first_if_today=_earliest(london_day(now())),
        error=error,
        refused=refused,
        typed=request.form,
    )


def _row(one: PlannedVisit, sent: dict[str, date], ordered: set[str], leave: Any) -> dict[str, Any]:
    row = one.appointment
    known = [day for day in (sent.get(row.appointment_id), row.written_notice_sent_on) if day is not None]
    sent_on = min(known, default=None)
    works_on = row.now_start_at.astimezone(LONDON).date() if row.now_start_at else None
    allows_from = _earliest(sent_on) if sent_on else None
    return {
        "visit": one,
        "sent_on": sent_on,
        "is_ordered": row.appointment_id in ordered,
        "allows_from": allows_from,
        "is_short": allows_from is None or (works_on is not None and works_on < allows_from),
        "leave": leave,
    }


def _earliest(day: date) -> date:
    return find_notice_rule(current_viewer().landlord_id, day).earliest_day(day)
