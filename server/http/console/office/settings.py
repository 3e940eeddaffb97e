"""The policy's values and settings, for the director: what is in force, a change tried over a year, then saved."""

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.cases.policy_settings import NOT_HAVEBURYS, SETTINGS, SettingNotAllowed
from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.office import setting_words as words
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.showing.figures import london_day, plain_day
from server.http.staff.gate import current_viewer
from server.services.assessment.change_setting import (
    SettingChange,
    draft_setting,
    go_on_with_trial,
    save_setting,
)
from server.storage.cases import landlord_policy, setting_drafts
from server.storage.cases.landlord_policy import AROUND_THE_RULE, POLICY_VALUES
from server.storage.people import users
from server.storage.policy_files import read_policy


@bp.get("/settings")
@callers(*who_may("policy_settings"))
def setting_list() -> ResponseReturnValue:
    """Every value and setting with what is in force today, its clause, and the changes that were made."""
    changes = setting_drafts.changes(current_viewer().landlord_id)
    names = users.names_of(one.by for one in changes)
    return render_template("console/settings.html", rows=_rows(), changes=changes, staff_names=names, words=words)


@bp.get("/settings/<setting>")
@callers(*who_may("policy_settings"))
def setting_form(setting: str) -> ResponseReturnValue:
    """One setting, and the form to change it from a day on."""
    return _form(setting)


@bp.post("/settings/<setting>")
@callers(*who_may("policy_settings"))
def post_setting(setting: str) -> ResponseReturnValue:
    """Begin the trial of a change."""
    viewer = current_viewer()
    try:
        made = draft_setting(viewer.landlord_id, _change(setting), by=viewer.user_id, clock=clock())
    except SettingNotAllowed as error:
        return _form(setting, DoorstepError(error.code, words.refused(error))), 400
    except DoorstepError as error:
        return _form(setting, error), 400
    return redirect(url_for("console.setting_trial", draft_id=made))


@bp.get("/settings/trials/<draft_id>")
@callers(*who_may("policy_settings"))
def setting_trial(draft_id: str) -> ResponseReturnValue:
    """Go a step on with the trial; the page loads itself again until it is done."""
    draft = go_on_with_trial(current_viewer().landlord_id, draft_id, clock=clock())
    value = words.meant(draft.name, draft.value["value"])  # type: ignore[index]
    return render_template("console/setting_trial.html", draft=draft, found=draft.found, value=value, words=words)


@bp.post("/settings/trials/<draft_id>")
@callers(*who_may("policy_settings"))
def post_setting_trial(draft_id: str) -> ResponseReturnValue:
    """Save the change; every case is assessed again."""
    viewer = current_viewer()
    change = save_setting(viewer.landlord_id, draft_id, by=viewer.user_id, clock=clock())
    said = f"{words.title(change.name)}: {words.meant(change.name, change.value)}"
    flash(f"Saved from {plain_day(change.starts_on)}. {said}. Every case is assessed again.")
    return redirect(url_for("console.setting_list"))


def _change(name: str) -> SettingChange:
    form = request.form
    try:
        starts_on = date.fromisoformat(form.get("starts_on", ""))
    except ValueError as error:
        raise DoorstepError("wrong_day", "Give the day from which it holds.") from error
    return SettingChange(name, _value(), starts_on, form.get("reference", ""), form.get("reason", ""))


def _value() -> str:
    """One answer, several of a list, or a number of hours of their own."""
    chosen = ",".join(request.form.getlist("value"))
    return f"hours:{request.form.get('hours', '').strip()}" if chosen == "hours:N" else chosen


def _form(name: str, error: DoorstepError | None = None) -> str:
    row = or_not_found(next((one for one in _rows() if one["name"] == name), None))
    return render_template(
        "console/setting.html",
        row=row,
        error=error,
        typed=request.form,
        today=london_day(now()),
        words=words,
        not_ours=NOT_HAVEBURYS,
    )


def _rows() -> list[dict[str, Any]]:
    today = london_day(now())
    own = landlord_policy.policy_on(current_viewer().landlord_id, today)
    rows = [_value_row(name, own, today) for name in POLICY_VALUES]
    for one in SETTINGS.values():
        row = {"name": one.name, "now": own.settings.get(one.name, one.default), "default": one.default}
        rows.append(row | {"allowed": one.allowed, "clause": one.rests_on, "why": one.reason})
    for name, shipped in AROUND_THE_RULE.items():
        row = {"name": name, "now": own.around[name], "default": shipped, "clause": NOT_HAVEBURYS}
        why = "It stands around the rule and changes no sum by itself."
        rows.append(row | {"allowed": "a whole number, 0 or more", "why": why})
    return rows


def _value_row(name: str, own: landlord_policy.LandlordPolicy, today: date) -> dict[str, Any]:
    shipped = next(one for one in read_policy().parameters() if one.name == name)
    mine = [row for row in own.values if name in row and row["from"] <= today.isoformat()]
    row = {"name": name, "now": mine[-1][name] if mine else shipped.find(today), "default": shipped.find(today)}
    return row | {
        "allowed": "a whole number, or none",
        "clause": shipped.values[0].clause,
        "why": "The clause names it.",
    }
