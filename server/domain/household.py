"""Which recorded events are about a household's people, so that only safeguarding people may read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def household_event_ids(events: Iterable[tuple[str, Mapping[str, Any]]]) -> frozenset[str]:
    """The ids, among (id, body) pairs, of household concerns and of every correction tied to one.

    A concern that a correction turned into a household one is restricted as a whole, original and all.
    """
    known = dict(events)
    restricted = {event_id for event_id, body in known.items() if _is_about_a_person(body)}
    while True:
        tied = {
            tied_id
            for event_id, body in known.items()
            for tied_id in (event_id, _corrected(body))
            if event_id in restricted or _corrected(body) in restricted
        }
        if tied - {""} <= restricted:
            return frozenset(restricted)
        restricted |= tied - {""}


def _is_about_a_person(body: Mapping[str, Any]) -> bool:
    data = body.get("data")
    is_concern = body.get("type") in ("concern_reported", "corrected") or bool(body.get("corrects"))
    return is_concern and isinstance(data, Mapping) and data.get("about") == "person"


def _corrected(body: Mapping[str, Any]) -> str:
    corrects = body.get("corrects")
    return corrects if isinstance(corrects, str) else ""
