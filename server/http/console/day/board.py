"""Today's board. It asks for its own changes every few seconds; without JavaScript it is a page to reload.

Each column has a tag of what it says. The browser sends back the tags it has, and gets the columns that differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from server.domain.viewing import who_may
from server.http.access import callers
from server.http.console.day.cards import Card, called_off, columns
from server.http.console.day.standing import COLUMNS
from server.http.console.pages import bp, now
from server.http.console.showing.figures import day_bounds, london_day
from server.http.staff.gate import current_viewer
from server.storage.pages.board import Asked, BoardVisit, choices, visits_of_day

MOST_CARDS = 40
"""Of one column at once, so that a large day stays light; alarms are never left out."""


@dataclass(frozen=True)
class Column:
    """One column as it is shown: the first cards, and how many there are."""

    name: str
    title: str
    cards: list[Card]
    total: int

    @property
    def tag(self) -> str:
        return _tag((self.name, self.total, self.cards))


@bp.get("/board")
@callers(*who_may("board"))
def board() -> ResponseReturnValue:
    """The whole page: filters and columns."""
    return render_template("console/board.html", choices=choices(current_viewer()), **_shown())


@bp.get("/board/columns")
@callers(*who_may("board"))
def board_columns() -> ResponseReturnValue:
    """The columns that differ from those the browser has; 304 where nothing does."""
    shown = _shown()
    if request.headers.get("If-None-Match", "").strip('W/"') == shown["tag"]:
        return Response(status=304, headers={"ETag": f'"{shown["tag"]}"'})
    has = request.headers.get("Board-Has", "").split()
    differ = [column for column in shown["columns"] if column.tag not in has]
    rest_differs = shown["rest_tag"] not in has
    response = make_response(
        render_template("console/board_changes.html", differ=differ, rest_differs=rest_differs, **shown)
    )
    response.set_etag(shown["tag"])
    return response


def _shown() -> dict[str, Any]:
    viewer = current_viewer()
    present = now()
    asked, day = _asked(present), _day(london_day(present))
    visits = visits_of_day(viewer, asked)
    found = columns(visits, present, with_timers=viewer.may("timers"))
    alone = request.args.get("column", "")
    shown = [_column(name, title, found, alone) for name, title in COLUMNS if alone in ("", name)]
    rest = _rest(visits, day, asked)
    return {
        "day": day,
        "is_today": day == london_day(present),
        "asked": asked,
        "alone": alone,
        "columns": shown,
        **rest,
        "has": " ".join([*(column.tag for column in shown), rest["rest_tag"]]),
        "tag": _tag((day, asked, alone, [column.tag for column in shown], rest["rest_tag"])),
        "at": present,
        "with_firm": viewer.firm_id is None,
    }


def _column(name: str, title: str, found: Mapping[str, list[Card]], alone: str) -> Column:
    cards = found[name]
    is_whole = name in ("alarm", alone)
    return Column(name, title, cards if is_whole else cards[:MOST_CARDS], len(cards))


def _rest(visits: list[BoardVisit], day: date, asked: Asked) -> dict[str, Any]:
    """What stands under the columns: visits called off, or that there are none at all."""
    gone = called_off(visits)
    return {"called_off": gone, "total": len(visits), "rest_tag": "r" + _tag((day, asked, gone, bool(visits)))}


def _asked(present: datetime) -> Asked:
    start, end = day_bounds(_day(london_day(present)))
    chosen = {name: request.args.get(name, "").strip() for name in ("firm", "trade", "area")}
    return Asked(start, end, firm_id=chosen["firm"], trade=chosen["trade"], area=chosen["area"].upper())


def _tag(what: object) -> str:
    return sha256(repr(what).encode()).hexdigest()[:12]


def _day(today: date) -> date:
    """The day asked for; today where none was or what was asked is no day."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
