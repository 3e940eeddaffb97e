"""What contractors are charged of the payments: by contractor and period, one by one, answered, decided, as a file."""

from collections.abc import Iterable, Mapping, Sequence

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.imports.mending import safe_cell
from server.domain.viewing import Viewer, who_may
from server.http.access import callers
from server.http.console.cases.claim_forms import pence, seen
from server.http.console.money.payments import as_file, with_point
from server.http.console.money.periods import Period, asked_period
from server.http.console.pages import bp, clock, or_not_found
from server.http.console.showing.assessments import shown
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.http.sync.gate import keys
from server.services.papers.seal_paper import MOST_BYTES, PICTURE, OpenedPaper, Safe
from server.services.recharges.answer_recharge import FirmAnswer, answer_recharge, open_recharge_paper, subject
from server.services.recharges.decide_recharge import RechargeRuling, decide_recharge
from server.services.recharges.read_recharges import Report, read_recharge, read_recharges
from server.services.staff.note_act import note_act
from server.storage.claiming import goodwill, payments
from server.storage.claiming import recharges as stored
from server.storage.pages.promised import promised
from server.storage.people import users
from server.storage.people.audit import Subject

COLUMNS = ("paid_on", "contractor", "claims", "asked", "charged", "state", "answer_by")


@bp.get("/recharges")
@callers(*who_may("recharges"))
def recharges() -> ResponseReturnValue:
    """By contractor: what of the period's payments it is charged. A firm's people see their own firm's part alone."""
    viewer = current_viewer()
    period, report = asked_period(), _report()
    return render_template(
        "console/recharges.html",
        report=report,
        period=period,
        goodwill=_goodwill(period) if viewer.firm_id is None else 0,
        firms=users.firm_names(viewer.landlord_id),
        references=payments.references_of(viewer.landlord_id),
    )


@bp.get("/recharges.csv")
@callers(*who_may("recharges"))
def recharges_export() -> ResponseReturnValue:
    """The period's recharges, one row for each firm's part of each payment; a firm gets its own."""
    viewer, period = current_viewer(), asked_period()
    note_act(Subject("recharges", period.begins.isoformat()), "recharges_exported", viewer=viewer, clock=clock())
    return as_file("recharges", period, COLUMNS, _rows(_report(), payments.references_of(viewer.landlord_id)))


@bp.get("/recharges/<int:payment>/<path:firm_id>")
@callers(*who_may("recharges"))
def recharge(payment: int, firm_id: str) -> ResponseReturnValue:
    """One firm's part of one payment: which of its appointments it rests on, and what was said of it."""
    return _page(payment, firm_id)


@bp.post("/recharges/<int:payment>/<path:firm_id>/answers")
@callers(*who_may("answer_recharges"))
def post_recharge_answer(payment: int, firm_id: str) -> ResponseReturnValue:
    """The firm accepts or disputes, with what shows it."""
    viewer = _of_this_firm(firm_id)
    answer = FirmAnswer(request.form.get("kind", ""), request.form.get("text", ""), _files())
    try:
        answer_recharge(viewer.landlord_id, payment, firm_id, answer, by=viewer.user_id, clock=clock(), safe=_safe())
    except DoorstepError as error:
        return _wrong(payment, firm_id, error)
    flash("Your answer is recorded. The landlord's contract manager sees it.")
    return redirect(url_for("console.recharge", payment=payment, firm_id=firm_id))


@bp.post("/recharges/<int:payment>/<path:firm_id>/decisions")
@callers(*who_may("decide_recharges"))
def post_recharge_decision(payment: int, firm_id: str) -> ResponseReturnValue:
    """The contract manager decides what the firm bears; it reads the reason."""
    viewer, form = _of_this_firm(firm_id), request.form
    try:
        sum_of = pence(form.get("pounds", ""), "The sum")
        ruling = RechargeRuling(sum_of, form.get("reason", ""), seen(form.get("seen", "")))
        decide_recharge(viewer.landlord_id, payment, firm_id, ruling, by=viewer.user_id, clock=clock())
    except DoorstepError as error:
        return _wrong(payment, firm_id, error)
    flash("Decided. The contractor sees it.")
    return redirect(url_for("console.recharge", payment=payment, firm_id=firm_id))


