"""Taking tables out: what, in which form, for which period; each download is written to the trail."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.exporting.tables import tables_for
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now
from server.http.console.showing.figures import day_bounds, london_day
from server.http.staff.gate import current_viewer
from server.services.exporting.export_table import FORMATS, Wanted, export_table
from server.storage.exporting.rows import Period

BACK, AHEAD = timedelta(days=28), timedelta(days=28)
MOST_DAYS = 3660
_BLOCK = 1 << 16


@bp.get("/exports")
@callers(*who_may("exports"))
def export_list() -> ResponseReturnValue:
    """The form."""
    return _form()


@bp.post("/exports")
@callers(*who_may("exports"))
def post_export() -> ResponseReturnValue:
    """The file."""
    viewer = current_viewer()
    try:
        wanted = Wanted(request.form.get("table", ""), request.form.get("form", ""), _period())
        with TemporaryDirectory() as folder:
            path = Path(folder) / "export"
            export_table(wanted, path, viewer=viewer, clock=clock())
            # It can still be read when its folder is gone, and nobody else can any more.
            stream = path.open("rb")
    except DoorstepError as error:
        return _form(error), 404 if error.code == "not_found" else 400
    return _download(stream, wanted)


def _download(stream: IO[bytes], wanted: Wanted) -> Response:
    last = wanted.period.ends_at - timedelta(seconds=1)
    name = f"{wanted.table}-{london_day(wanted.period.begins_at)}-{london_day(last)}.{wanted.form}"
    response = Response(_blocks(stream), content_type=FORMATS[wanted.form][1])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _blocks(stream: IO[bytes]) -> Iterator[bytes]:
    with stream:
        while block := stream.read(_BLOCK):
            yield block


def _period() -> Period:
    """Whole London days, both named ones among them."""
    try:
        begins, ends = (date.fromisoformat(request.form.get(name, "")) for name in ("begins", "ends"))
    except ValueError as error:
        raise DoorstepError("wrong_day", "Give both days of the period.") from error
    if ends < begins:
        raise DoorstepError("wrong_day", "The period ends before it begins.")
    if (ends - begins).days > MOST_DAYS:
        raise DoorstepError("wrong_day", "Ten years at most at once.")
    return Period(day_bounds(begins)[0], day_bounds(ends)[1])


def _form(error: DoorstepError | None = None) -> str:
    today = london_day(now())
    return render_template(
        "console/exports.html",
        tables=tables_for(current_viewer()),
        forms=FORMATS,
        begins=today - BACK,
        ends=today + AHEAD,
        error=error,
        typed=request.form,
    )
