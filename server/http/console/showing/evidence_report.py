"""The page of an evidence pack that people read: one visit, printable, each time with its trust. Opens without us."""

from datetime import datetime

from flask import current_app

from server.domain.viewing import Viewer
from server.http.console.showing.figures import moment, span
from server.http.console.showing.timeline import TITLES, lines
from server.storage.cases import recorded
from server.storage.pages.visit_page import VisitPage


def evidence_report(page: VisitPage, *, viewer: Viewer, at: datetime) -> str:
    """The report as this reader may have it."""
    record = recorded.of_visit(viewer, page.visit.visit_id)
    appointment = page.appointment
    template = current_app.jinja_env.get_template("console/evidence_report.html")
    return template.render(
        page=page,
        when=span(appointment.now_start_at, appointment.now_end_at) if appointment else "",
        day_at=(appointment.now_start_at if appointment else None) or page.visit.made_at,
        lines=lines(record)[::-1],
        withheld=record.withheld,
        apart=recorded.set_apart(viewer.landlord_id, visit_id=page.visit.visit_id),
        titles=TITLES,
        made_at=moment(at),
    )
