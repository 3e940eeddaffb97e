"""What the evidence itself needs a person for: records kept apart, and alerts about forks, gaps and hashes."""

from collections.abc import Callable
from typing import TypedDict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, or_not_found
from server.http.console.showing.timeline import TITLES
from server.http.staff.gate import current_viewer
from server.http.sync.gate import keys
from server.outside.clock import Clock
from server.services.evidence.release_event import release_event
from server.services.evidence.set_event_aside import set_event_aside
from server.storage.cases import recorded
from server.storage.evidence import evidence_alerts
from server.storage.evidence.evidence_alerts import ApartEvent
from server.storage.people import users


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


@bp.post("/evidence/<envelope_sha256>/release")
@callers(*who_may("evidence"))
def post_release(envelope_sha256: str) -> ResponseReturnValue:
    """Let the record count, as if it had been accepted when it came."""

    def act(given: Reasoned) -> None:
        release_event(envelope_sha256, **given, keys=keys())
        flash("It counts now, and what it touches is assessed again.")

    return _rule(envelope_sha256, act)


@bp.post("/evidence/<envelope_sha256>/setting-aside")
@callers(*who_may("evidence"))
def post_set_aside(envelope_sha256: str) -> ResponseReturnValue:
    """Decide that the record will not count. It stays in the journal, word for word."""

    def act(given: Reasoned) -> None:
        set_event_aside(envelope_sha256, **given)
        flash("Set aside. It stays in the journal, with your reason.")

    return _rule(envelope_sha256, act)


class Reasoned(TypedDict):
    """Whose decision it is, and why."""

    landlord_id: str
    by: str
    reason: str
    clock: Clock


def _rule(envelope_sha256: str, act: Callable[[Reasoned], None]) -> ResponseReturnValue:
    viewer, reason = current_viewer(), request.form.get("reason", "").strip()
    try:
        if not reason:
            raise DoorstepError("reason_missing", "Say why: whom you asked, or what you looked at.")
        act({"landlord_id": viewer.landlord_id, "by": viewer.user_id, "reason": reason, "clock": clock()})
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return _apart_page(envelope_sha256, error), 400
    return redirect(url_for("console.set_apart", envelope_sha256=envelope_sha256))


def _apart_page(envelope_sha256: str, error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    found: ApartEvent = or_not_found(evidence_alerts.find_apart(viewer.landlord_id, envelope_sha256))
    return render_template(
        "console/set_apart.html",
        found=found,
        title=TITLES.get(found.type, "A record that cannot be read"),
        names=users.names_of(ruling.by for ruling in found.rulings),
        may_rule=found.status == "quarantined",
        error=error,
        typed=request.form.get("reason", ""),
    )
