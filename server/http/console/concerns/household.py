"""Household concerns: the list without a word of them, and one opened for a reason that is written down."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.concerns import words
from server.http.console.concerns.concern import concern_page
from server.http.console.pages import PAGE_LENGTH, bp, clock, page_number
from server.http.staff.gate import current_viewer
from server.services.concerns.read_household import read_household
from server.storage.concerns import households, steps


@bp.get("/safeguarding")
@callers(*who_may("household_list"))
def household_list() -> ResponseReturnValue:
    """Those that this person may open: what is open first, danger before all."""
    viewer, page = current_viewer(), page_number()
    found = households.listed(viewer, limit=PAGE_LENGTH + 1, offset=(page - 1) * PAGE_LENGTH)
    return render_template(
        "console/concerns/households.html",
        found=found[:PAGE_LENGTH],
        done=steps.kinds_of(one.report_id for one in found),
        page=page,
        more=len(found) > PAGE_LENGTH,
        words=words,
    )


@bp.post("/concerns/<report_id>/reading")
@callers(*who_may("household_list"))
def post_household_reading(report_id: str) -> ResponseReturnValue:
    """The words of a household concern, in the answer to this one request, which has no address to come back to."""
    try:
        opened = read_household(report_id, request.form.get("why", ""), viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return concern_page(report_id, error=error), 400
    return concern_page(report_id, opened=opened)
