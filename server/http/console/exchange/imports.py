"""Imports: files handed in and how far they are, what became of each row, and what waits for a person."""

from datetime import datetime

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.imports.clock_times import read_moment
from server.domain.imports.problems import CellRefused
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import PAGE_LENGTH, bp, clock, config, now, or_not_found, page_number
from server.http.staff.gate import current_viewer
from server.services.importing.hand_in_file import HandedIn, hand_in_file
from server.storage.importing import import_conflicts, questions, uploads
from server.storage.importing import imports as stored
from server.storage.importing.uploads import Shelf

MOST_ROWS = 500
PARTS = ("refused", "conflicts", "questions", "exact_duplicates")
# A row of the Lone Working Register may hold a flag's reason in any of its fields, so none is repeated here.
RESTRICTED_KIND = "flag"


LARGEST_BYTES = 256 * 1024 * 1024
"""Some 500,000 appointments. It is read only after the sender is known to be allowed."""


@bp.url_value_preprocessor
def allow_a_large_export(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Only here; every other form keeps the common limit."""
    if endpoint == "console.post_import_file":
        request.max_content_length = LARGEST_BYTES


@bp.get("/imports")
@callers(*who_may("imports"))
def import_list() -> ResponseReturnValue:
    """The files, newest first, what waits for a person, and the form to hand one in."""
    return _list()


@bp.post("/imports/files")
@callers(*who_may("imports"))
def post_import_file() -> ResponseReturnValue:
    """Take a file in; the worker imports it."""
    viewer = current_viewer()
    sent = request.files.get("file")
    try:
        if sent is None or not sent.filename:
            raise DoorstepError("nothing_chosen", "Choose a file.")
        file = HandedIn(sent.filename, sent.stream, _as_of())
        made = hand_in_file(viewer.landlord_id, file, by=viewer.user_id, clock=clock(), shelf=shelf())
    except DoorstepError as error:
        return _list(error), 400
    return redirect(url_for("console.import_progress", upload_id=made))


@bp.get("/imports/files/<upload_id>")
@callers(*who_may("imports"))
def import_progress(upload_id: str) -> ResponseReturnValue:
    """How far a file is; the page loads itself again until it is done, and then leads to the report."""
    upload = or_not_found(uploads.find(current_viewer().landlord_id, upload_id))
    done, rows = shelf().progress(upload_id)
    return render_template("console/import_progress.html", upload=upload, done=done, rows=rows)


@bp.get("/imports/<import_id>")
@callers(*who_may("imports"))
def import_report(import_id: str) -> ResponseReturnValue:
    """One file's report."""
    found = or_not_found(stored.find(current_viewer().landlord_id, import_id))
    parts = {name: stored.part(found.report, name) for name in PARTS}
    columns = [("row", "Row"), ("line", "Line"), ("field", "Field"), ("code", "Why")]
    if found.kind != RESTRICTED_KIND:
        columns += [("value", "Value"), ("message", "What to do")]
    return render_template("console/import.html", found=found, parts=parts, most=MOST_ROWS, columns=columns)


def shelf() -> Shelf:
    return Shelf(config().data_dir / "imports")


def _list(error: DoorstepError | None = None) -> str:
    landlord_id, page = current_viewer().landlord_id, page_number()
    found = stored.listed(landlord_id, limit=PAGE_LENGTH + 1, offset=(page - 1) * PAGE_LENGTH)
    return render_template(
        "console/imports.html",
        error=error,
        found=found[:PAGE_LENGTH],
        page=page,
        more=len(found) > PAGE_LENGTH,
        waiting=uploads.unfinished(landlord_id),
        questions=sum(questions.counts(landlord_id).values()),
        conflicts=import_conflicts.count_open(landlord_id),
    )


def _as_of() -> datetime:
    """When the extract ran, in London time; now where nothing is said."""
    text = request.form.get("as_of", "").strip()
    if not text:
        return now()
    try:
        return read_moment(text).earliest
    except CellRefused as refused:
        raise DoorstepError("wrong_time", "Write when the extract ran as a date with a time.") from refused
