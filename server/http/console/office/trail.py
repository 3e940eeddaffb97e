"""The audit trail of one object: who did what, when and why. Names of changed fields, never their values."""

from flask import render_template
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import NotAllowed, callers
from server.http.console.pages import bp, or_not_found
from server.http.staff.gate import current_viewer
from server.storage import reports
from server.storage.people import audit
from server.storage.people.who_acted import who_acted


@bp.get("/trail/<kind>/<path:subject_id>")
@callers(*who_may("case_audit", "people_who_sign_in"))
def trail(kind: str, subject_id: str) -> ResponseReturnValue:
    """The entries, newest first. Sign-ins are for administrators, who in turn see no case content."""
    viewer = current_viewer()
    if not viewer.may("people_who_sign_in" if kind == "user" else "case_audit"):
        raise NotAllowed
    if kind == "report":
        or_not_found(reports.find(viewer, subject_id))
    entries = audit.trail(viewer.landlord_id, audit.Subject(kind, subject_id))
    names = who_acted(viewer.landlord_id, (entry.by for entry in entries))
    return render_template("console/trail.html", kind=kind, entries=entries, names=names)
