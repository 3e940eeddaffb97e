"""What every page of the console shares: its blueprint, its navigation, its headers and its error page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.config import Config
from server.domain.errors import DoorstepError
from server.domain.viewing import ROLES, SIGHTS
from server.http.access import callers
from server.http.console.showing.figures import FILTERS
from server.http.console.showing.occasions import question_sentence
from server.http.console.showing.words import word
from server.http.staff.forms import guard_forms
from server.http.staff.gate import signed_in
from server.outside.clock import Clock

bp = Blueprint("console", __name__, url_prefix="/console", template_folder="templates")
guard_forms(bp)

PAGE_LENGTH = 50


@dataclass(frozen=True)
class Place:
    """One entry of the navigation, for those with its sight."""

    title: str
    endpoint: str
    sight: str


# By the work that a person has in hand. What must be reached at once stands first.
GROUPS: Mapping[str, tuple[Place, ...]] = {
    "Today": (
        Place("Board", "console.board", "board"),
        Place("Queue", "console.review_queue", "queue"),
        Place("Alarms", "console.alarm_list", "alarms"),
        Place("Booking", "console.jobs", "booking"),
    ),
    "Safety": (
        Place("Reports", "console.report_list", "reports"),
        Place("Damage", "console.damage_list", "damage_cases"),
        Place("Clocks", "console.clock_list", "hazard_clocks"),
        Place("Safeguarding", "console.household_list", "household_list"),
        Place("Flags", "console.flag_register", "flag_cases"),
        Place("Incidents", "console.incident_list", "incidents"),
    ),
    "Money": (
        Place("Repairs", "console.repairs", "repairs"),
        Place("Claims", "console.claims", "claims"),
        Place("Recharges", "console.recharges", "recharges"),
    ),
    "Tenants": (
        Place("Messages", "console.tenant_messages", "tenant_messages"),
        Place("Texts", "console.texts", "texts"),
        Place("By hand", "console.by_hand_list", "texts"),
        Place("Sending", "console.sending", "sending"),
        Place("Words", "console.words", "words"),
    ),
    "Figures": (
        Place("Standards", "console.standards", "standards"),
        Place("Samples", "console.sample_list", "samples"),
        Place("Exports", "console.export_list", "exports"),
    ),
    "Office": (
        Place("Phones", "console.phone_list", "phones"),
        Place("Imports", "console.import_list", "imports"),
        Place("Evidence", "console.evidence", "evidence"),
        Place("Settings", "console.setting_list", "policy_settings"),
        Place("Kept", "console.kept_records", "kept_records"),
        Place("People", "console.users", "people_who_sign_in"),
        Place("Keys", "console.api_key_list", "api_keys"),
    ),
}
# So many places fit in one row; more are shown a group at a time.
FEW_PLACES = 7


def prepare_pages(app: Flask) -> None:
    """Give the templates their words and the error table its page."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.filters["word"] = word
    app.jinja_env.filters["question"] = question_sentence
    app.extensions["doorstep_error_page"] = error_page


@dataclass(frozen=True)
class Navigation:
    """Where this person may go: the groups with the address of each one's first place, and the places shown now."""

    groups: tuple[tuple[str, str], ...]
    group: str
    places: tuple[Place, ...]


def navigation() -> Navigation:
    """All places where they are few; else those of the group in which this page lies, or of the first group."""
    mine = _mine()
    every = tuple(place for places in mine.values() for place in places)
    if len(every) <= FEW_PLACES:
        return Navigation((), "", every)
    here = next((title for title, places in mine.items() if any(map(_is_here, places))), "")
    groups = tuple((title, url_for(places[0].endpoint)) for title, places in mine.items())
    return Navigation(groups, here, mine[here or groups[0][0]])


def _mine() -> dict[str, tuple[Place, ...]]:
    viewer = signed_in()
    seen = {
        title: tuple(place for place in places if viewer is not None and viewer.may(place.sight))
        for title, places in GROUPS.items()
    }
    return {title: places for title, places in seen.items() if places}


def _is_here(place: Place) -> bool:
    return request.path.startswith(url_for(place.endpoint))


def clock() -> Clock:
    return current_app.extensions["doorstep_clock"]  # type: ignore[no-any-return]


def now() -> datetime:
    return clock().now()


def config() -> Config:
    return current_app.extensions["doorstep_config"]  # type: ignore[no-any-return]


def or_not_found(found: Any) -> Any:
    """What was found, or the same answer for what is not there and what this person may not see."""
    if found is None:
        raise DoorstepError("not_found", "There is nothing here, or it is not yours to see.")
    return found


def page_number() -> int:
    """Which page of a long list is asked for, from 1."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def error_page(message: str, status: int) -> tuple[str, int]:
    """An error as a page: what happened and the way on. For every other page too, which has no navigation."""
    titles = {403: "You may not open this", 404: "Nothing here", 429: "Too many tries", 503: "Not just now"}
    title = titles.get(status, "Something went wrong" if status >= 500 else "This did not work")
    if request.path.startswith("/console/") and status < 500:
        return render_template("console/error.html", title=title, message=message), status
    # Without navigation and without anything that pages share: those ask the database, which may be what failed.
    plain = current_app.jinja_env.get_template("console/plain_error.html")
    return plain.render(title=title, message=message), status


@bp.app_context_processor
def _shared() -> dict[str, Any]:
    return {"signed_in": signed_in, "navigation": navigation, "may": _may, "here": request.path, "home": _home}


@bp.after_app_request
def _never_kept(response: Response) -> Response:
    """People's homes are on these pages: no browser and no proxy keeps a copy, unless a view said otherwise."""
    if request.path.startswith("/console"):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def _may(sight: str) -> bool:
    viewer = signed_in()
    return viewer is not None and sight in SIGHTS and viewer.may(sight)


def _home() -> str:
    mine = [place for places in _mine().values() for place in places]
    return url_for(mine[0].endpoint) if mine else url_for("staff.password_form")


@bp.get("/")
@callers(*ROLES)
def front() -> ResponseReturnValue:
    """The first page this person has."""
    return redirect(_home())
