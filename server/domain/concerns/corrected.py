"""What an operative says of a concern after correcting it. A correction adds limits in law and takes none away.

What was said first stays said: only a competent person of the landlord lets a possible limit go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.domain.concerns.groups import DAMP_MOULD, group_of
from server.domain.corrections import Event, that_stand

DANGER = "danger_now"


@dataclass(frozen=True)
class Said:
    """The category that stands, those it had besides, and which event first said what its report had not."""

    category: str
    danger_now: bool
    also: tuple[str, ...]
    learned_from: Mapping[str, str] = field(default_factory=dict)


def said_of(event_id: str, events: Sequence[Event]) -> Said | None:
    """`events` in order, with the concern among them; None where nothing corrects it."""
    own = {event["id"]: event for event in events}
    first = own[event_id]
    told = [first, *_corrections(first, events)]
    if len(told) == 1:
        return None
    standing = {event["id"]: fields for event, fields in that_stand(list(events))}
    # A concern that is taken back stays as it was told: a person looks at it.
    category = _category(standing.get(event_id, {})) or _category(first["data"])
    learned = {**_first(told, DANGER, _is_danger), **_first(told, DAMP_MOULD, _is_damp)}
    return Said(
        category=category,
        danger_now=any(_is_danger(event["data"]) for event in told),
        also=tuple(sorted({_category(event["data"]) for event in told} - {category, ""})),
        learned_from={what: event for what, event in learned.items() if event != event_id},
    )


def _corrections(first: Event, events: Iterable[Event]) -> list[Event]:
    """What the same person laid over it, corrections of corrections too."""
    tied = {first["id"]}
    found: list[Event] = []
    left = [event for event in events if event["type"] == "corrected" and event["actor_id"] == first["actor_id"]]
    while fresh := [event for event in left if event.get("corrects") in tied and event["id"] not in tied]:
        found += fresh
        tied |= {event["id"] for event in fresh}
    return found


def _first(told: Sequence[Event], name: str, says: Any) -> dict[str, str]:
    return next(({name: event["id"]} for event in told if says(event["data"])), {})


def _is_danger(data: Mapping[str, Any]) -> bool:
    return data.get(DANGER) is True


def _is_damp(data: Mapping[str, Any]) -> bool:
    return group_of(_category(data)) == DAMP_MOULD


def _category(data: Mapping[str, Any]) -> str:
    text = data.get("category")
    return text if isinstance(text, str) else ""
