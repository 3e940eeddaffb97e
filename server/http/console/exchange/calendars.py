"""Calendars of operatives: an address without places for a calendar program, and a file with them for who signed in."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from server.domain.viewing import Viewer, who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, config, now, or_not_found
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.exporting.make_calendar_feed import end_calendar_feed, make_calendar_feed
from server.services.exporting.read_calendar import read_calendar
from server.services.staff.note_act import note_act
from server.storage.exporting import calendar_feeds
from server.storage.people.audit import Subject
from server.storage.phones import phones
from server.storage.phones.phones import ListedOperative


@bp.get("/exports/calendars")
@callers(*who_may("phones"))
def calendar_list() -> ResponseReturnValue:
    """The operatives, and which of them have an address."""
    viewer = current_viewer()
    return render_template(
        "console/calendars.html",
        operatives=phones.operatives(viewer, london_day(now())),
        feeds=calendar_feeds.in_force(viewer.landlord_id),
        made=None,
    )


@bp.post("/exports/calendars/<path:operative_id>")
@callers(*who_may("phones"))
def post_calendar(operative_id: str) -> ResponseReturnValue:
    """Make an address and show it, once."""
    viewer = current_viewer()
    operative = _mine(viewer, operative_id)
    firm_id = viewer.firm_id or ""
    token = make_calendar_feed(viewer.landlord_id, operative_id, firm_id, by=viewer.user_id, clock=clock())
    address = f"{config().public_url}/c/{token}.ics"
    return render_template("console/calendar_made.html", operative=operative, address=address)


@bp.post("/exports/calendars/<path:operative_id>/end")
@callers(*who_may("phones"))
def post_calendar_end(operative_id: str) -> ResponseReturnValue:
    """End the address."""
    viewer = current_viewer()
    operative = _mine(viewer, operative_id)
    end_calendar_feed(viewer.landlord_id, operative_id, by=viewer.user_id, clock=clock())
    flash(f"The calendar address of {operative.name} has ended.")
    return redirect(url_for("console.calendar_list"))


@bp.post("/exports/calendars/<path:operative_id>/file")
@callers(*who_may("phones"))
def post_calendar_file(operative_id: str) -> ResponseReturnValue:
    """The same visits with their places, once, for the person who is signed in."""
    viewer = current_viewer()
    _mine(viewer, operative_id)
    content = read_calendar(viewer.landlord_id, operative_id, with_places=True, clock=clock())
    note_act(Subject("operative", operative_id), "calendar_taken_out", viewer=viewer, clock=clock())
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="visits.ics"'
    return response


def _mine(viewer: Viewer, operative_id: str) -> ListedOperative:
    """Another firm's operative is not there."""
    mine = {one.operative_id: one for one in phones.operatives(viewer, london_day(now()))}
    return or_not_found(mine.get(operative_id))  # type: ignore[no-any-return]
