"""What a phone recorded that a tenant is to hear of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from server.domain.conflicts import went_in
from server.domain.evidence.phone_events import moment, standing
from server.domain.evidence.records import PhoneEvent
from server.domain.notices import NEW_TIME, NO_ACCESS, ON_MY_WAY, SUMMARY, Happening

Fields = Mapping[str, Any]

_KINDS = {
    "travel_started": ON_MY_WAY,
    "told_new_time": NEW_TIME,
    "no_access": NO_ACCESS,
    "summary_agreed": SUMMARY,
}
_BY_MESSAGE = frozenset({"sms", "push"})
_AT_THE_DOOR = frozenset({"arrived", "id_shown", "id_missing", "no_access", "access_given"})


def happenings_of(events: Iterable[PhoneEvent]) -> list[Happening]:
    """In the order of the fold. A new time that the operative told by voice asks for no text."""
    counted = standing(events)
    return [
        _happening(event, fields, counted[index + 1 :])
        for index, (event, fields) in enumerate(counted)
        if _is_news(event.body["type"], fields)
    ]


def _is_news(kind: str, fields: Fields) -> bool:
    if kind == "told_new_time":
        return fields.get("channel") in _BY_MESSAGE and moment(fields.get("new_start")) is not None
    return kind in _KINDS


def _happening(event: PhoneEvent, fields: Fields, later: Sequence[tuple[PhoneEvent, Fields]]) -> Happening:
    kind = _KINDS[event.body["type"]]
    earliest, latest = event.narrow or event.hard
    starts_at, ends_at = moment(fields.get("new_start") or fields.get("eta")), moment(fields.get("new_end"))
    return Happening(
        kind=kind,
        cause=event.body["id"],
        earliest=min(earliest, latest),
        latest=latest,
        received_at=event.received_at,
        starts_at=starts_at,
        ends_at=ends_at if starts_at and ends_at and ends_at > starts_at else None,
        came_after=any(_is_no_news(kind, other.body["type"], given) for other, given in later),
        visit_id=event.body["visit_id"],
    )


def _is_no_news(kind: str, later: str, fields: Fields) -> bool:
    if kind == NO_ACCESS:
        return later == "access_given" and went_in(fields)
    if kind == SUMMARY:
        return False
    return later in _AT_THE_DOOR and fields.get("at_property") is not False
