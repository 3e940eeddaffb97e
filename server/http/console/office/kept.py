"""What is recorded, what for, and how long it is kept."""

from flask import render_template
from flask.typing import ResponseReturnValue

from server.domain.retention import KINDS
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp


@bp.get("/kept")
@callers(*who_may("kept_records"))
def kept_records() -> ResponseReturnValue:
    """One line for each kind of record."""
    return render_template("console/kept.html", kinds=KINDS)
