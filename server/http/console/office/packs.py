"""Evidence of one visit to take away: a zip file that proves itself, made for the person who asks."""

from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from flask import current_app, request, send_file
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.showing.evidence_report import evidence_report
from server.http.staff.gate import current_viewer
from server.http.sync.gate import keys
from server.outside.evidence_packs import in_zip, open_zip
from server.services.concerns.read_household import note_reading_of_visit
from server.services.evidence.export_evidence import Desk, export_evidence
from server.storage.pages import visit_page

KEPT_IN_MEMORY = 4 * 1024 * 1024


@bp.post("/visits/<visit_id>/evidence")
@callers(*who_may("evidence_packs"))
def post_evidence_pack(visit_id: str) -> ResponseReturnValue:
    """Make the pack and hand it out; the audit trail has its fingerprint."""
    viewer = current_viewer()
    page = or_not_found(visit_page.find(viewer, visit_id))
    note_reading_of_visit(visit_id, request.form.get("why", ""), viewer=viewer, clock=clock())
    desk = Desk(current_app.extensions["doorstep_blobs"], keys(), clock())
    report = evidence_report(page, viewer=viewer, at=now())
    with ExitStack() as stack:
        made = cast("IO[bytes]", stack.enter_context(SpooledTemporaryFile(KEPT_IN_MEMORY)))
        with open_zip(made) as archive:
            export_evidence(visit_id, in_zip(archive), viewer=viewer, report=report, desk=desk)
        made.seek(0)
        stack.pop_all()  # from here on the answer closes it, when it has left
    name = f"evidence-{visit_id}.zip"
    answer = send_file(made, mimetype="application/zip", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
