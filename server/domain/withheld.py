"""Which recorded events are not for everybody who may open a visit: household concerns, and reports not urgent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from server.domain.viewing import Viewer

Body = Mapping[str, Any]


BY_ROLE, SHUT, OPENED = "by_role", "shut", "opened"
"""Household events are told by role to whoever takes evidence away; on pages with an address they are shut for all, and
opened for one request by somebody who gave a reason."""


def withheld_event_ids(
    viewer: Viewer, events: Iterable[tuple[str, Body]], *, household: str = BY_ROLE
) -> frozenset[str]:
    """The ids, among (id, body) pairs, that this person may not read. `events` must hold whole visits.

    An event and what corrects it are withheld together: a concern that a correction turned into a household one
    is restricted as a whole.
    """
    known = dict(events)
    of_people = household_event_ids(known.items())
    reads = household == OPENED or (household == BY_ROLE and viewer.may("household_concerns"))
    hidden = frozenset() if reads else of_people
    if viewer.may("every_damage_and_property_report"):
        return hidden
    reported = _tied(known, _is_report) - of_people
    urgent = _tied(known, _is_urgent) if viewer.may("urgent_reports") else frozenset()
    return hidden | (reported - urgent)


def household_event_ids(events: Iterable[tuple[str, Body]]) -> frozenset[str]:
    """The ids, among (id, body) pairs, of what is about a household's people, and of all that corrections tie to it."""
    return _tied(dict(events), is_household)


def is_household(body: Body) -> bool:
    """Whether a body says something about a household's people."""
    is_concern = body.get("type") in ("concern_reported", "corrected") or bool(body.get("corrects"))
    return is_concern and _fields(body).get("about") == "person"


def _is_report(body: Body) -> bool:
    return body.get("type") in ("damage_reported", "concern_reported")


def _is_urgent(body: Body) -> bool:
    return _fields(body).get("danger_now") is True


def _fields(body: Body) -> Body:
    data = body.get("data")
    return data if isinstance(data, Mapping) else {}


def _tied(known: Mapping[str, Body], is_seed: Callable[[Body], bool]) -> frozenset[str]:
    """The ids of events that fit, and of all events that a chain of corrections ties to one."""
    found = {event_id for event_id, body in known.items() if is_seed(body)}
    waiting = list(found)
    neighbours = _neighbours(known)
    while waiting:
        new = neighbours.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return frozenset(found)


def _neighbours(known: Mapping[str, Body]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for event_id, body in known.items():
        corrects = body.get("corrects")
        if isinstance(corrects, str) and corrects:
            found.setdefault(event_id, set()).add(corrects)
            found.setdefault(corrects, set()).add(event_id)
    return found
