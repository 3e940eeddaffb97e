"""One visit: the promise, the evidence with its trust, and what stands now."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.typed_text import kept_whole
from server.domain.viewing import who_may
from server.domain.withheld import SHUT
from server.http.access import callers
from server.http.console.pages import bp, clock, or_not_found
from server.http.console.showing.figures import span
from server.http.console.showing.occasions import reason_sentence
from server.http.console.showing.timeline import lines
from server.http.staff.gate import current_viewer
from server.services.appointments.dispute_appointment import Dispute, dispute_appointment
from server.services.appointments.stop_waiting_for_phone import stop_waiting_for_phone
from server.services.phones.send_message import Letter, WrongMessage, send_message
from server.storage import reports
from server.storage.cases import cases, recorded
from server.storage.needs.kept_needs import what_to_do
from server.storage.pages import visit_page
from server.storage.pages.visit_page import VisitPage

MOST_LETTERS = 2000


@bp.get("/visits/<visit_id>")
@callers(*who_may("visits"))
def visit(visit_id: str) -> ResponseReturnValue:
    """The visit with its evidence, newest first."""
    return _visit_page(visit_id)


@bp.post("/visits/<visit_id>/disputes")
@callers(*who_may("disputes"))
def post_dispute(visit_id: str) -> ResponseReturnValue:
    """The tenant contests what was recorded, or takes it back; said to the office, in their words."""

    def act(appointment_id: str) -> None:
        viewer = current_viewer()
        dispute = Dispute(
            about=request.form.get("about", ""),
            channel=request.form.get("channel", ""),
            text=kept_whole(request.form.get("text", ""), MOST_LETTERS, "What they say"),
            stands=request.form.get("stands") != "no",
        )
        dispute_appointment(viewer.landlord_id, appointment_id, dispute, by=viewer.user_id, clock=clock())
        flash("Recorded. The appointment is assessed again.")

    return _after(visit_id, act)


@bp.post("/visits/<visit_id>/silence")
@callers(*who_may("disputes"))
def post_silence(visit_id: str) -> ResponseReturnValue:
    """Stop waiting for a phone that says nothing: the outcome is what is known."""

    def act(appointment_id: str) -> None:
        viewer = current_viewer()
        reason = kept_whole(request.form.get("reason", ""), MOST_LETTERS, "The reason")
        stop_waiting_for_phone(viewer.landlord_id, appointment_id, reason=reason, by=viewer.user_id, clock=clock())
        flash("We wait no longer. What the phone still sends is assessed as ever.")

    return _after(visit_id, act)


@bp.post("/visits/<visit_id>/messages")
@callers(*who_may("booking"))
def post_visit_message(visit_id: str) -> ResponseReturnValue:
    """Write to whoever is on the visit; it stands on their phones at the next contact."""
    viewer = current_viewer()
    or_not_found(visit_page.find(viewer, visit_id))
    letter = Letter(visit_id, request.form.get("message", ""))
    try:
        send_message(viewer.landlord_id, letter, by=viewer.user_id, clock=clock())
    except WrongMessage as error:
        return _visit_page(visit_id, error), 400
    flash("Sent. It stands on the operative's phone at its next contact with us.")
    return redirect(url_for("console.visit", visit_id=visit_id))


def _after(visit_id: str, act: Callable[[str], None]) -> ResponseReturnValue:
    page: VisitPage = or_not_found(visit_page.find(current_viewer(), visit_id))
    try:
        act(or_not_found(page.visit.appointment_id))
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return _visit_page(visit_id, error), 400
    return redirect(url_for("console.visit", visit_id=visit_id))


def _visit_page(visit_id: str, error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    page: VisitPage = or_not_found(visit_page.find(viewer, visit_id))
    record = recorded.of_visit(viewer, visit_id, household=SHUT)
    apart = recorded.set_apart(viewer.landlord_id, visit_id=visit_id) if viewer.may("evidence") else []
    appointment = page.appointment
    return render_template(
        "console/visit.html",
        page=page,
        when=span(appointment.now_start_at, appointment.now_end_at) if appointment else "No appointment",
        day_at=(appointment.now_start_at if appointment else None) or page.visit.made_at,
        lines=lines(record),
        withheld=record.withheld,
        apart=apart,
        what_to_do=what_to_do(page.tenant) if page.tenant else [],
        reports=reports.of_visit(viewer, visit_id),
        occasions=_occasions(viewer.landlord_id, page),
        conflicts=[] if record.withheld else page.state.get("conflicts") or [],
        letters=visit_page.letters(page.visit),
        is_silent=page.standing is not None and page.standing.result == "waiting",
        error=error,
        typed=request.form,
    )


def _occasions(landlord_id: str, page: VisitPage) -> list[tuple[str, list[tuple[str, str]]]]:
    """What the newest assessment says of this appointment: each result with its reasons and their clauses."""
    if page.standing is None or page.standing.assessment_id is None:
        return []
    assessment = cases.find_assessment(landlord_id, page.standing.assessment_id)
    occasions = assessment.output.get("occasions") if assessment else None
    return [
        (
            str(one["result"]),
            [(reason_sentence(reason), str(reason.get("clause", ""))) for reason in one["reasons"]],
        )
        for one in (occasions if isinstance(occasions, list) else [])
        if one["appointment"] == page.standing.appointment_id
    ]
