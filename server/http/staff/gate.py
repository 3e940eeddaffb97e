"""Recognises staff: by the session cookie, and by the roles that a route declares."""

from flask import Response, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.config import Config
from server.domain.errors import DoorstepError
from server.domain.viewing import Viewer
from server.http.access import NotAllowed
from server.storage.people import users

# Kept with the request, not in `g`: `g` lives as long as the application context, which may span requests.
_VIEWER = "doorstep.viewer"


def cookie_name() -> str:
    """With HTTPS the browser itself holds the cookie to this host, this path and secure connections."""
    config: Config = current_app.extensions["doorstep_config"]
    return "__Host-doorstep_staff" if config.is_secure else "doorstep_staff"


def staff_gate(names: tuple[str, ...]) -> ResponseReturnValue | None:
    """Let a signed-in person through who has one of the roles; send the rest to sign in, or away."""
    viewer = signed_in()
    if viewer is None:
        return _ask_to_sign_in()
    if not set(names) & set(viewer.roles):
        raise NotAllowed
    return None


def signed_in() -> Viewer | None:
    """Who is signed in here, asked of the database once a request."""
    if _VIEWER not in request.environ:
        token = request.cookies.get(cookie_name(), "")
        now = current_app.extensions["doorstep_clock"].now()
        request.environ[_VIEWER] = users.viewer_by_session(token, now) if token else None
    return request.environ[_VIEWER]  # type: ignore[no-any-return]


def current_viewer() -> Viewer:
    """The person behind this request; only for views behind the gate."""
    viewer = signed_in()
    if viewer is None:
        raise DoorstepError("unknown_token", "Sign in again.")
    return viewer


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.headers.get("HX-Request"):
        # A redirect would put the sign-in page into a corner of this one; the header moves the whole page.
        return Response(status=401, headers={"HX-Redirect": url_for("staff.sign_in_form")})
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/console/"
    return redirect(url_for("staff.sign_in_form", next=wanted))
