"""What may be done about a flag: filling in, deciding, telling the person, reviewing, appealing, and reading why."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from flask import flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.flags.cases import LADDER
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock
from server.http.console.safety.flags import flag_page
from server.http.staff.gate import current_viewer
from server.services.flags import decide_flag, keep_case, tell_person
from server.services.flags.decide_appeal import decide_appeal
from server.services.flags.follow_register import keep_case_of
from server.services.flags.keep_case import TEXTS, Typed
from server.services.flags.print_papers import print_paper
from server.services.flags.read_restricted import read_restricted


@bp.post("/flags/<path:flag_id>/reading")
@callers(*who_may("flag_cases"))
def post_flag_reading(flag_id: str) -> ResponseReturnValue:
    """Why the flag was set, for those who keep its case and say why they read it: an answer without an address."""
    try:
        opened = read_restricted(flag_id, request.form.get("why", ""), "reason", viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _refused(flag_id, error)
    case = opened.case
    shown = {"Reason": case.reason_restricted, "Evidence": case.evidence, "As the person is told": case.letter_reasons}
    return flag_page(flag_id, opened={title: text or "Not written yet" for title, text in shown.items()})


@bp.post("/flags/<path:flag_id>/paper")
@callers(*who_may("flag_cases"))
def post_flag_paper(flag_id: str) -> ResponseReturnValue:
    """The letter or the director's report as PDF, for those who keep the case and say why they print it."""
    form = request.form
    try:
        made = print_paper(flag_id, form.get("paper", ""), form.get("why", ""), viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _refused(flag_id, error)
    name = f"{flag_id}-{form.get('paper', '')}.pdf"
    answer = send_file(BytesIO(made), mimetype="application/pdf", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/flags/<path:flag_id>/case")
@callers(*who_may("flag_cases"))
def post_flag_case(flag_id: str) -> ResponseReturnValue:
    """Fill the case in."""
    return _act(
        flag_id, "Saved.", lambda: keep_case.edit_case(flag_id, _typed(), viewer=current_viewer(), clock=clock())
    )


@bp.post("/flags/<path:flag_id>/keeper")
@callers(*who_may("flag_cases"))
def post_flag_keeper(flag_id: str) -> ResponseReturnValue:
    """Keep a case that nobody keeps; or, as its keeper, give it to another manager."""
    manager_id = request.form.get("manager_id", "")

    def act() -> None:
        if manager_id:
            keep_case.hand_over(flag_id, manager_id, viewer=current_viewer(), clock=clock())
        else:
            keep_case_of(flag_id, viewer=current_viewer(), clock=clock())

    return _act(flag_id, "Kept.", act)


@bp.post("/flags/<path:flag_id>/steps")
@callers(*who_may("flag_cases"))
def post_flag_step(flag_id: str) -> ResponseReturnValue:
    """Write down a step of the ladder or a contact."""
    what = request.form.get("what", "")
    what = what if what in LADDER else "contact"
    text = request.form.get("text", "")[:2000]

    def act() -> None:
        keep_case.add_step(flag_id, what, text, _day("happened_on"), viewer=current_viewer(), clock=clock())

    return _act(flag_id, "Written down.", act)


@bp.post("/flags/<path:flag_id>/decision")
@callers(*who_may("flag_cases"))
def post_flag_decision(flag_id: str) -> ResponseReturnValue:
    """Put it in force: by the director, or as an interim flag by a manager."""
    form = request.form

    def act() -> None:
        if form.get("interim") == "yes":
            hours = form.get("hours", "")
            number = int(hours) if hours.isascii() and hours.isdigit() and len(hours) < 5 else 0
            decide_flag.put_interim(flag_id, number, viewer=current_viewer(), clock=clock())
        else:
            without = form.get("without_steps", "")[:2000]
            decide_flag.put_live(flag_id, without, viewer=current_viewer(), clock=clock())

    return _act(flag_id, "In force. The phones of those who go there are told.", act)


@bp.post("/flags/<path:flag_id>/instruction")
@callers(*who_may("flag_cases"))
def post_flag_instruction(flag_id: str) -> ResponseReturnValue:
    """Other words for operatives, who are asked to read them again."""
    form = request.form
    changed = decide_flag.Instruction(form.get("what_to_do", ""), form.get("kind", ""), _minutes())

    def act() -> None:
        decide_flag.change_instruction(flag_id, changed, viewer=current_viewer(), clock=clock())

    return _act(flag_id, "Changed. Everybody who goes there is asked to read it again.", act)


@bp.post("/flags/<path:flag_id>/review")
@callers(*who_may("flag_cases"))
def post_flag_review(flag_id: str) -> ResponseReturnValue:
    """End it, or let it stand until another day."""
    form = request.form

    def act() -> None:
        ends = form.get("outcome") == "end"
        review_on = None if ends else _day("review_on")
        reviewed = decide_flag.Reviewed("end" if ends else "continue", review_on, form.get("account", "")[:5000])
        decide_flag.review_flag(flag_id, reviewed, viewer=current_viewer(), clock=clock())

    return _act(flag_id, "Reviewed.", act)


@bp.post("/flags/<path:flag_id>/end")
@callers(*who_may("flag_cases"))
def post_flag_end(flag_id: str) -> ResponseReturnValue:
    """End it now."""
    reason = request.form.get("reason", "")[:2000]
    return _act(
        flag_id, "Ended.", lambda: decide_flag.end_flag(flag_id, reason, viewer=current_viewer(), clock=clock())
    )


@bp.post("/flags/<path:flag_id>/letter")
@callers(*who_may("flag_cases"))
def post_flag_letter(flag_id: str) -> ResponseReturnValue:
    """The letter went, was received, or is withheld."""
    form = request.form

    def act() -> None:
        viewer = current_viewer()
        if form.get("withhold") == "yes":
            tell_person.withhold_letter(flag_id, form.get("reason", "")[:2000], viewer=viewer, clock=clock())
            return
        received_on = _day("received_on") if form.get("received_on") else None
        tell_person.note_letter(flag_id, form.get("channel", ""), received_on, viewer=viewer, clock=clock())

    return _act(flag_id, "Written down.", act)


@bp.post("/flags/<path:flag_id>/appeals")
@callers(*who_may("flag_cases"))
def post_flag_appeal(flag_id: str) -> ResponseReturnValue:
    """An appeal came in."""
    reasons = request.form.get("reasons", "")[:5000]

    def act() -> None:
        appealed = tell_person.Appealed(_day("received_on"), reasons)
        tell_person.enter_appeal(flag_id, appealed, viewer=current_viewer(), clock=clock())

    return _act(flag_id, "The appeal is entered, with the day by which it is to be decided.", act)


@bp.post("/flags/<path:flag_id>/appeals/<appeal_id>")
@callers(*who_may("flag_cases"))
def post_appeal_decision(flag_id: str, appeal_id: str) -> ResponseReturnValue:
    """Decide an appeal."""
    outcome, answer = request.form.get("outcome", ""), request.form.get("answer", "")[:5000]

    def act() -> None:
        decide_appeal(appeal_id, outcome, answer, viewer=current_viewer(), clock=clock())

    return _act(flag_id, "The appeal is decided.", act)


def _typed() -> Typed:
    form = request.form
    rev = form.get("rev", "")
    return Typed(
        rev=int(rev) if rev.isascii() and rev.isdigit() and len(rev) < 9 else 0,
        kind=form.get("kind", ""),
        texts={name: form.get(name, "")[:5000] for name in TEXTS},
        review_on=_day("review_on") if form.get("review_on") else None,
        timer_minutes=_minutes(),
    )


def _minutes() -> int | None:
    text = request.form.get("timer_minutes", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:5]) <= 480 else None


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError as error:
        raise DoorstepError("wrong_day", "Give the day, such as 24/11/2026.") from error


def _act(flag_id: str, said: str, act: Callable[[], object]) -> ResponseReturnValue:
    try:
        act()
    except DoorstepError as error:
        return _refused(flag_id, error)
    flash(said)
    return redirect(url_for("console.flag", flag_id=flag_id))


def _refused(flag_id: str, error: DoorstepError) -> ResponseReturnValue:
    if error.code == "not_found":
        raise error
    status = {"stale_edit": 409, "not_allowed": 403}.get(error.code, 400)
    return flag_page(flag_id, error), status
