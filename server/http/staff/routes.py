"""Signing in and out of the console, and one's own password."""

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.config import Config
from server.domain.errors import DoorstepError
from server.domain.viewing import ROLES
from server.http.access import callers
from server.http.limits import limiter
from server.http.staff.forms import guard_forms
from server.http.staff.gate import cookie_name, current_viewer, signed_in
from server.outside.passwords import SHORTEST
from server.services.staff.change_password import change_password
from server.services.staff.sign_in import SESSION_LASTS, SignedIn, WrongSignIn, sign_in, sign_out

bp = Blueprint("staff", __name__, url_prefix="/console", template_folder="templates")
guard_forms(bp)


@bp.get("/sign-in")
@callers("anyone")
def sign_in_form() -> ResponseReturnValue:
    """The form; who is signed in already goes on."""
    if signed_in() is not None:
        return redirect(next_page())
    return sign_in_page()


@bp.post("/sign-in")
@callers("anyone")
@limiter.limit("30 per minute")
def post_sign_in() -> ResponseReturnValue:
    """Open a session and go to the page that was wanted."""
    email, password = request.form.get("email", ""), request.form.get("password", "")
    try:
        opened = sign_in(email, password, clock=current_app.extensions["doorstep_clock"])
    except WrongSignIn as error:
        return sign_in_page(email=email, error=error.message), 400
    return open_session(opened, next_page())


@bp.post("/sign-out")
@callers(*ROLES)
def post_sign_out() -> ResponseReturnValue:
    """End the session here and in the database."""
    sign_out(request.cookies.get(cookie_name(), ""), clock=current_app.extensions["doorstep_clock"])
    response = make_response(redirect(url_for("staff.sign_in_form")))
    _set_cookie(response, "", 0)
    return response


@bp.get("/password")
@callers(*ROLES)
def password_form() -> ResponseReturnValue:
    """The form for a new password."""
    return render_template("staff/password.html", shortest=SHORTEST, error=None)


@bp.post("/password")
@callers(*ROLES)
def post_password() -> ResponseReturnValue:
    """Change the password; other sessions of the same person end."""
    new = request.form.get("new_password", "")
    try:
        if new != request.form.get("new_password_again", ""):
            raise DoorstepError("passwords_differ", "The two new passwords are not the same.")
        change_password(
            current_viewer().user_id,
            request.form.get("password", ""),
            new,
            token=request.cookies.get(cookie_name(), ""),
            clock=current_app.extensions["doorstep_clock"],
        )
    except DoorstepError as error:
        return render_template("staff/password.html", shortest=SHORTEST, error=error.message), 400
    flash("Your password is changed. You are signed out everywhere else.")
    return redirect("/console/")


def sign_in_page(email: str = "", error: str | None = None) -> str:
    config: Config = current_app.extensions["doorstep_config"]
    facts = {"email": email, "error": error, "next": next_page(), "has_provider": bool(config.oidc_issuer)}
    return render_template("staff/sign_in.html", **facts)


def open_session(opened: SignedIn, page: str) -> Response:
    """Give the browser its cookie and lead it to the page."""
    response = make_response(redirect(page))
    _set_cookie(response, opened.token, int(SESSION_LASTS.total_seconds()))
    return response


def next_page() -> str:
    """The page that was wanted, if it is one of the console's own: never another host's."""
    wanted = request.values.get("next", "")
    is_ours = wanted.startswith("/console/") and "\\" not in wanted and "//" not in wanted and wanted.isprintable()
    return wanted if is_ours else "/console/"


def _set_cookie(response: Response, token: str, max_age: int) -> None:
    config: Config = current_app.extensions["doorstep_config"]
    response.set_cookie(
        cookie_name(), token, max_age=max_age, path="/", secure=config.is_secure, httponly=True, samesite="Lax"
    )
