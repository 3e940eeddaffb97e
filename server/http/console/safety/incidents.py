"""Incidents: reported in five parts by whoever met them, answered by a manager, counted towards a flag."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.safety import flag_words as words
from server.http.console.showing.figures import LONDON, london_day
from server.http.staff.gate import current_viewer
from server.services.flags.report_incident import KINDS, PARTS, Happened, answer_incident, report_incident
from server.services.staff.note_act import note_act
from server.storage.pages import visit_page
from server.storage.people import users
from server.storage.people.audit import Subject
from server.storage.safety import flag_cases


@bp.get("/incidents")
@callers(*who_may("incidents"))
def incident_list() -> ResponseReturnValue:
    """What was reported, newest first, and the form for another."""
    return _list()


@bp.post("/incidents")
@callers(*who_may("incidents"))
def post_incident() -> ResponseReturnValue:
    """Report one."""
    form = request.form
    try:
        text = f"{form.get('happened_on', '')}T{form.get('happened_time', '')}"
        try:
            happened_at = datetime.fromisoformat(text).replace(tzinfo=LONDON)
        except ValueError as error:
            raise DoorstepError("wrong_times", "Give the day and the time at which it happened.") from error
        parts = {name: form.get(name, "")[:5000] for name in PARTS}
        happened = Happened(form.get("uprn", "").strip(), "", form.get("kind", ""), happened_at, parts)
        incident_id = report_incident(happened, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _list(error), 400
    flash("Reported. A manager rings or writes to the person.")
    return redirect(url_for("console.incident", incident_id=incident_id))


@bp.get("/incidents/<incident_id>")
@callers(*who_may("incidents"))
def incident(incident_id: str) -> ResponseReturnValue:
    """One report with its five parts; opening it is written down."""
    return _page(incident_id)


@bp.post("/incidents/<incident_id>/answer")
@callers(*who_may("flag_cases"))
def post_incident_answer(incident_id: str) -> ResponseReturnValue:
    """What the manager did about it."""
    form = request.form
    try:
        answer, person_id = form.get("answer", "")[:5000], form.get("person_id", "")
        answer_incident(incident_id, answer, person_id, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return _page(incident_id, error), 400
    flash("Written down.")
    return redirect(url_for("console.incident", incident_id=incident_id))


def _list(error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    found = flag_cases.incidents(viewer)
    came_from = visit_page.find(viewer, request.args.get("visit", "")[:36])
    return render_template(
        "console/safety/incidents.html",
        found=found,
        names=users.names_of(one.reported_by for one in found),
        kinds=KINDS,
        parts=PARTS,
        words=words,
        at=now(),
        error=error,
        typed=request.form or {"uprn": came_from.visit.uprn or "" if came_from else ""},
    )


def _page(incident_id: str, error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    one = or_not_found(flag_cases.incident(viewer, incident_id))
    note_act(Subject("incident", incident_id), "incident_read", viewer=viewer, clock=clock())
    home = flag_cases.home(viewer.landlord_id, one.uprn)
    people = flag_cases.people_at(viewer.landlord_id, home.postcode, london_day(now())) if home else []
    return render_template(
        "console/safety/incident.html",
        one=one,
        place=home,
        people=[person for person in people if person.uprn == one.uprn],
        names=users.names_of([one.reported_by, one.answered_by or ""]),
        parts=PARTS,
        words=words,
        at=now(),
        error=error,
        typed=request.form,
    )
