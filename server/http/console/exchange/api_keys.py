"""Keys of other programs, with their scopes: made and shown once, ended at once. For administrators."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.integrating import SCOPES
from server.domain.typed_text import kept_whole
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock
from server.http.staff.gate import current_viewer
from server.services.integrators.make_api_key import make_api_key
from server.services.integrators.revoke_api_key import revoke_api_key
from server.storage.people import api_keys


@bp.get("/keys")
@callers(*who_may("api_keys"))
def api_key_list() -> ResponseReturnValue:
    """The keys there are and were."""
    return _list()


@bp.post("/keys")
@callers(*who_may("api_keys"))
def post_api_key() -> ResponseReturnValue:
    """Make a key and show it, once."""
    viewer = current_viewer()
    try:
        name = kept_whole(request.form.get("name", ""), 80, "The name")
        if not name:
            raise DoorstepError("name_missing", "Name the program that gets the key.")
        scopes = request.form.getlist("scope")
        key = make_api_key(viewer.landlord_id, name, scopes, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _list(error), 400
    return render_template("console/api_key_made.html", name=name, key=key)


@bp.post("/keys/<key_id>/end")
@callers(*who_may("api_keys"))
def post_api_key_end(key_id: str) -> ResponseReturnValue:
    """End a key."""
    viewer = current_viewer()
    revoke_api_key(viewer.landlord_id, key_id, by=viewer.user_id, clock=clock())
    flash("The key has ended.")
    return redirect(url_for("console.api_key_list"))


def _list(error: DoorstepError | None = None) -> str:
    found = api_keys.keys_of(current_viewer().landlord_id)
    return render_template("console/api_keys.html", found=found, scopes=SCOPES, error=error, typed=request.form)
