"""What the evidence itself needs a person for: records kept apart, and alerts about forks, gaps and hashes."""

from flask import render_template
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, or_not_found
from server.http.console.showing.timeline import TITLES
from server.http.staff.gate import current_viewer
from server.storage import evidence_alerts, recorded, users


@bp.get("/evidence")
@callers(*who_may("evidence"))
def evidence() -> ResponseReturnValue:
    """Both lists, what is open first."""
    landlord_id = current_viewer().landlord_id
    found = evidence_alerts.alerts(landlord_id)
    return render_template(
        "console/evidence.html",
        apart=recorded.set_apart(landlord_id),
        alerts=found,
        names=users.names_of(one.closed_by for one in found if one.closed_by),
        titles=TITLES,
    )


@bp.get("/evidence/<envelope_sha256>")
@callers(*who_may("evidence"))
def set_apart(envelope_sha256: str) -> ResponseReturnValue:
    """One record that was kept and not counted: where it came from and why, never what it says."""
    return _apart_page(envelope_sha256)


def _apart_page(envelope_sha256: str, error: object = None) -> str:
    viewer = current_viewer()
    found = or_not_found(evidence_alerts.find_apart(viewer.landlord_id, envelope_sha256))
    return render_template(
        "console/set_apart.html",
        found=found,
        title=TITLES.get(found.type, "A record that cannot be read"),
        names=users.names_of(ruling.by for ruling in found.rulings),
        error=error,
    )
