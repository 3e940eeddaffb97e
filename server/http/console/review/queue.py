"""The list: what waits, worst first. It asks for itself anew every few seconds and is sent only where it differs."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.errors import DoorstepError
from server.domain.review.items import CLOSED, OPEN
from server.domain.review.kinds import KINDS, seen_by
from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.pages import PAGE_LENGTH, bp, clock, now, page_number
from server.http.console.review import words
from server.http.console.showing.figures import day_bounds, london_day
from server.http.staff.gate import current_viewer
from server.services.review.save_view import remove_view, save_view
from server.storage.people import users
from server.storage.review import queue, views
from server.storage.review.queue import MINE, NOBODYS, Asked

FILTERS = ("kind", "firm", "who", "due", "state")
DUES = {"over": "Over already", "today": "Lapses today", "week": "Within seven days"}
WHOSE = {MINE: "Mine", NOBODYS: "Nobody's"}


@bp.get("/queue")
@callers(*who_may("queue"))
def review_queue() -> ResponseReturnValue:
    """The whole page: views, filters, counts and items."""
    return _page()


@bp.get("/queue/items")
@callers(*who_may("queue"))
def queue_items() -> ResponseReturnValue:
    """The items alone; 304 where nothing has changed since the answer with this tag."""
    shown = _shown()
    if request.headers.get("If-None-Match", "").strip('W/"') == shown["tag"]:
        return Response(status=304, headers={"ETag": f'"{shown["tag"]}"'})
    response = make_response(render_template("console/review/items.html", words=words, kinds=KINDS, **shown))
    response.set_etag(shown["tag"])
    return response


@bp.post("/queue/views")
@callers(*who_may("queue"))
def post_queue_view() -> ResponseReturnValue:
    """Keep the filters that stand in the form, for oneself."""
    chosen = {name: request.form.get(name, "")[:60] for name in FILTERS if request.form.get(name)}
    try:
        save_view(request.form.get("name", "")[:200], chosen, viewer=current_viewer(), clock=clock())
    except DoorstepError as error:
        return _page(error), 400
    flash("Saved. It stands above the list, for you alone.")
    return redirect(url_for("console.review_queue", **chosen))  # type: ignore[arg-type]


@bp.post("/queue/views/<view_id>/removal")
@callers(*who_may("queue"))
def post_view_removal(view_id: str) -> ResponseReturnValue:
    """Drop a view of one's own."""
    remove_view(view_id, viewer=current_viewer())
    flash("Removed.")
    return redirect(url_for("console.review_queue"))


def _page(error: DoorstepError | None = None) -> str:
    viewer = current_viewer()
    return render_template(
        "console/review/queue.html",
        views=views.of_user(viewer),
        firms=users.firm_names(viewer.landlord_id) if viewer.firm_id is None else {},
        kinds=KINDS,
        seen=seen_by(viewer),
        dues=DUES,
        whose=WHOSE,
        words=words,
        error=error,
        typed=request.form,
        **_shown(),
    )


def _shown() -> dict[str, Any]:
    viewer, present, filters = current_viewer(), now(), _filters()
    asked = _asked(filters)
    found, more = queue.listed(viewer, asked, PAGE_LENGTH)
    counts = queue.counts(viewer)
    unseen = 0
    if viewer.may("household_count") and not viewer.may("household_concerns"):
        unseen = queue.household_count(viewer)
    lefts = [words.left(one.due_at, present) for one in found]
    return {
        "items": list(zip(found, lefts, strict=True)),
        "more": more,
        "page": asked.page,
        "counts": counts,
        "unseen": unseen,
        "most": queue.COUNTED,
        "filters": filters,
        "is_open": asked.state == OPEN,
        "at": present,
        "me": viewer.user_id,
        "with_firm": viewer.firm_id is None,
        "tag": sha256(repr((filters, asked.page, found, lefts, counts, unseen)).encode()).hexdigest()[:32],
    }


def _filters() -> dict[str, str]:
    """The choices made, as far as there are such; anything else is no choice."""
    given = request.form if request.method == "POST" else request.args
    known = {"kind": KINDS, "who": WHOSE, "due": DUES, "state": (CLOSED,)}
    chosen = {name: given.get(name, "").strip()[:60] for name in FILTERS}
    return {name: value for name, value in chosen.items() if value and value in known.get(name, (value,))}


def _asked(filters: dict[str, str]) -> Asked:
    present = now()
    _, midnight = day_bounds(london_day(present))
    before = {"over": present, "today": midnight, "week": midnight + timedelta(days=6)}
    return Asked(
        kind=filters.get("kind", ""),
        firm_id=filters.get("firm", ""),
        who=filters.get("who", ""),
        due_before=before.get(filters.get("due", "")),
        state=filters.get("state", OPEN),
        page=page_number(),
    )
