"""The alarms: first and red on every page of those who answer them, on a page that keeps itself fresh, one by one."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from flask import Response, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.safety import ladder
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.safety import words
from server.http.staff.gate import current_viewer, signed_in
from server.services.safety.answer_alarm import DRILL_OUTCOMES, OUTCOMES, Closing, acknowledge_alarm, close_alarm
from server.storage.people import users
from server.storage.safety import alarms
from server.storage.safety.alarms import ListedAlarm

CLOSED_SHOWN = 30


@bp.get("/alarms")
@callers(*who_may("alarms"))
def alarm_list() -> ResponseReturnValue:
    """The open alarms, longest overdue first, and those closed last."""
    closed = alarms.listed(current_viewer(), is_open=False, limit=CLOSED_SHOWN)
    return render_template("console/safety/alarms.html", closed=closed, words=words, **_shown(closed))


@bp.get("/alarms/open")
@callers(*who_may("alarms"))
def open_alarms() -> ResponseReturnValue:
    """The open alarms alone; 304 where nothing has changed since the answer with this tag."""
    shown = _shown(())
    if request.headers.get("If-None-Match", "").strip('W/"') == shown["tag"]:
        return Response(status=304, headers={"ETag": f'"{shown["tag"]}"'})
    response = make_response(render_template("console/safety/open_alarms.html", words=words, **shown))
    response.set_etag(shown["tag"])
    return response


@bp.get("/alarms/standing")
@callers(*who_may("alarms"))
def alarms_standing() -> ResponseReturnValue:
    """How many alarms wait and whether to shout, for the script of every page."""
    return jsonify(standing())


@bp.get("/alarms/<alarm_id>")
@callers(*who_may("alarms"))
def alarm(alarm_id: str) -> ResponseReturnValue:
    """One alarm: whom to ring, its history, and the form that ends it."""
    return _page(alarm_id)


@bp.post("/alarms/<alarm_id>/acknowledgement")
@callers(*who_may("answer_alarms"))
def post_acknowledgement(alarm_id: str) -> ResponseReturnValue:
    """Take the alarm."""
    try:
        acknowledge_alarm(alarm_id, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _refused(alarm_id, error)
    flash("You have it. Ring the operative, and close the alarm when you know.")
    return redirect(url_for("console.alarm", alarm_id=alarm_id))


@bp.post("/alarms/<alarm_id>/closing")
@callers(*who_may("answer_alarms"))
def post_closing(alarm_id: str) -> ResponseReturnValue:
    """End the alarm with its outcome."""
    closing = Closing(request.form.get("outcome", ""), request.form.get("note", "")[:5000])
    try:
        close_alarm(alarm_id, closing, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _refused(alarm_id, error)
    flash("Closed. Its history stays.")
    return redirect(url_for("console.alarm_list"))


@bp.app_context_processor
def _for_every_page() -> dict[str, Any]:
    return {"alarms_standing": standing}


def standing() -> dict[str, Any]:
    """What every page says of alarms: a line, and whether it is to be heard as well."""
    viewer = signed_in()
    rows = alarms.standing(viewer) if viewer is not None and viewer.may("alarms") else []
    waiting = [row for row in rows if row.acknowledged_at is None and ladder.has_reached_people(row.rung)]
    if not waiting:
        return {"count": 0, "loud": False, "text": ""}
    drills = sum(row.kind == ladder.DRILL for row in waiting)
    real = len(waiting) - drills
    parts = [f"{real} lone worker alarm{'' if real == 1 else 's'}"] if real else []
    parts += [f"{drills} drill{'' if drills == 1 else 's'}"] if drills else []
    text = f"{' and '.join(parts)}: nobody has taken {'it' if len(waiting) == 1 else 'them'} yet."
    return {"count": len(waiting), "loud": any(row.rung == ladder.SHOUT for row in waiting), "text": text}


def _shown(closed: Sequence[ListedAlarm]) -> dict[str, Any]:
    found = alarms.listed(current_viewer(), is_open=True)
    present = now()
    minutes = [int((present - one.deadline_at).total_seconds() // 60) for one in found]
    tag = sha256(repr((found, minutes)).encode()).hexdigest()[:32]
    return {"alarms": found, "people": _names([*found, *closed]), "at": present, "tag": tag}


def _names(found: Iterable[ListedAlarm]) -> dict[str, str]:
    return users.names_of(by for one in found for by in (one.acknowledged_by, one.closed_by) if by)


def _page(alarm_id: str, error: DoorstepError | None = None) -> str:
    one: ListedAlarm = or_not_found(alarms.find(current_viewer(), alarm_id))
    steps = alarms.history([alarm_id])[alarm_id]
    names = {one.operative_id: one.operative, **users.names_of(step.by for step in steps)}
    return render_template(
        "console/safety/alarm.html",
        alarm=one,
        history=[(step.at, words.step_line(step, names)) for step in steps],
        people=_names([one]),
        outcomes=DRILL_OUTCOMES if one.kind == ladder.DRILL else OUTCOMES,
        words=words,
        at=now(),
        error=error,
        typed=request.form,
    )


def _refused(alarm_id: str, error: DoorstepError) -> ResponseReturnValue:
    if error.code == "not_found":
        raise error
    return _page(alarm_id, error), 409 if error.code == "stale_edit" else 400
