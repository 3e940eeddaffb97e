"""The Lone Working Register and the case of one flag. No page opened by its address says why a flag was set."""

from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.flags.cases import (
    KINDS,
    LADDER,
    appeal_until,
    letter_owed,
    missing_parts,
    shouts,
    stands_by_decision,
)
from server.domain.viewing import Viewer, who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.safety import flag_words as words
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.days.days_off import days_off
from server.services.flags.decide_appeal import OUTCOMES, decides
from server.services.flags.keep_case import is_theirs, start_case
from server.services.flags.print_papers import PAPERS
from server.services.flags.read_restricted import may_read, search_flags
from server.services.flags.tell_person import CHANNELS
from server.storage.database import db
from server.storage.people import users
from server.storage.safety import flag_cases
from server.storage.safety.settings import settings_on
from server.storage.tables.flag_cases import FlagCase

MOST_SHOUTS = 8
"""What stands above the register; the queue lists everything that is due."""


@bp.get("/flags")
@callers(*who_may("flag_cases"))
def flag_register() -> ResponseReturnValue:
    """What is due first, then the flags by their review. A search in the address gives no reason: refused."""
    if request.args.get("q"):
        return _register(DoorstepError("why_missing", "Looking a flag up needs a reason: use the form below.")), 400
    return _register()


@bp.post("/flags/search")
@callers(*who_may("flag_cases"))
def search_register() -> ResponseReturnValue:
    """Look a flag up, for a reason that is written down."""
    form = request.form
    try:
        found = search_flags(form.get("words", ""), form.get("why", ""), viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _register(error), 400
    return _register(found=found)


@bp.get("/flags/new")
@callers(*who_may("flag_cases"))
def new_flag() -> ResponseReturnValue:
    """Whom is it about? Asked by the postcode of their home."""
    return render_template("console/safety/flag_person.html", people=None, typed={}, error=None)


@bp.post("/flags/people")
@callers(*who_may("flag_cases"))
def flag_people() -> ResponseReturnValue:
    """Who lives there now."""
    people = flag_cases.people_at(current_viewer().landlord_id, request.form.get("postcode", ""), london_day(now()))
    return render_template("console/safety/flag_person.html", people=people, typed=request.form, error=None)


@bp.post("/flags")
@callers(*who_may("flag_cases"))
def post_flag() -> ResponseReturnValue:
    """Begin a draft about a person."""
    try:
        flag_id = start_case(request.form.get("person_id", ""), viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return render_template("console/safety/flag_person.html", people=None, typed=request.form, error=error), 400
    return redirect(url_for("console.flag", flag_id=flag_id))


@bp.get("/flags/<path:flag_id>")
@callers(*who_may("flag_cases"))
def flag(flag_id: str) -> ResponseReturnValue:
    """One flag: what to do, what is due, what was done; for those who keep the case, the forms."""
    return flag_page(flag_id)


def flag_page(flag_id: str, error: DoorstepError | None = None, opened: dict[str, str] | None = None) -> str:
    """The page of one flag. `opened` holds what was asked for with a reason, for this one answer."""
    viewer, today = current_viewer(), london_day(now())
    case = flag_cases.case(viewer.landlord_id, flag_id)
    line = flag_cases.line_of(viewer, flag_id, today)
    or_not_found(case or line)
    steps = flag_cases.steps(viewer.landlord_id, flag_id)
    appeals = flag_cases.appeals(viewer.landlord_id, flag_id) if case else []
    return render_template(
        "console/safety/flag.html",
        flag_id=flag_id,
        case=case,
        line=line,
        person=flag_cases.person(viewer.landlord_id, case.person_id) if case else None,
        place=flag_cases.home(viewer.landlord_id, case.uprn) if case else None,
        steps=steps,
        appeals=appeals,
        is_theirs=case is not None and is_theirs(case, viewer),
        reads=case is not None and may_read(case, viewer),
        decides=case is not None and decides(case, viewer),
        stands=case is not None and stands_by_decision(case),
        owed=letter_owed(step.what for step in steps),
        managers=_managers(viewer, case),
        is_director="director" in viewer.roles,
        papers=PAPERS,
        names=users.names_of([*_people(case), *(one.by for one in steps)]),
        opened=opened or {},
        error=error,
        typed=request.form,
        **_due(case),
    )


def _people(case: FlagCase | None) -> list[str]:
    return [one for one in (case.manager_id, case.decided_by, case.withheld_by) if one] if case else []


def _managers(viewer: Viewer, case: FlagCase | None) -> list[tuple[str, str]]:
    """The managers who could keep the case instead."""
    found = users.with_roles(db.session.connection(), viewer.landlord_id, ("contract_manager",))
    names = users.names_of(one.user_id for one in found)
    others = [(key, name) for key, name in names.items() if case is not None and key != case.manager_id]
    return sorted(others, key=lambda one: one[1])


def _due(case: FlagCase | None) -> dict[str, Any]:
    present = now()
    today = london_day(present)
    shared: dict[str, Any] = {"words": words, "kinds": KINDS, "ladder": LADDER, "channels": CHANNELS, "today": today}
    shared |= {"outcomes": OUTCOMES, "shouts": [], "missing": [], "appeal_until": None, "incident_count": 0}
    if case is None:
        return shared
    settings = settings_on(db.session.connection(), case.landlord_id, today)
    since = datetime.fromtimestamp(present.timestamp() - settings.incidents_counted_days * 86_400, present.tzinfo)
    return shared | {
        "shouts": shouts(case, present, today),
        "missing": missing_parts(case),
        "interim_hours": settings.flag_interim_hours,
        "appeal_until": appeal_until(case, settings, days_off(case.landlord_id, (today.year, today.year + 1))),
        "incident_count": flag_cases.count_since(case.landlord_id, case.person_id, since),
        "incidents_counted_days": settings.incidents_counted_days,
    }


def _register(error: DoorstepError | None = None, found: list[flag_cases.ListedFlag] | None = None) -> str:
    viewer, present = current_viewer(), now()
    today = london_day(present)
    cases = flag_cases.waiting_cases(viewer.landlord_id, today)
    due = [(case, shout) for case in cases for shout in shouts(case, present, today)]
    listed = flag_cases.register(viewer, today) if found is None else found
    return render_template(
        "console/safety/flags.html",
        listed=listed,
        is_search=found is not None,
        due=sorted(due, key=lambda pair: not pair[1].is_overdue),
        untied=[one for one in listed if not one.stands],
        overdue=[one for one in listed if one.review_on is None or one.review_on < today],
        most_shouts=MOST_SHOUTS,
        drafts=flag_cases.drafts(viewer),
        appeals=flag_cases.appeals(viewer.landlord_id),
        words=words,
        today=today,
        error=error,
        typed=request.form,
    )
