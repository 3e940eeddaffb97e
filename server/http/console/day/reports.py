"""Damage and concerns: the list, one report, and what is decided about it."""

from collections.abc import Iterable
from hashlib import sha256

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import PAGE_LENGTH, bp, clock, or_not_found, page_number
from server.http.console.showing.timeline import line, shown_facts
from server.http.staff.gate import current_viewer
from server.services.reports.review_report import Decided, review_report
from server.storage import reports
from server.storage.cases import recorded
from server.storage.damage import cases as damage_cases
from server.storage.people import users
from server.storage.tables.visits import Report

LANES = ("damage", "property", "household")


@bp.get("/reports")
@callers(*who_may("reports"))
def report_list() -> ResponseReturnValue:
    """Reports, danger first, then the newest. A page that asks again gets the rows alone, or 304 with nothing new."""
    viewer = current_viewer()
    page = page_number()
    asked = reports.Asked(
        words=request.args.get("q", "")[:100],
        lane=_one_of(request.args.get("lane", ""), LANES),
        status=_one_of(request.args.get("status", "open"), ("open", *reports.STATUSES)),
        limit=PAGE_LENGTH + 1,
        offset=(page - 1) * PAGE_LENGTH,
    )
    found = reports.listed(viewer, asked)
    shown = {
        "found": found[:PAGE_LENGTH],
        "counts": reports.counts(viewer),
        "household": reports.household_count(viewer) if viewer.may("household_count") else None,
    }
    tag = sha256(repr(shown).encode()).hexdigest()[:16]
    if request.headers.get("If-None-Match", "") == tag:
        return Response(status=304)
    return render_template(
        "console/report_rows.html" if request.headers.get("HX-Request") else "console/reports.html",
        asked=asked,
        lanes=[lane for lane in LANES if lane != "household" or viewer.may("household_concerns")],
        statuses=("open", *reports.STATUSES),
        page=page,
        more=len(found) > PAGE_LENGTH,
        tag=tag,
        at=clock().now(),
        **shown,
    )


@bp.get("/reports/<report_id>")
@callers(*who_may("reports"))
def report(report_id: str) -> ResponseReturnValue:
    """Damage as it was recorded, and what was decided; a concern has a page of its own."""
    return _concern(report_id) or _report_page(report_id)


@bp.post("/reports/<report_id>/reviews")
@callers(*who_may("review"))
def post_review(report_id: str) -> ResponseReturnValue:
    """Decide something about damage; a concern's own page has its own form."""
    elsewhere = _concern(report_id)
    if elsewhere is not None:
        return elsewhere
    decided = Decided(
        status=request.form.get("status", ""),
        note=request.form.get("note", ""),
        seen_review=request.form.get("seen_review", ""),
    )
    try:
        review_report(report_id, decided, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return _report_page(report_id, error=error, typed=decided), 409 if error.code == "stale_edit" else 400
    flash("Saved.")
    return redirect(url_for("console.report", report_id=report_id))


def _concern(report_id: str) -> ResponseReturnValue | None:
    found: Report = or_not_found(reports.find(current_viewer(), report_id))
    return None if found.lane == "damage" else redirect(url_for("console.concern", report_id=report_id))


def _report_page(report_id: str, *, error: DoorstepError | None = None, typed: Decided | None = None) -> str:
    viewer = current_viewer()
    found: Report = or_not_found(reports.find(viewer, report_id))
    events = recorded.tied_to(viewer, found.event_id, found.visit_id)
    if recorded.is_hidden(viewer, found.event_id, found.visit_id):
        or_not_found(None)
    photos = recorded.photos_of_events(viewer.landlord_id, [event.row.event_id for event in events])
    reviews = reports.reviews_of(report_id)
    return render_template(
        "console/report.html",
        report=found,
        line=reports.line_of(viewer, report_id),
        facts=shown_facts(found.facts),
        events=[line(event, photos) for event in events],
        reviews=reviews,
        damage_case=damage_cases.of_subject(viewer.landlord_id, report_id),
        names=_names(reviews),
        may_review=viewer.may("review"),
        statuses=reports.STATUSES,
        error=error,
        typed=typed,
    )


def _names(reviews: Iterable[reports.Review]) -> dict[str, str]:
    return users.names_of(review.by for review in reviews)


def _one_of(text: str, allowed: Iterable[str]) -> str:
    return text if text in allowed else ""
