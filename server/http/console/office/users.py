"""People who sign in: the list, adding one, a new password, taking the sign-in away. For administrators."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import ROLES, who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.staff.gate import current_viewer
from server.outside.passwords import make_password
from server.services.staff.add_user import NewUser, add_user
from server.services.staff.disable_user import disable_user
from server.services.staff.give_new_password import give_new_password
from server.storage.people import users as stored


@bp.get("/people")
@callers(*who_may("people_who_sign_in"))
def users() -> ResponseReturnValue:
    """Everybody who may or might sign in."""
    return _list_page()


@bp.post("/people")
@callers(*who_may("people_who_sign_in"))
def post_user() -> ResponseReturnValue:
    """Add somebody; their first password is shown once."""
    viewer = current_viewer()
    password = make_password()
    new = NewUser(
        email=request.form.get("email", ""),
        name=request.form.get("name", ""),
        roles=tuple(request.form.getlist("role")),
        password=password,
        firm_id=request.form.get("firm_id") or None,
    )
    try:
        add_user(new, landlord_id=viewer.landlord_id, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _list_page(error=error, typed=new), 400
    return render_template("console/new_password.html", name=new.name, email=new.email, password=password)


@bp.post("/people/<user_id>/password")
@callers(*who_may("people_who_sign_in"))
def post_new_password(user_id: str) -> ResponseReturnValue:
    """Give somebody a new password, shown once."""
    viewer = current_viewer()
    found = or_not_found(stored.by_id(viewer.landlord_id, user_id))
    name, email = found.name, found.email
    password = give_new_password(user_id, landlord_id=viewer.landlord_id, by=viewer.user_id, clock=clock())
    return render_template("console/new_password.html", name=name, email=email, password=password)


@bp.get("/people/<user_id>")
@callers(*who_may("people_who_sign_in"))
def user(user_id: str) -> ResponseReturnValue:
    """One person, and what can be done about their sign-in."""
    viewer = current_viewer()
    found = or_not_found(stored.by_id(viewer.landlord_id, user_id))
    roles = stored.roles_of(user_id)
    return render_template("console/user.html", user=found, roles=roles, is_me=user_id == viewer.user_id)


@bp.post("/people/<user_id>/disabling")
@callers(*who_may("people_who_sign_in"))
def post_disable(user_id: str) -> ResponseReturnValue:
    """Take the sign-in away."""
    viewer = current_viewer()
    disable_user(user_id, landlord_id=viewer.landlord_id, by=viewer.user_id, clock=clock())
    flash("They can no longer sign in.")
    return redirect(url_for("console.users"))


def _list_page(error: DoorstepError | None = None, typed: NewUser | None = None) -> str:
    landlord_id = current_viewer().landlord_id
    firms = stored.firm_names(landlord_id)
    return render_template(
        "console/users.html",
        found=stored.all_users(landlord_id),
        firms=firms,
        roles=ROLES,
        error=error,
        typed=typed,
        at=now(),
    )
