"""What we do differently for one person: what the register says, what we keep beside it, and when we ask again."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.needs import GROUPS, MOST_SIGNS, OPERATIVES_VIEW, SOURCES, Need, NeedRefused
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.needs.keep_need import end_need, review_need, say_need
from server.storage.needs import kept_needs
from server.storage.people import users


@bp.get("/people/<path:person_id>/needs")
@callers(*who_may("keep_needs"))
def needs(person_id: str) -> ResponseReturnValue:
    """The page."""
    return _page(person_id)


@bp.post("/people/<path:person_id>/needs")
@callers(*who_may("keep_needs"))
def post_need(person_id: str) -> ResponseReturnValue:
    """Say one."""
    form = request.form

    def act() -> None:
        said = Need(form.get("group", ""), form.get("what_to_do", ""), form.get("source", ""), _day())
        say_need(person_id, said, viewer=current_viewer(), clock=clock())

    return _act(person_id, "Kept. The phones of those who go there are told.", act)


@bp.post("/people/<path:person_id>/needs/<need_id>")
@callers(*who_may("keep_needs"))
def post_need_review(person_id: str, need_id: str) -> ResponseReturnValue:
    """It goes on until another day, or it ends."""

    def act() -> None:
        if request.form.get("outcome") == "end":
            end_need(need_id, viewer=current_viewer(), clock=clock())
        else:
            review_need(need_id, _day(), viewer=current_viewer(), clock=clock())

    return _act(person_id, "Saved.", act)


def _day() -> date | None:
    try:
        return date.fromisoformat(request.form.get("review_on", ""))
    except ValueError:
        return None


def _act(person_id: str, said: str, act: Callable[[], None]) -> ResponseReturnValue:
    try:
        act()
    except NeedRefused as error:
        return _page(person_id, error), 400
    flash(said)
    return redirect(url_for("console.needs", person_id=person_id))


def _page(person_id: str, error: DoorstepError | None = None) -> str:
    landlord_id = current_viewer().landlord_id
    person = or_not_found(kept_needs.person(landlord_id, person_id))
    kept = kept_needs.of_person(landlord_id, person_id)
    return render_template(
        "console/needs/needs.html",
        person=person,
        of_register=kept_needs.in_register(person.needs_what_to_do),
        kept=kept,
        names=users.names_of(one.said_by for one in kept),
        groups=GROUPS,
        sources=SOURCES,
        view=OPERATIVES_VIEW,
        most_signs=MOST_SIGNS,
        today=london_day(now()),
        error=error,
        typed=request.form,
    )
