"""Monthly reports of the standards: the list of those that were made, making one, and its PDF."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.standards.month_report import Month, month_named, month_of
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.services.month_reports.make_month_report import make_month_report
from server.services.month_reports.print_month_report import print_month_report
from server.storage import month_reports
from server.storage.people import users


@bp.get("/standards/reports")
@callers(*who_may("standards"))
def month_report_list() -> ResponseReturnValue:
    """The reports, newest month first, and the form for another."""
    return _list()


@bp.post("/standards/reports")
@callers(*who_may("standards"))
def post_month_report() -> ResponseReturnValue:
    """Make one now; made again, it is another edition."""
    form = request.form
    try:
        month = month_named(form.get("month", ""))
        make_month_report(current_viewer(), month, form.get("firm_id", ""), clock=clock())
    except DoorstepError as error:
        return _list(error), 400
    flash(f"The report of {month.in_words} is made.")
    return redirect(url_for("console.month_report_list"))


@bp.post("/standards/reports/<report_id>")
@callers(*who_may("standards"))
def post_month_report_file(report_id: str) -> ResponseReturnValue:
    """The PDF, as it was made; taking it out is written to the trail."""
    content = print_month_report(report_id, viewer=current_viewer(), clock=clock())
    headers = {"Content-Disposition": 'attachment; filename="standards.pdf"', "Cache-Control": "no-store"}
    return Response(content, content_type="application/pdf", headers=headers)


def _list(error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    found = month_reports.listed(viewer)
    return render_template(
        "console/month_reports.html",
        reports=[(one, month_named(one.month)) for one in found],
        firms=users.firm_names(viewer.landlord_id),
        all_firms=viewer.firm_id is None,
        staff_names=users.names_of(one.made_by for one in found),
        last_month=_last_month(),
        error=error,
        typed=request.form,
    )


def _last_month() -> Month:
    return month_of(london_day(now())).before
