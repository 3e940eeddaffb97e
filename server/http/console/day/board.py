"""Today's board. It asks for its own cards again every few seconds; without JavaScript it is a page to reload."""

from datetime import date
from hashlib import sha256
from typing import Any

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.day.cards import COLUMNS, cancelled, columns
from server.http.console.pages import bp, now
from server.http.console.showing.figures import day_bounds, london_day
from server.http.staff.gate import current_viewer
from server.storage.pages.board import Asked, choices, visits_of_day


@bp.get("/board")
@callers(*who_may("board"))
def board() -> ResponseReturnValue:
    """The whole page: filters and columns."""
    firms, trades = choices(current_viewer())
    return render_template("console/board.html", firms=firms, trades=trades, **_shown())


@bp.get("/board/columns")
@callers(*who_may("board"))
def board_columns() -> ResponseReturnValue:
    """The columns alone; 304 where nothing on them has changed since the answer with this tag."""
    shown = _shown()
    if request.headers.get("If-None-Match", "").strip('W/"') == shown["tag"]:
        return Response(status=304, headers={"ETag": f'"{shown["tag"]}"'})
    response = make_response(render_template("console/board_columns.html", **shown))
    response.set_etag(shown["tag"])
    return response


def _shown() -> dict[str, Any]:
    viewer = current_viewer()
    present = now()
    day = _day(london_day(present))
    start, end = day_bounds(day)
    asked = Asked(start, end, firm_id=request.args.get("firm", ""), trade=request.args.get("trade", ""))
    visits = visits_of_day(viewer, asked)
    cards = columns(visits, present, with_timers=viewer.may("timers"))
    called_off = cancelled(visits)
    tag = sha256(repr((day, asked, cards, called_off)).encode()).hexdigest()[:32]
    return {
        "day": day,
        "is_today": day == london_day(present),
        "asked": asked,
        "columns": COLUMNS,
        "cards": cards,
        "cancelled": called_off,
        "total": len(visits),
        "tag": tag,
        "at": present,
        "with_firm": viewer.firm_id is None,
    }


def _day(today: date) -> date:
    """The day asked for; today where none was or what was asked is no day."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
