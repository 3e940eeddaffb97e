"""Which jobs of a home are the same repair, as a person decides it; both ways, with the reason."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.cases.repairs import repair_page_of
from server.http.console.pages import bp, clock, or_not_found
from server.http.staff.gate import current_viewer
from server.services.appointments.link_repair import link_repair
from server.storage.pages import repair_page


@bp.post("/repair-links/<path:root>")
@callers(*who_may("repair_links"))
def post_repair_link(root: str) -> ResponseReturnValue:
    """Put a job to this repair, or take it out again."""
    viewer, form = current_viewer(), request.form
    or_not_found(repair_page.find(viewer, root))
    job = form.get("job", "").strip()
    to = job if form.get("stands") == "no" else root
    try:
        link_repair(viewer.landlord_id, job, to, reason=form.get("reason", ""), by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return repair_page_of(root, error), 400
    flash(f"Recorded. What was promised for {job} is assessed again.")
    return redirect(url_for("console.repair", root=root))
