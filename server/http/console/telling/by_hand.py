"""What a person has to tell: calls, planned works stopped for a late notice, letters to print and post."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, config, now
from server.http.staff.gate import current_viewer
from server.services.notices import tell_by_hand
from server.services.notices.print_letter import print_letter
from server.storage.telling import by_hand

OTHER_FORMATS = {"braille": "Braille", "audio": "Audio", "easy_read": "Easy read"}


@bp.get("/by-hand")
@callers(*who_may("texts"))
def by_hand_list() -> ResponseReturnValue:
    """The most pressing first; what would help nobody any more is left out."""
    return _page()


@bp.post("/by-hand/<notice_id>/told")
@callers(*who_may("texts"))
def post_told(notice_id: str) -> ResponseReturnValue:
    """The tenant was told just now, by phone or in person."""
    tell_by_hand.told_by_voice(current_viewer(), notice_id, request.form.get("how", ""), clock=clock())
    flash("Written down as told now.")
    return redirect(url_for("console.by_hand_list"))


@bp.post("/by-hand/<notice_id>/allowed")
@callers(*who_may("late_notices"))
def post_allowed(notice_id: str) -> ResponseReturnValue:
    """A manager lets a late notice of planned works go."""
    try:
        tell_by_hand.allow_late_notice(current_viewer(), notice_id, request.form.get("reason", ""), clock=clock())
    except tell_by_hand.ReasonMissing as error:
        return _page(error, notice_id), 422
    flash("It leaves now. Your reason is kept with it.")
    return redirect(url_for("console.by_hand_list"))


@bp.post("/letters/<letter_id>/print")
@callers(*who_may("texts"))
def post_print(letter_id: str) -> ResponseReturnValue:
    """The letter as PDF, with a link of its own."""
    pdf = print_letter(current_viewer(), letter_id, public_url=config().public_url, clock=clock())
    answer = make_response(pdf)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="letter-{letter_id[:8]}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/letters/<letter_id>/posted")
@callers(*who_may("texts"))
def post_posted(letter_id: str) -> ResponseReturnValue:
    """It is in the post."""
    tell_by_hand.letter_posted(current_viewer(), letter_id, clock=clock())
    flash("Written down as posted now.")
    return redirect(url_for("console.by_hand_list"))


def _page(error: DoorstepError | None = None, about: str = "") -> str:
    viewer, at = current_viewer(), now()
    return render_template(
        "console/by_hand.html",
        calls=by_hand.calls(viewer, at),
        stopped=by_hand.stopped(viewer, at),
        letters=by_hand.letters(viewer, at),
        dead_numbers=by_hand.dead_numbers(viewer, at),
        other_formats=OTHER_FORMATS,
        error=error,
        about=about,
    )
