"""The limits of the hazard clocks as they stand, and the form by which the director adds a dated row."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.concerns.clocks import london_day
from server.domain.concerns.limits import NAMES, allowed
from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now
from server.http.staff.gate import current_viewer
from server.services.concerns.change_limit import LimitChange, change_limit
from server.storage.concerns.limits import changes, labels, limits_of
from server.storage.database import db
from server.storage.people import users


@bp.get("/clocks/limits")
@callers(*who_may("hazard_clocks"))
def hazard_limits() -> ResponseReturnValue:
    """Every limit with its dated rows."""
    return _page()


@bp.post("/clocks/limits")
@callers(*who_may("hazard_limits"))
def post_hazard_limit() -> ResponseReturnValue:
    """Add a row."""
    form = request.form
    try:
        try:
            starts_on = date.fromisoformat(form.get("starts_on", ""))
        except ValueError as error:
            raise DoorstepError("wrong_day", "Give the day from which it holds.") from error
        texts = [form.get(name, "") for name in ("name", "value", "reference", "reason")]
        change = LimitChange(texts[0], texts[1], starts_on, texts[2], texts[3])
        change_limit(change, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _page(error), 400
    flash("Saved. Clocks that start from that day on are counted by it.")
    return redirect(url_for("console.hazard_limits"))


def _page(error: DoorstepError | None = None) -> str:
    landlord_id, today = current_viewer().landlord_id, london_day(now())
    limits = limits_of(db.session.connection(), landlord_id)
    own = changes(landlord_id)
    return render_template(
        "console/concerns/limits.html",
        names=NAMES,
        labels=labels(),
        allowed=allowed,
        in_force={name: [row for row in limits.parameters[name].values if row.starts_on <= today] for name in NAMES},
        coming={name: [row for row in limits.parameters[name].values if row.starts_on > today] for name in NAMES},
        own=own,
        people=users.names_of(one.by for one in own),
        today=today,
        error=error,
        typed=request.form,
    )
