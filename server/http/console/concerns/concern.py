"""One concern: its three times kept apart, its clocks, what was written down, and the forms that write more.

Of a household's concern a page with an address shows no word; `household.py` opens it for a reason.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from server.domain.concerns.groups import HAZARDS, likely_hazards
from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.domain.withheld import OPENED, SHUT
from server.http.access import callers
from server.http.console.concerns import words
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.showing.figures import LONDON, london_day
from server.http.console.showing.timeline import line
from server.http.console.showing.words import word
from server.http.staff.gate import current_viewer
from server.services.concerns.read_household import readings
from server.services.concerns.record_step import Typed, record_step
from server.services.reports.review_report import Decided, review_report
from server.storage import reports
from server.storage.cases import recorded
from server.storage.concerns import clocks, homes, households, steps
from server.storage.people import users
from server.storage.tables.visits import Report

SAID_BY_BOX = ("safety_works", "further_works")


@bp.get("/concerns/<report_id>")
@callers(*who_may("reports", "household_list"))
def concern(report_id: str) -> ResponseReturnValue:
    """The concern, as far as this person may see it."""
    return concern_page(report_id)


@bp.post("/concerns/<report_id>/steps")
@callers(*who_may("judge_hazards", "household_list"))
def post_concern_step(report_id: str) -> ResponseReturnValue:
    """Write down what was done, found or decided."""

    def act() -> None:
        form = request.form
        seen = form.get("seen_steps", "")
        typed = Typed(
            what=form.get("what", ""),
            happened_at=_happened_at(),
            text=form.get("text", ""),
            seen_steps=int(seen) if seen.isascii() and seen.isdigit() else -1,
            facts=_facts(),
        )
        record_step(report_id, typed, viewer=current_viewer(), clock=clock())

    return _act(report_id, "Written down.", act)


@bp.post("/concerns/<report_id>/reviews")
@callers(*who_may("review"))
def post_concern_review(report_id: str) -> ResponseReturnValue:
    """Take it in hand, pass it on or close it."""
    form = request.form
    decided = Decided(form.get("status", ""), form.get("note", "")[:5000], form.get("seen_review", ""))
    return _act(report_id, "Saved.", lambda: review_report(report_id, decided, viewer=current_viewer(), clock=clock()))


def concern_page(
    report_id: str, *, error: DoorstepError | None = None, opened: Report | None = None
) -> str | BaseResponse:
    """`opened`: a household's concern that this person just gave a reason to read, with its words."""
    viewer = current_viewer()
    household = households.find(viewer, report_id)
    if household is not None:
        return _household_page(household, error=error, opened=opened)
    found: Report = or_not_found(reports.find(viewer, report_id))
    if found.lane == "damage":
        return redirect(url_for("console.report", report_id=report_id))
    if found.lane != "property" or recorded.is_hidden(viewer, found.event_id, found.visit_id, household=SHUT):
        or_not_found(None)
    may_see_clocks = viewer.may("hazard_clocks")
    written = steps.of_report(report_id) if may_see_clocks else []
    reviews = reports.reviews_of(report_id)
    return render_template(
        "console/concerns/property.html",
        report=found,
        line=reports.line_of(viewer, report_id),
        clocks=clocks.of_report(report_id) if may_see_clocks else [],
        may_see_clocks=may_see_clocks,
        may_judge=viewer.may("judge_hazards"),
        likely=likely_hazards(found.category) if may_see_clocks else (),
        hazards=HAZARDS,
        tenures=homes.tenures_at(viewer.landlord_id, found.uprn, london_day(now())) if may_see_clocks else [],
        **_told(found, SHUT),
        **_shared(error, written, reviews),
    )


def _household_page(found: Report, *, error: DoorstepError | None, opened: Report | None) -> str:
    viewer = current_viewer()
    log = readings(viewer, found.report_id)
    shown = steps.of_report(found.report_id) if opened is not None else []
    reviews = reports.reviews_of(found.report_id)
    told: dict[str, Any] = _told(found, OPENED) if opened is not None else {"events": [], "call": None}
    shared = _shared(error, shown, reviews)
    return render_template(
        "console/concerns/household.html",
        report=found,
        line=households.line_of(viewer, found.report_id),
        opened=opened,
        log=log,
        readers=users.names_of(entry.by for entry in log),
        may_write=viewer.may("household_concerns"),
        **told,
        **{**shared, "seen_steps": steps.count_of(found.report_id)},
    )


def _told(found: Report, household: str) -> dict[str, Any]:
    """What the phone recorded, with how far its times can be trusted, and the call that somebody wrote down."""
    viewer = current_viewer()
    events = recorded.tied_to(viewer, found.event_id, found.visit_id, household=household)
    photos = recorded.photos_of_events(viewer.landlord_id, [event.row.event_id for event in events])
    calls = [step for step in steps.of_report(found.report_id) if step.what == "told_by_phone"]
    return {"events": [line(event, photos) for event in events], "call": calls[-1] if calls else None}


def _shared(error: DoorstepError | None, written: list[Any], reviews: list[reports.Review]) -> dict[str, Any]:
    local = now().astimezone(LONDON)
    return {
        "words": words,
        "steps": written,
        "seen_steps": len(written),
        "reviews": reviews,
        "names": users.names_of([*(step.by for step in written), *(review.by for review in reviews)]),
        "status_choices": [(status, word(status)) for status in reports.STATUSES if status != "new"],
        "may_review": current_viewer().may("review"),
        "at": now(),
        "today": local.date().isoformat(),
        "time_now": f"{local:%H:%M}",
        "error": error,
        "typed": request.form,
    }


def _act(report_id: str, said: str, act: Callable[[], None]) -> ResponseReturnValue:
    try:
        act()
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return concern_page(report_id, error=error), 409 if error.code == "stale_edit" else 400
    flash(said)
    return redirect(url_for("console.concern", report_id=report_id))


def _happened_at() -> datetime:
    """The day and the time as they were typed, in London."""
    try:
        text = f"{request.form.get('happened_on', '')}T{request.form.get('happened_time', '')}"
        return datetime.fromisoformat(text).replace(tzinfo=LONDON)
    except ValueError as error:
        raise DoorstepError("wrong_times", "Give the day and the time at which it happened.") from error


def _facts() -> dict[str, object]:
    """What this kind of step holds beside its words; a box that is not ticked is a no where it was asked."""
    form = request.form
    asked = {
        "confirmed": ("as", "hazard", "competent"),
        "dismissed": ("why", "competent"),
        "stopped": ("clock", "why"),
        "referred": ("to", "rang_999", "wishes"),
    }.get(form.get("what", ""), ())
    facts: dict[str, object] = {name: form.get(name, "").strip()[:2000] for name in asked}
    if form.get("what") == "stopped":
        facts["clock"], _, facts["why"] = form.get("stop", "").partition(":")
    if form.get("what") == "investigated":
        facts |= {name: form.get(name) == "yes" for name in SAID_BY_BOX}
    return facts
