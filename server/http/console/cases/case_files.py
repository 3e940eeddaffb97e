"""One repair as one file that an Ombudsman can read: made for the person who asks, and written down."""

from flask import Response, current_app
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.filing.case_file import case_file
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.staff.gate import current_viewer
from server.services.claims.export_case_file import export_case_file
from server.storage.filing import case_file as stored


@bp.post("/case-files/<path:root>")
@callers(*who_may("case_files"))
def post_case_file(root: str) -> ResponseReturnValue:
    """Make the file and hand it out; earnings and claimants' words stand in a claim handler's alone."""
    viewer = current_viewer()
    file = or_not_found(stored.find(viewer, root))
    content = export_case_file(
        file,
        lambda pictured: case_file(file, viewer, pictured, at=now()),
        viewer=viewer,
        blobs=current_app.extensions["doorstep_blobs"],
        clock=clock(),
    )
    headers = {"Content-Disposition": 'attachment; filename="repair.pdf"', "Cache-Control": "no-store"}
    return Response(content, content_type="application/pdf", headers=headers)
