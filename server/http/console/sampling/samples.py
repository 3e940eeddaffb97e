"""Samples of visits for mystery shopping and surveys: drawn, listed, taken out, and what came of each visit.

No contractor's office opens any of these pages, and no page that one opens says that a visit was drawn.
"""

from collections.abc import Sequence
from datetime import timedelta

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.exporting.tables import Cell, as_safe_text
from server.domain.sampling import MOST_IN_A_SAMPLE, OUTCOMES, PURPOSES, Wanted
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.booking import reading
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.outside.spreadsheets import csv_lines
from server.services.booking.raise_work_order import KINDS
from server.services.sampling.draw_sample import draw_sample, repeat_draw
from server.services.sampling.record_outcome import Outcome, record_outcome
from server.services.staff.note_act import note_act
from server.storage import sampling
from server.storage.people import users
from server.storage.people.audit import Subject
from server.storage.tables.sampling import Sample, SampleOutcome

COLUMNS = (
    *("place", "visit_id", "day", "contractor", "job_number", "address", "postcode", "tenant", "phone", "language"),
    *("outcome", "note", "recorded_at"),
)
BACK = timedelta(days=28)


@bp.get("/samples")
@callers(*who_may("samples"))
def sample_list() -> ResponseReturnValue:
    """Every sample, newest first, and the form for the next."""
    return _list()


@bp.post("/samples")
@callers(*who_may("draw_samples"))
def post_sample() -> ResponseReturnValue:
    """Draw one."""
    viewer = current_viewer()
    try:
        made = draw_sample(viewer.landlord_id, _wanted(), by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _list(error), 400
    flash("Drawn. The contractor cannot see that it was.")
    return redirect(url_for("console.sample", sample_id=made))


@bp.get("/samples/<sample_id>")
@callers(*who_may("samples"))
def sample(sample_id: str) -> ResponseReturnValue:
    """The visits of a sample, how to draw it again, and what came of each."""
    return _page(sample_id)


@bp.get("/samples/<sample_id>.csv")
@callers(*who_may("samples"))
def sample_export(sample_id: str) -> ResponseReturnValue:
    """The sample as a file for whoever rings or visits; taking it out is written to the trail."""
    viewer, found = current_viewer(), _found(sample_id)
    note_act(Subject("sample", sample_id), "sample_taken_out", viewer=viewer, clock=clock())
    lines = b"".join(csv_lines(COLUMNS, ([as_safe_text(one) for one in row] for row in _rows(found))))
    headers = {"Content-Disposition": 'attachment; filename="sample.csv"', "Cache-Control": "no-store"}
    return Response(lines, content_type="text/csv; charset=utf-8", headers=headers)


@bp.post("/samples/<sample_id>/<visit_id>")
@callers(*who_may("draw_samples"))
def post_sample_outcome(sample_id: str, visit_id: str) -> ResponseReturnValue:
    """What came of one visit."""
    viewer = current_viewer()
    outcome = Outcome(request.form.get("outcome", ""), request.form.get("note", ""))
    try:
        record_outcome(viewer.landlord_id, sample_id, visit_id, outcome, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return _page(sample_id, error, visit_id), 400
    flash("Recorded.")
    return redirect(url_for("console.sample", sample_id=sample_id, _anchor=f"visit-{visit_id}"))


def _wanted() -> Wanted:
    return Wanted(
        purpose=reading.text("purpose"),
        begins_on=reading.needed_day("begins", "From"),
        ends_on=reading.needed_day("ends", "To"),
        size=reading.number("size", "How many visits", 1, MOST_IN_A_SAMPLE),
        firm_id=reading.text("firm_id") or None,
        kind=reading.text("kind") or None,
    )


def _found(sample_id: str) -> Sample:
    return or_not_found(sampling.find(current_viewer().landlord_id, sample_id))  # type: ignore[no-any-return]


def _list(error: DoorstepError | None = None) -> str:
    landlord_id, today = current_viewer().landlord_id, london_day(now())
    return render_template(
        "console/samples.html",
        samples=sampling.all_of(landlord_id),
        answered=sampling.counts(landlord_id),
        firms=users.firm_names(landlord_id),
        purposes=PURPOSES,
        kinds=KINDS,
        most=MOST_IN_A_SAMPLE,
        begins=today - BACK,
        ends=today,
        error=error,
        typed=request.form,
    )


def _page(sample_id: str, error: DoorstepError | None = None, visit_id: str = "") -> str:
    found = _found(sample_id)
    said = sampling.outcomes(sample_id)
    return render_template(
        "console/sample.html",
        sample=found,
        visits=sampling.visits(found),
        said=said,
        repeated=repeat_draw(found),
        purpose=PURPOSES[found.purpose],
        outcomes=OUTCOMES[found.purpose],
        tally=_tally(found, said),
        firms=users.firm_names(found.landlord_id),
        staff_names=users.names_of([found.by, *(one.by for rows in said.values() for one in rows)]),
        error=error,
        wrong=visit_id,
        typed=request.form,
    )


def _tally(found: Sample, said: dict[str, list[SampleOutcome]]) -> list[tuple[str, int]]:
    """How many visits came to each outcome, by the newest word about each."""
    newest = [rows[-1].outcome for rows in said.values()]
    return [(title, newest.count(code)) for code, title in OUTCOMES[found.purpose].items()]


def _rows(found: Sample) -> list[Sequence[Cell]]:
    said, titles = sampling.outcomes(found.sample_id), OUTCOMES[found.purpose]
    rows: list[Sequence[Cell]] = []
    for one in sampling.visits(found):
        newest = said[one.visit_id][-1] if one.visit_id in said else None
        came = (titles[newest.outcome], newest.note, newest.at) if newest else ("", "", None)
        who = (one.firm_name, one.job_number, one.address, one.postcode, one.tenant, one.phone, one.language)
        rows.append((one.place, one.visit_id, one.day, *who, *came))
    return rows
