"""One visit: the promise, the evidence with its trust, and what stands now."""

from flask import render_template
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, now, or_not_found
from server.http.console.showing.figures import span
from server.http.console.showing.occasions import reason_sentence
from server.http.console.showing.timeline import lines
from server.http.staff.gate import current_viewer
from server.storage import cases, recorded, reports, visit_page
from server.storage.visit_page import VisitPage


@bp.get("/visits/<visit_id>")
@callers(*who_may("visits"))
def visit(visit_id: str) -> ResponseReturnValue:
    """The visit with its evidence, newest first."""
    viewer = current_viewer()
    page: VisitPage = or_not_found(visit_page.find(viewer, visit_id))
    record = recorded.of_visit(viewer, visit_id)
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
        reports=reports.of_visit(viewer, visit_id),
        occasions=_occasions(viewer.landlord_id, page),
        conflicts=[] if record.withheld else page.state.get("conflicts") or [],
        now=now(),
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
