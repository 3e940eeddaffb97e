"""The late edges of an appointment: when each agreed time, with its tolerance, is past.

For waiting and for the sweep only. Every word that was told is taken as valid here; the rule judges validity,
and a word that came too late moves an edge by minutes on the same day at most.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

Row = Mapping[str, Any]


def late_edges(appointment: Row, tolerance: timedelta) -> dict[int | None, datetime]:
    """The edge of the time that each move closed, by the move's index; under None that of the time last in force."""
    if appointment.get("agreed_start") is None:
        return {}
    end = _instant(appointment.get("agreed_end") or appointment["agreed_start"])
    edges: dict[int | None, datetime] = {}
    for _, index, word in sorted(_words(appointment), key=lambda each: each[0]):
        if index is not None:
            edges[index] = end + tolerance
        end = _instant(word.get("new_end") or word["new_start"])
    edges[None] = end + tolerance
    return edges


def _words(appointment: Row) -> list[tuple[datetime, int | None, Row]]:
    words: list[tuple[datetime, int | None, Row]] = []
    for index, change in enumerate(appointment.get("changes", ())):
        if change["kind"] == "moved" and change.get("told_at"):
            words.append((_instant(change["told_at"]), index, change))
    for notice in appointment.get("notices", ()):
        at = notice.get("spoken_at") or notice.get("sent_at")
        if at:
            words.append((_instant(at), None, notice))
    return words


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
