"""One item: what it is, its own page, who has it, what was done, and the forms to take, give, ask and close."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.review.items import OUTCOMES
from server.domain.review.kinds import KINDS
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import bp, clock, now, or_not_found
from server.http.console.review import words
from server.http.console.review.places import place_of
from server.http.staff.gate import current_viewer
from server.services.review.ask_operative import ask_operative, can_be_asked
from server.services.review.close_by_hand import ByHand, close_by_hand, closes_here
from server.services.review.hold_item import assign_item, give_back_item, take_item, who_can_hold
from server.storage.people import users
from server.storage.review import queue
from server.storage.review.queue import ListedItem

FIELDS = {"unknown_outcome": "outcome", "missing_note": "note", "wrong_person": "user_id", "wrong_message": "question"}


@bp.get("/queue/<item_id>")
@callers(*who_may("queue"))
def queue_item(item_id: str) -> ResponseReturnValue:
    """The item and its history."""
    return _page(item_id)


@bp.post("/queue/<item_id>/taking")
@callers(*who_may("queue"))
def post_taking(item_id: str) -> ResponseReturnValue:
    """Take it; whoever comes second is told who was first."""
    return _act(item_id, lambda: take_item(item_id, viewer=current_viewer(), clock=clock()), "It is yours.")


@bp.post("/queue/<item_id>/giving-back")
@callers(*who_may("queue"))
def post_giving_back(item_id: str) -> ResponseReturnValue:
    """Let somebody else take it."""
    return _act(item_id, lambda: give_back_item(item_id, viewer=current_viewer(), clock=clock()), "Given back.")


@bp.post("/queue/<item_id>/assignment")
@callers(*who_may("queue"))
def post_item_assignment(item_id: str) -> ResponseReturnValue:
    """Give it to somebody who may see it."""
    user_id = request.form.get("user_id", "")[:36]
    return _act(
        item_id, lambda: assign_item(item_id, user_id, rev=_rev(), viewer=current_viewer(), clock=clock()), "Assigned."
    )


@bp.post("/queue/<item_id>/questions")
@callers(*who_may("queue"))
def post_item_question(item_id: str) -> ResponseReturnValue:
    """Ask the operative of the visit: it is on their phone at the next contact, and their answer comes back here."""
    text = request.form.get("question", "")[:2000]
    act = lambda: ask_operative(item_id, text, viewer=current_viewer(), clock=clock())  # noqa: E731
    return _act(item_id, act, "Asked. It is on the phone from its next contact on.")


@bp.post("/queue/<item_id>/closing")
@callers(*who_may("queue"))
def post_item_closing(item_id: str) -> ResponseReturnValue:
    """Close it here, with what came of it."""
    closing = ByHand(request.form.get("outcome", ""), request.form.get("note", "")[:5000], _rev())
    act = lambda: close_by_hand(item_id, closing, viewer=current_viewer(), clock=clock())  # noqa: E731
    return _act(item_id, act, "Closed. Its history stays.")


def _act(item_id: str, act: Callable[[], None], said: str) -> ResponseReturnValue:
    """Do it and show the item again; a refusal is shown above what was typed."""
    try:
        act()
    except DoorstepError as error:
        if error.code == "not_found":
            raise
        return _page(item_id, error), 409 if error.code == "stale_edit" else 400
    flash(said)
    return redirect(url_for("console.queue_item", item_id=item_id))


def _page(item_id: str, error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    item: ListedItem = or_not_found(queue.find(viewer, item_id))
    steps = queue.history(item_id)
    names = users.names_of([*(step.by for step in steps), *(str(step.facts.get("to")) for step in steps)])
    asked = queue.questions(item_id)
    return render_template(
        "console/review/item.html",
        item=item,
        kind=KINDS[item.kind],
        place=place_of(item, viewer),
        left=words.left(item.due_at, now()),
        history=[(step.at, words.step(step, names), step.note) for step in steps],
        questions=asked,
        asked_by=users.names_of(one.asked_by for one in asked),
        holders=who_can_hold(item),
        can_ask=can_be_asked(item),
        closes_here=closes_here(item, viewer),
        outcomes=OUTCOMES,
        words=words,
        me=viewer.user_id,
        at=now(),
        error=error,
        field=FIELDS.get(error.code, "main") if error else "",
        typed=request.form,
    )


def _rev() -> int:
    """Which state of the item the form was made from; none is one that nothing fits."""
    text = request.form.get("rev", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