@bp.get("/recharges/papers/<recharge_paper_id>")
@callers(*who_may("recharges"))
def recharge_paper(recharge_paper_id: str) -> ResponseReturnValue:
    """A firm's evidence; the reading is written down."""
    viewer = current_viewer()
    opened = open_recharge_paper(
        viewer.landlord_id, recharge_paper_id, firm_id=viewer.firm_id, by=viewer.user_id, clock=clock(), safe=_safe()
    )
    return paper_answer(opened, recharge_paper_id)


def paper_answer(opened: OpenedPaper, paper_id: str) -> ResponseReturnValue:
    """A picture that we made is shown; a PDF is only handed over, and nothing in it runs here."""
    response = make_response(opened.content)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Type"] = "image/jpeg" if opened.kind == PICTURE else "application/octet-stream"
    if opened.kind != PICTURE:
        response.headers["Content-Disposition"] = f'attachment; filename="paper-{paper_id[-6:]}.pdf"'
    return response


def _of_this_firm(firm_id: str) -> Viewer:
    viewer = current_viewer()
    or_not_found(viewer.firm_id in (None, firm_id) or None)
    return viewer


def _wrong(payment: int, firm_id: str, error: DoorstepError) -> ResponseReturnValue:
    if error.code == "not_found":
        raise error
    return _page(payment, firm_id, error), 409 if error.code == "stale_edit" else 400


def _page(payment: int, firm_id: str, error: DoorstepError | None = None) -> str:
    viewer = _of_this_firm(firm_id)
    found, words = read_recharge(viewer.landlord_id, payment, firm_id, clock=clock())
    assessment = or_not_found(stored.paid_on(viewer.landlord_id, payment))
    names = {one["appointment"] for one in assessment.output.get("occasions", ()) if one["result"] == "not_kept"}
    missed = stored.appointments_of_firm(viewer.landlord_id, firm_id, names)
    if viewer.firm_id is None:
        note_act(subject(payment, firm_id), "recharge_read", viewer=viewer, clock=clock())
    return render_template(
        "console/recharge.html",
        recharge=found,
        words=words,
        papers=stored.papers_of(viewer.landlord_id, payment, firm_id),
        shown=shown(assessment, viewer, {one.appointment_id for one in missed}),
        appointments=promised(viewer.landlord_id, missed),
        firm_name=users.firm_names(viewer.landlord_id).get(firm_id, firm_id),
        claims=payments.references_of(viewer.landlord_id).get(found.payment.case_id, ()),
        staff_names=users.names_of(one.by for one in words),
        error=error,
        typed=request.form,
    )


def _report() -> Report:
    viewer, period = current_viewer(), asked_period()
    return read_recharges(viewer.landlord_id, period.begins, period.ends, firm_id=viewer.firm_id, clock=clock())


def _goodwill(period: Period) -> int:
    given = goodwill.all_of(current_viewer().landlord_id)
    return sum(one.pence for one in given if period.begins <= london_day(one.at) <= period.ends)


def _rows(report: Report, references: Mapping[str, tuple[str, ...]]) -> Iterable[Sequence[str]]:
    for one in report.recharges:
        claims = " ".join(references.get(one.payment.case_id, ()))
        sums = (with_point(one.asked_pence), with_point(one.charged_pence))
        firm, paid_on = safe_cell(one.firm_id), one.payment.paid_on.isoformat()
        yield [paid_on, firm, safe_cell(claims), *sums, one.state, one.answer_by_on.isoformat()]


def _files() -> tuple[bytes, ...]:
    sent = [one for one in request.files.getlist("papers") if one.filename]
    return tuple(one.stream.read(MOST_BYTES + 1) for one in sent)


def _safe() -> Safe:
    return Safe(current_app.extensions["doorstep_blobs"], keys())
