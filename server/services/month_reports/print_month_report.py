"""The PDF of a monthly report, set from what it said when it was made; taking it out is written to the trail."""

from server.domain.errors import DoorstepError
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.outside.documents import make_pdf
from server.services.staff.note_act import note_act
from server.storage import month_reports
from server.storage.people.audit import Subject


def print_month_report(report_id: str, *, viewer: Viewer, clock: Clock) -> bytes:
    """Raises not_found for what is not there and what is another firm's alike."""
    found = month_reports.find(viewer, report_id)
    if found is None:
        raise DoorstepError("not_found", "There is nothing here, or it is not yours to see.")
    note_act(Subject("month_report", report_id), "month_report_taken_out", viewer=viewer, clock=clock)
    return make_pdf("standards", found.facts)
