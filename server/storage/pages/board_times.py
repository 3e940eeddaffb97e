"""The times on the board: each record's own bounds and each timer's end by our clock, never a phone's bare word."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from server.storage.database import db
from server.storage.safety import watches
from server.storage.tables.visits import VisitEvent

LATEST = {"travelling": "travel_started", "at_door": "arrived", "inside": "access"}
"""The part of a visit's state that says since when it stands where it stands."""

_AT_ONCE = 500


class Times:
    """Looked up once for all visits of a board."""

    def __init__(self) -> None:
        self._events: dict[str, VisitEvent] = {}
        self._due_at: dict[str, dict[str, datetime]] = defaultdict(dict)

    def look_up(self, standing: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Read what the visits under way need; most of a day's are not."""
        under_way = [(visit_id, state) for visit_id, state in standing if state.get("status") in LATEST]
        wanted = [event_id for _, state in under_way if (event_id := _event_id(state))]
        for start in range(0, len(wanted), _AT_ONCE):
            query = select(VisitEvent).where(VisitEvent.event_id.in_(wanted[start : start + _AT_ONCE]))
            self._events.update({row.event_id: row for row in db.session.scalars(query)})
        timed = [visit_id for visit_id, state in under_way if state.get("timers")]
        for row in watches.of_visits(db.session.connection(), timed):
            self._due_at[row.visit_id][row.operative_id] = row.due_at

    def latest(self, state: Mapping[str, Any] | None) -> VisitEvent | None:
        return self._events.get(_event_id(state or {}) or "")

    def due_at(self, visit_id: str | None) -> Mapping[str, datetime]:
        return self._due_at.get(visit_id or "", {})


def _event_id(state: Mapping[str, Any]) -> str | None:
    mark = state.get(LATEST.get(str(state.get("status")), "")) or {}
    event_id = mark.get("event_id")
    return event_id if isinstance(event_id, str) else None
