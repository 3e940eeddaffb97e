"""From what phones recorded to the events and spoken notices of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from server.domain.conflicts import went_in
from server.domain.corrections import in_order, that_stand
from server.domain.events import NO_ACCESS_REASONS, SPOKEN_CHANNELS
from server.domain.evidence.locations import has_fix
from server.domain.evidence.records import LONDON, Doubt, PhoneEvent, Row, written
from server.domain.times import WAYS_OF_TRUST
from server.domain.witness import PROVES_CONTACT

Fields = Mapping[str, Any]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLAIN = ("arrived", "id_shown", "id_missing", "too_few_people", "work_done", "left")
_LONGEST_REASON = 500


@dataclass(frozen=True)
class SpokenNotice:
    """The operative told the tenant a new time, by voice, at some moment of this interval."""

    event_id: str
    channel: str
    earliest: datetime
    latest: datetime
    new_start_at: datetime
    new_end_at: datetime | None


def standing(events: Iterable[PhoneEvent]) -> list[tuple[PhoneEvent, Fields]]:
    """The events that count after their corrections, in the order of the fold."""
    by_id = {event.body["id"]: event for event in events}
    ordered = in_order([event.body for event in by_id.values()])
    return [(by_id[body["id"]], fields) for body, fields in that_stand(ordered)]


def interval(event: PhoneEvent, doubt: Doubt) -> tuple[datetime, datetime]:
    """The one interval the rule works on: narrow where the clock was consistent and nobody doubts it, else hard.

    A witness cuts off what lies after the minute that it proves, of either.
    """
    if doubt.trust not in WAYS_OF_TRUST:
        raise ValueError(f"offline_time_trust must be one of {', '.join(WAYS_OF_TRUST)}, not {doubt.trust!r}")
    doubted = doubt.time_disputed or doubt.trust == "witness_required"
    found = event.hard if event.narrow is None or (doubted and not event.witnessed) else event.narrow
    if event.not_after is None:
        return found
    latest = min(found[1], event.not_after)
    return min(found[0], latest), latest


def case_events(events: Iterable[PhoneEvent], doubt: Doubt) -> list[Row]:
    """The events of a case, in the order in which the fold reads them.

    Whoever arrived at another address stays there, for the rule, until they arrive at the property.
    """
    counted = standing(events)
    backed = _backed(counted)
    elsewhere: dict[str, bool] = {}
    rows = []
    for event, fields in counted:
        actor = event.body["actor_id"]
        if event.body["type"] == "arrived":
            elsewhere[actor] = fields.get("at_property") is False
        row = _said(event, fields)
        if row is not None:
            row |= _frame(event, doubt, weak=_is_weak(event, (actor, event.body["visit_id"]) in backed))
            rows.append(row | ({"at_property": False} if elsewhere.get(actor) else {}))
    return rows


def _said(event: PhoneEvent, fields: Fields) -> Row | None:
    """The part of the event that the rule asks about; None where it asks nothing."""
    kind = event.body["type"]
    if kind in _PLAIN or (kind == "access_given" and went_in(fields)):
        return {"type": kind}
    if kind == "no_access":
        # A correction may have put any word here; then the first word stands.
        said = fields.get("reason")
        reason = said if said in NO_ACCESS_REASONS else event.body["data"]["reason"]
        return {"type": kind, "reason": reason, "card_left": fields.get("card_left") is True}
    if kind == "work_not_done":
        return {"type": kind, "reason": str(fields.get("reason") or "not said")[:_LONGEST_REASON]}
    return None


def _frame(event: PhoneEvent, doubt: Doubt, *, weak: bool) -> Row:
    earliest, latest = interval(event, doubt)
    return {
        "id": event.body["id"],
        "operative": event.body["actor_id"],
        "earliest": written(min(earliest, latest)),
        "latest": written(latest),
        "received_at": written(event.received_at),
        **({"weak": True} if weak else {}),
    }


def _backed(counted: Sequence[tuple[PhoneEvent, Fields]]) -> set[tuple[str, str]]:
    """Who, at which visit, has a photo or a tenant's right code beside their words."""
    return {
        (event.body["actor_id"], event.body["visit_id"])
        for event, _ in counted
        if event.body.get("blobs") or event.code in PROVES_CONTACT
    }


def _is_weak(event: PhoneEvent, is_backed: bool) -> bool:
    """Unsigned, and nothing beside it, and a clock that cannot be trusted: only all three make an event weak."""
    supported = event.signed or is_backed or event.witnessed or has_fix(event.body)
    return not supported and event.narrow is None


def spoken_notices(events: Iterable[PhoneEvent], doubt: Doubt) -> list[SpokenNotice]:
    """The new times that operatives told by voice; by text they come from the outbox."""
    found = []
    for event, fields in standing(events):
        if event.body["type"] != "told_new_time" or fields.get("channel") not in SPOKEN_CHANNELS:
            continue
        start, end = moment(fields.get("new_start")), moment(fields.get("new_end"))
        if start is not None:
            earliest, latest = interval(event, doubt)
            end = end if end is None or end >= start else None
            about = (event.body["id"], str(fields["channel"]))
            found.append(SpokenNotice(*about, min(earliest, latest), latest, start, end))
    return found


def moment(value: object) -> datetime | None:
    """A time that a phone wrote, as RFC 3339 text or milliseconds; without an offset it is London time."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return _EPOCH + timedelta(milliseconds=value)
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None
    return read.replace(tzinfo=LONDON) if read is not None and read.tzinfo is None else read
