"""A claim made by phone, on paper or in person, entered by a claim handler for the tenant, with the scanned papers."""

from datetime import date

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.claim_form import TENURES
from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.cases.claim_forms import entered_claim
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.http.sync.gate import keys
from server.services.claims.enter_claim import enter_claim
from server.services.claims.open_claim import CHANNELS
from server.services.papers.seal_paper import MOST_BYTES, Safe
from server.storage.cases import cases, households
from server.storage.claiming import claim_pages, claims


@bp.get("/claims/<int:number>/entry")
@callers(*who_may("claims"))
def entry_form(number: int) -> ResponseReturnValue:
    """The form: who, how and when it reached us, the days with the pay lost, and what was sent along."""
    return _form(number, _case_id(number))


@bp.post("/claims/<int:number>/entry")
@callers(*who_may("claims"))
def post_entry(number: int) -> ResponseReturnValue:
    """Enter the claim; with anything wrong nothing is entered, and everything typed stands again."""
    viewer, case_id = current_viewer(), _case_id(number)
    safe = Safe(current_app.extensions["doorstep_blobs"], keys())
    sent = [one for one in request.files.getlist("papers") if one.filename]
    papers = [one.stream.read(MOST_BYTES + 1) for one in sent]
    try:
        entered = entered_claim(request.form, _days(viewer.landlord_id, case_id), papers)
        made = enter_claim(viewer.landlord_id, case_id, entered, by=viewer.user_id, clock=clock(), safe=safe)
    except DoorstepError as error:
        return _form(number, case_id, error), 400
    flash(f"Claim {made.reference} is entered. The answer is due by {made.answer_due_on:%d %B %Y}.")
    newest = cases.latest_assessment(viewer.landlord_id, case_id)
    return redirect(url_for("console.claim", number=newest.assessment_id if newest else number))


def _case_id(number: int) -> str:
    return str(or_not_found(claim_pages.case_of(current_viewer().landlord_id, number)))


def _days(landlord_id: str, case_id: str) -> list[date]:
    """The days on which an appointment was to be kept up to now."""
    appointments = households.appointments_of(households.of_case(landlord_id, case_id))
    today = london_day(now())
    days = {london_day(one.slot_start_at) for one in appointments if one.slot_start_at}
    return sorted(day for day in days if day <= today)


def _form(number: int, case_id: str, error: DoorstepError | None = None) -> str:
    landlord_id = current_viewer().landlord_id
    return render_template(
        "console/claim_entry.html",
        number=number,
        people=households.members(households.of_case(landlord_id, case_id)),
        channels=[one for one in CHANNELS if one != "page"],
        tenures=TENURES,
        days=_days(landlord_id, case_id),
        today=london_day(now()),
        error=error,
        typed=request.form,
        stand=len(claims.claims_of(landlord_id, case_id)),
    )
