"""The order in which a visit's events are read, and what each still says after its corrections.

A correction is a new event that names the one it corrects; both stay in the record.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Event = Mapping[str, Any]
Fields = Mapping[str, Any]

DEEPEST_CORRECTION = 50
"""Corrections of corrections beyond this depth are not followed: nobody means them."""


def in_order(events: Iterable[Event]) -> list[Event]:
    """Each event once: a device's own in the order of its chain, devices interleaved by their clocks.

    A clock set back must not turn a chain round, so within a chain time only moves forward.
    """
    chains: dict[tuple[str, str], list[Event]] = {}
    for event in events:
        chains.setdefault((event["device_id"], event["epoch"]), []).append(event)
    keyed = []
    for chain, links in chains.items():
        latest = float("-inf")
        for event in sorted(links, key=lambda link: (link["seq"], link["id"])):
            latest = max(latest, _clock_ms(event))
            keyed.append(((latest, *chain, event["seq"], event["id"]), event))
    keyed.sort(key=lambda pair: pair[0])
    once: dict[str, Event] = {}
    for _, event in keyed:
        once.setdefault(event["id"], event)
    return list(once.values())


def _clock_ms(event: Event) -> float:
    middle = event.get("middle_ms")
    return float(event["at"]["wall_ms"] if middle is None else middle)


def that_stand(ordered: list[Event]) -> list[tuple[Event, Fields]]:
    """The events that still count, each with its fields after correction.

    `corrected` lays its fields over the event it names, or with `withdrawn` takes it back. An event of any
    other type that names one takes its place. Only the same person corrects: another's word is a conflict.
    """
    naming: dict[str, list[Event]] = {}
    for event in ordered:
        if event.get("corrects"):
            naming.setdefault(event["corrects"], []).append(event)
    standing = []
    for event in ordered:
        if event["type"] != "corrected":
            fields = _after_corrections(event, naming, (event["id"],))
            if fields is not None:
                standing.append((event, fields))
    return standing


def _after_corrections(event: Event, naming: Mapping[str, list[Event]], above: tuple[str, ...]) -> Fields | None:
    fields: Fields = event["data"]
    if len(above) > DEEPEST_CORRECTION:
        return fields
    for other in naming.get(event["id"], ()):
        if other["actor_id"] != event["actor_id"] or other["id"] in above:
            continue
        said = _after_corrections(other, naming, (*above, other["id"]))
        if said is None:
            continue
        if other["type"] != "corrected" or said.get("withdrawn") is True:
            return None
        fields = {**fields, **said}
    return fields


def corrected_by_another(ordered: list[Event]) -> list[dict[str, Any]]:
    by_id = {event["id"]: event for event in ordered}
    found = []
    for event in ordered:
        first = by_id.get(event.get("corrects") or "")
        if first is not None and first["actor_id"] != event["actor_id"]:
            found.append({"what": "corrected", "event_ids": [first["id"], event["id"]]})
    return found
