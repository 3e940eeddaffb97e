"""Where two devices at one visit say different things. Both stand; a person is asked."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Event = Mapping[str, Any]
Fields = Mapping[str, Any]
Opinion = Callable[[str, Fields], str | None]


def between_devices(standing: Iterable[tuple[Event, Fields]]) -> list[dict[str, Any]]:
    """Each matter on which the devices' last words differ, with the events that say so."""
    read = list(standing)
    found = []
    for what, opinion in _OPINIONS.items():
        ids = _differing(read, opinion)
        if ids:
            found.append({"what": what, "event_ids": ids})
    return found


def _differing(standing: list[tuple[Event, Fields]], opinion: Opinion) -> list[str]:
    last_words: dict[str, tuple[str, str]] = {}
    for event, fields in standing:
        word = opinion(event["type"], fields)
        if word is not None:
            last_words.pop(event["device_id"], None)
            last_words[event["device_id"]] = (word, event["id"])
    differ = len({word for word, _ in last_words.values()}) > 1
    return [event_id for _, event_id in last_words.values()] if differ else []


def went_in(fields: Fields) -> bool:
    """With consent, or without it because of an emergency that the record names."""
    return fields.get("consent") is True or fields.get("emergency") is not None


def _whether_in(kind: str, fields: Fields) -> str | None:
    if kind == "no_access":
        return "stayed_out"
    return "went_in" if kind == "work_done" or (kind == "access_given" and went_in(fields)) else None


def _why_no_access(kind: str, fields: Fields) -> str | None:
    return str(fields.get("reason")) if kind == "no_access" else None


def _whether_allowed(kind: str, fields: Fields) -> str | None:
    if kind != "access_given":
        return None
    return f"{fields.get('adult_present') is True} {fields.get('consent') is True}"


def _whether_done(kind: str, fields: Fields) -> str | None:
    return kind if kind in ("work_done", "work_not_done") else None


def _whether_dealt_with(kind: str, fields: Fields) -> str | None:
    return str(fields.get("dealt_with") is True) if kind == "summary_agreed" else None


_OPINIONS: Mapping[str, Opinion] = {
    "outcome": _whether_in,
    "no_access": _why_no_access,
    "access": _whether_allowed,
    "work": _whether_done,
    "summary": _whether_dealt_with,
}
