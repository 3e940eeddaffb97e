"""Claims for lost pay: the cases, one case with its days and evidence, opening, recording, deciding."""

from collections.abc import Callable

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.cases.claim_forms import lost_day, question_ruling, ruling
from server.http.console.cases.claim_page import claim_page
from server.http.console.money.recharges import paper_answer
from server.http.console.pages import PAGE_LENGTH, bp, clock, now, or_not_found, page_number
from server.http.console.showing.figures import london_day
from server.http.staff.gate import current_viewer
from server.http.sync.gate import keys
from server.services.claims.answer_hearing import open_hearing
from server.services.claims.answer_question import answer_question
from server.services.claims.decide_claim import decide_claim
from server.services.claims.keep_claim_paper import open_claim_paper
from server.services.claims.record_loss import record_loss
from server.services.papers.seal_paper import Safe
from server.storage.cases import cases
from server.storage.claiming import claim_pages
from server.storage.claiming import claims as stored


@bp.get("/claims")
@callers(*who_may("claims"))
def claims() -> ResponseReturnValue:
    """What waits for an answer, the nearest due day first."""
    page, root = page_number(), request.args.get("root", "")[:60]
    found = claim_pages.listed(
        current_viewer().landlord_id, root=root, limit=PAGE_LENGTH + 1, offset=(page - 1) * PAGE_LENGTH
    )
    return render_template(
        "console/claims.html",
        found=found[:PAGE_LENGTH],
        root=root,
        page=page,
        more=len(found) > PAGE_LENGTH,
        today=london_day(now()),
    )


@bp.get("/claims/<int:number>")
@callers(*who_may("claims"))
def claim(number: int) -> ResponseReturnValue:
    """One household's case, by the number of any of its assessments; the newest is shown."""
    return claim_page(number)


@bp.post("/claims/<int:number>/losses")
@callers(*who_may("claims"))
def post_loss(number: int) -> ResponseReturnValue:
    """Record what one person lost on one day; the newest word about a day stands."""

    def act(case_id: str) -> None:
        record_loss(_landlord(), case_id, lost_day(request.form), by=_me(), clock=clock())
        flash("Recorded. The case is assessed again.")

    return after_acting(number, act)


@bp.post("/claims/<int:number>/decision")
@callers(*who_may("claims"))
def post_decision(number: int) -> ResponseReturnValue:
    """Decide on the assessment that was looked at; a newer one must be looked at first."""

    def act(case_id: str) -> None:
        decide_claim(_landlord(), case_id, ruling(number, request.form), by=_me(), clock=clock())
        decided = stored.newest_decision(_landlord(), case_id)
        is_done = decided is not None and decided.state == request.form.get("state") and decided.by == _me()
        flash("Decided." if is_done else "Noted. A second person must approve this sum before it is decided.")

    return after_acting(number, act)


@bp.post("/claims/<int:number>/hearing")
@callers(*who_may("claims"))
def post_hearing(number: int) -> ResponseReturnValue:
    """Before a refusal: show the tenant what speaks against the claim, so that they may answer."""

    def act(case_id: str) -> None:
        wanted = request.form.get("claim_id", "")
        if wanted not in {one.claim_id for one in stored.claims_of(_landlord(), case_id)}:
            raise DoorstepError("not_found", "There is no such claim on this case.")
        made = open_hearing(_landlord(), wanted, request.form.get("against", ""), by=_me(), clock=clock())
        flash(f"The tenant may answer until {made.answer_by_on:%d %B %Y}.")

    return after_acting(number, act)


@bp.get("/claims/papers/<paper_id>")
@callers(*who_may("earnings"))
def claim_paper(paper_id: str) -> ResponseReturnValue:
    """A paper about earnings: a picture that we made is shown, a PDF only handed over; the reading is written down."""
    safe = Safe(current_app.extensions["doorstep_blobs"], keys())
    found = open_claim_paper(_landlord(), paper_id, by=_me(), clock=clock(), safe=safe)
    return paper_answer(found, paper_id)


@bp.post("/claims/<int:number>/answer")
@callers(*who_may("claims"))
def post_answer(number: int) -> ResponseReturnValue:
    """Decide one open question, with the reason; the assessment looked at must be the newest."""

    def act(case_id: str) -> None:
        answer_question(_landlord(), case_id, question_ruling(number, request.form), by=_me(), clock=clock())
        flash("Recorded. The case is assessed again with your answer.")

    return after_acting(number, act)


def after_acting(number: int, act: Callable[[str], None]) -> ResponseReturnValue:
    """Do it and show the case again, with what was wrong where it was not done."""
    case_id = or_not_found(claim_pages.case_of(_landlord(), number))
    try:
        act(case_id)
    except DoorstepError as error:
        return claim_page(number, error), 409 if error.code == "stale_edit" else 400
    newest = cases.latest_assessment(_landlord(), case_id)
    return redirect(url_for("console.claim", number=newest.assessment_id if newest else number))


def _landlord() -> str:
    return current_viewer().landlord_id


def _me() -> str:
    return current_viewer().user_id
