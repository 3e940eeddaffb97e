"""A phone's “copy unsent to a file”, brought in by hand: the last way for records of a phone that cannot send."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock
from server.http.staff.gate import current_viewer
from server.http.sync.gate import keys
from server.services.evidence.import_unsent import NotAnUnsentFile, Room, import_unsent

LARGEST_BYTES = 200 * 1024 * 1024
"""A week of an offline phone, photos and all. It is read only after the sender is known to be allowed."""

OUTCOMES = {
    "accepted": "now counted",
    "duplicate": "here already",
    "quarantined": "kept apart: see Evidence",
    "forked": "kept apart: the phone had sent others under the same number",
}


@bp.url_value_preprocessor
def allow_a_large_file(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Only here; every other form keeps the common limit."""
    if endpoint == "console.post_unsent":
        request.max_content_length = LARGEST_BYTES


@bp.get("/unsent")
@callers(*who_may("evidence"))
def unsent() -> ResponseReturnValue:
    """The form, and what such a file is."""
    return render_template("console/unsent.html", taken=None, error=None)


@bp.post("/unsent")
@callers(*who_may("evidence"))
def post_unsent() -> ResponseReturnValue:
    """Take the file in and say what became of each part."""
    viewer = current_viewer()
    room = Room(keys(), current_app.extensions["doorstep_blobs"], clock())
    try:
        taken = import_unsent(_content(), landlord_id=viewer.landlord_id, by=viewer.user_id, room=room)
    except DoorstepError as error:
        return render_template("console/unsent.html", taken=None, error=error), 400
    return render_template("console/unsent.html", taken=taken, error=None, outcomes=OUTCOMES)


def _content() -> bytes:
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise NotAnUnsentFile("no file was chosen.")
    with sent.stream as stream:
        return stream.read()
