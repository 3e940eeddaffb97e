"""The hazard clocks, the soonest due first, and the days nobody works, by which they are counted."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.concerns.clocks import RUNNING, london_day
from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.concerns import words
from server.http.console.pages import PAGE_LENGTH, bp, clock, now, page_number
from server.http.staff.gate import current_viewer
from server.outside.holidays import named_holidays
from server.services.days.keep_days import NewDay, add_day, check_year, remove_day, unchecked_year
from server.storage.concerns import clocks
from server.storage.days import closed_days
from server.storage.people import users


@bp.get("/clocks")
@callers(*who_may("hazard_clocks"))
def clock_list() -> ResponseReturnValue:
    """What runs, or with `state=ended` what has ended."""
    viewer, page = current_viewer(), page_number()
    state = "ended" if request.args.get("state") == "ended" else RUNNING
    found = clocks.listed(viewer, state=state, limit=PAGE_LENGTH + 1, offset=(page - 1) * PAGE_LENGTH)
    return render_template(
        "console/concerns/clocks.html",
        found=found[:PAGE_LENGTH],
        state=state,
        page=page,
        more=len(found) > PAGE_LENGTH,
        words=words,
        at=now(),
        unchecked=unchecked_year(viewer.landlord_id, now()),
    )


@bp.get("/clocks/working-days")
@callers(*who_may("closed_days"))
def working_days() -> ResponseReturnValue:
    """The days nobody works, this year and the next two."""
    return _days()


@bp.post("/clocks/working-days")
@callers(*who_may("closed_days"))
def post_closed_day() -> ResponseReturnValue:
    """Add a day."""
    form = request.form
    try:
        try:
            day = date.fromisoformat(form.get("day", ""))
        except ValueError as error:
            raise DoorstepError("wrong_day", "Give the day.") from error
        new = NewDay(day, form.get("name", ""), form.get("kind") == "bank_holiday")
        add_day(new, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _days(error), 400
    flash("Added. Limits that run are counted with it from now on.")
    return redirect(url_for("console.working_days"))


@bp.post("/clocks/working-days/<day_id>/removal")
@callers(*who_may("closed_days"))
def post_closed_day_removal(day_id: str) -> ResponseReturnValue:
    """Take a day off the list."""
    remove_day(day_id, viewer=current_viewer(), clock=clock())
    flash("Taken off the list.")
    return redirect(url_for("console.working_days"))


@bp.post("/clocks/working-days/years")
@callers(*who_may("closed_days"))
def post_checked_year() -> ResponseReturnValue:
    """Say that a year was compared with the government's list."""
    text = request.form.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    try:
        check_year(year, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _days(error), 400
    flash(f"{year} is checked.")
    return redirect(url_for("console.working_days"))


def _days(error: DoorstepError | None = None) -> str:
    viewer, today = current_viewer(), london_day(now())
    years = [today.year + ahead for ahead in range(3)]
    checked = {year: closed_days.year(viewer.landlord_id, year) for year in years}
    return render_template(
        "console/concerns/days.html",
        years=[(year, named_holidays(year), checked[year]) for year in years],
        own=closed_days.listed(viewer.landlord_id),
        names=users.names_of(row.checked_by for row in checked.values() if row),
        unchecked=unchecked_year(viewer.landlord_id, now()),
        today=today.isoformat(),
        error=error,
        typed=request.form,
    )
