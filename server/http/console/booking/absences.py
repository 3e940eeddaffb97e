"""An operative is ill: one button, then the day's tenants in order, who could go, who has been told and who has not."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.booking import reading
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.absences.draft_notices import draft_notices
from server.services.absences.plan_absence import plan_absence, untold_visits
from server.services.absences.record_absence import NewAbsence, is_past_midday, record_absence
from server.services.absences.settle_absence import call_off, give_all_as_proposed, give_to, told_by_person
from server.storage.booking import absences, workforce
from server.storage.people import users
from server.storage.tables.booking import Absence


@bp.get("/booking/absences")
@callers(*who_may("booking"))
def absence_list() -> ResponseReturnValue:
    """Today's operatives, each with the button, and the absences of today."""
    return _list()


@bp.post("/booking/absences")
@callers(*who_may("booking"))
def post_absence() -> ResponseReturnValue:
    """Somebody cannot come today."""
    viewer = current_viewer()
    try:
        one = workforce.operative(viewer.landlord_id, reading.text("operative_id"))
        if one is None or viewer.firm_id not in (None, one.firm_id):
            raise DoorstepError("no_such_operative", "Choose one of the operatives.")
        new = NewAbsence(london_day(now()), "illness", reading.moment("known_at", "When you learned of it"))
        made = record_absence(viewer.landlord_id, one.operative_id, new, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _list(error), 400
    return redirect(url_for("console.absence", absence_id=made))


@bp.get("/booking/absences/<absence_id>")
@callers(*who_may("booking"))
def absence(absence_id: str) -> ResponseReturnValue:
    """The day's tenants in order."""
    return _page(absence_id)


@bp.post("/booking/absences/<absence_id>/all")
@callers(*who_may("booking"))
def post_all_as_proposed(absence_id: str) -> ResponseReturnValue:
    """Give every visit to whoever is proposed."""

    def act(found: Absence) -> None:
        settled = give_all_as_proposed(found, by=current_viewer().user_id, clock=clock())
        left = f" Nobody can take {settled.left}: ring or call off." if settled.left else ""
        flash(f"{settled.given} given to others; their tenants are told.{left}")

    return _acting(absence_id, act)


@bp.post("/booking/absences/<absence_id>/visits/<path:appointment_id>")
@callers(*who_may("booking"))
def post_absence_visit(absence_id: str, appointment_id: str) -> ResponseReturnValue:
    """One visit: somebody else goes, it is called off, or the tenant was rung."""

    def act(found: Absence) -> None:
        by, what = current_viewer().user_id, reading.text("what")
        if what == "give":
            give_to(found, appointment_id, reading.text("operative_id"), by=by, clock=clock())
            flash("Given to somebody else. The tenant is told that the visit stands.")
        elif what == "call_off":
            call_off(found, appointment_id, by=by, clock=clock())
            flash("Called off with an apology. The job waits to be booked again.")
        elif what == "told":
            at = reading.moment("told_at", "When they were told") or now()
            told_by_person(found, appointment_id, reading.text("told_channel"), at=at, by=by, clock=clock())
            flash("Recorded that the tenant knows.")
        else:
            raise DoorstepError("wrong_change", "Say what is to be done about this visit.")

    return _acting(absence_id, act)


@bp.app_context_processor
def _shouting() -> dict[str, Any]:
    return {"untold_at_midday": untold_at_midday}


def untold_at_midday() -> list[tuple[str, int]]:
    """(absence, how many) of today's absences whose customers do not all know after midday; on every page."""
    today = london_day(now())
    if not is_past_midday(today, now()):
        return []
    counts = [(one.absence_id, untold_visits(one)) for one in absences.of_day(current_viewer(), today)]
    return [(absence_id, count) for absence_id, count in counts if count]


def _acting(absence_id: str, act: Callable[[Absence], None]) -> ResponseReturnValue:
    found: Absence = or_not_found(absences.find(current_viewer(), absence_id))
    try:
        act(found)
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return _page(absence_id, error), 409 if error.code in ("slot_taken", "stale_edit") else 400
    return redirect(url_for("console.absence", absence_id=absence_id))


def _list(error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    today = london_day(now())
    firms = users.firm_names(viewer.landlord_id)
    mine = {viewer.firm_id: firms.get(viewer.firm_id, "")} if viewer.firm_id else firms
    people = {
        name: {key: one.name for key, one in workforce.workers(viewer.landlord_id, firm_id, today, today).items()}
        for firm_id, name in mine.items()
    }
    found = absences.of_day(viewer, today)
    names = workforce.names(viewer.landlord_id, [one.operative_id for one in found])
    return render_template(
        "console/booking/absences.html",
        people=people,
        absences=[(one, plan_absence(one, clock=clock())) for one in found],
        names=names,
        day=today,
        error=error,
        typed=request.form,
    )


def _page(absence_id: str, error: DoorstepError | None = None) -> str:
    found: Absence = or_not_found(absences.find(current_viewer(), absence_id))
    plan = plan_absence(found, clock=clock())
    return render_template(
        "console/booking/absence.html",
        plan=plan,
        drafts=draft_notices(plan, clock=clock()),
        past_midday=is_past_midday(found.day, now()),
        at=now(),
        error=error,
        typed=request.form,
    )
