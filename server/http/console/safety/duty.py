"""The rota of those on duty, the drills of each month, and the numbers of lone working."""

from datetime import date, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.safety.settings import SafetySettingNotAllowed, allowed
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.safety import words
from server.http.console.showing.figures import LONDON, day_bounds, london_day
from server.http.staff.gate import current_viewer
from server.services.safety.change_rota import POSTS, NewTurn, add_turn, remove_turn, who_may_stand
from server.services.safety.change_safety_setting import SafetyChange, change_safety_setting
from server.services.safety.start_drill import monthly_record, start_drill
from server.storage.people import users
from server.storage.phones import phones
from server.storage.safety import rota, settings

MONTHS_SHOWN = 12


@bp.get("/alarms/rota")
@callers(*who_may("duty_rota"))
def duty_rota() -> ResponseReturnValue:
    """Who is on duty now and next, and what is not covered."""
    return _rota()


@bp.post("/alarms/rota")
@callers(*who_may("duty_rota"))
def post_turn() -> ResponseReturnValue:
    """Put somebody on the rota."""
    try:
        form = request.form
        starts_at, ends_at = _instant("starts"), _instant("ends")
        new = NewTurn(form.get("post", ""), form.get("user_id", ""), form.get("mobile", ""), starts_at, ends_at)
        add_turn(new, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _rota(error), 400
    flash("On the rota.")
    return redirect(url_for("console.duty_rota"))


@bp.post("/alarms/rota/<turn_id>/removal")
@callers(*who_may("duty_rota"))
def post_turn_removal(turn_id: str) -> ResponseReturnValue:
    """Take somebody off the rota."""
    remove_turn(turn_id, viewer=current_viewer(), clock=clock())
    flash("Taken off the rota.")
    return redirect(url_for("console.duty_rota"))


@bp.get("/alarms/drills")
@callers(*who_may("drills"))
def drill_record() -> ResponseReturnValue:
    """Each month's drills, and the months without one."""
    return _drills()


@bp.post("/alarms/drills")
@callers(*who_may("drills"))
def post_drill() -> ResponseReturnValue:
    """Start a drill."""
    try:
        alarm_id = start_drill(request.form.get("operative_id", ""), viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _drills(error), 400
    flash("The drill has begun. Somebody else must take it.")
    return redirect(url_for("console.alarm", alarm_id=alarm_id))


@bp.get("/alarms/settings")
@callers(*who_may("safety_settings"))
def safety_settings() -> ResponseReturnValue:
    """Every number of lone working with what it rests on, and the changes that were made."""
    return _settings()


@bp.post("/alarms/settings")
@callers(*who_may("safety_settings"))
def post_safety_setting() -> ResponseReturnValue:
    """Change one from a day on."""
    form = request.form
    try:
        try:
            starts_on = date.fromisoformat(form.get("starts_on", ""))
        except ValueError as error:
            raise DoorstepError("wrong_day", "Give the day from which it holds.") from error
        change = SafetyChange(
            form.get("name", ""), form.get("value", ""), starts_on, form.get("reference", ""), form.get("reason", "")
        )
        change_safety_setting(change, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _settings(error), 400
    flash("Saved.")
    return redirect(url_for("console.safety_settings"))


def _instant(name: str) -> datetime:
    """A day and a time as they are typed, in London; raises where they are none."""
    try:
        text = f"{request.form.get(f'{name}_on', '')}T{request.form.get(f'{name}_time', '')}"
        return datetime.fromisoformat(text).replace(tzinfo=LONDON)
    except ValueError as error:
        raise DoorstepError("wrong_times", "Give a day and a time for the start and the end of the turn.") from error


def _rota(error: DoorstepError | None = None) -> str:
    viewer, present = current_viewer(), now()
    turns = rota.turns(viewer, present)
    own_posts = [post for post in POSTS if (post == "office") == (viewer.firm_id is not None)]
    covered = {turn.post for turn, _ in turns if turn.starts_at <= present}
    return render_template(
        "console/safety/rota.html",
        turns=turns,
        posts=own_posts,
        uncovered=[post for post in own_posts if post not in covered],
        standing={post: who_may_stand(viewer, post) for post in own_posts},
        words=words,
        at=present,
        error=error,
        typed=request.form,
    )


def _drills(error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    first = london_day(now()).replace(day=1)
    months = [first]
    while len(months) < MONTHS_SHOWN:
        earlier = months[-1]
        year, month = (earlier.year - 1, 12) if earlier.month == 1 else (earlier.year, earlier.month - 1)
        months.append(date(year, month, 1))
    record = monthly_record(viewer, months, day_bounds(months[-1])[0])
    operatives = phones.operatives(viewer, london_day(now()))
    return render_template("console/safety/drills.html", record=record, operatives=operatives, words=words, error=error)


def _settings(error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    today = london_day(now())
    lines = settings.lines_on(viewer.landlord_id, today)
    changes = settings.changes(viewer.landlord_id)
    or_not_found(lines)
    labels = {line.name: line.label for line in lines}
    if isinstance(error, SafetySettingNotAllowed):
        error = DoorstepError(error.code, f"{labels.get(error.name, error.name)}: {error.problem}")
    return render_template(
        "console/safety/settings.html",
        lines=lines,
        labels=labels,
        allowed=allowed,
        changes=changes,
        people=users.names_of(one.by for one in changes),
        today=today,
        error=error,
        typed=request.form,
    )
