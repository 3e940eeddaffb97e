"""Which lane a concern stands in, and what it says after its corrections.

What a correction made a matter of the household's people leaves the property list. Both are made from all accepted
events of a visit, so that they are the same in whatever order these came.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from server.domain.concerns.corrected import said_of
from server.domain.corrections import in_order
from server.domain.withheld import household_event_ids
from server.services.sync.delivery import Delivery, Incoming
from server.storage import visits

CONCERN, CORRECTED = "concern_reported", "corrected"
LANES = {"property": "property", "person": "household"}

_NOTHING: dict[str, object] = {"also": [], "learned_at": {}}

Bodies = Mapping[str, Mapping[str, Any]]


def put_in_lanes(delivery: Delivery, of_visits: Iterable[Bodies], accepted: Sequence[Incoming]) -> list[str]:
    """Move the concerns of these visits, and those without a visit, to the lane that all records together give them.

    `of_visits` holds event id to event for each touched visit. Returns the concerns that are new or changed lane.
    """
    changed = [one.envelope.event_id for one in accepted if (one.body or {}).get("type") == CONCERN]
    for bodies in (*of_visits, *_without_visit(delivery, accepted)):
        concerns = [event_id for event_id, body in bodies.items() if body["type"] == CONCERN]
        if concerns:
            changed += _put(delivery, concerns, household_event_ids(bodies.items()))
            changed += _correct(delivery, concerns, _ordered(bodies))
    return changed


def _without_visit(delivery: Delivery, accepted: Iterable[Incoming]) -> list[Bodies]:
    """A phone's concerns of the day, with what corrects them, where one of these is new."""
    new = [one for one in accepted if one.visit is None and (one.body or {}).get("type") in (CONCERN, CORRECTED)]
    if not new:
        return []
    rows = visits.events_without_visit(delivery.connection, delivery.phone.device_id, (CONCERN, CORRECTED))
    return [{row.event_id: {**visits.parsed(row.body), **row._mapping, "id": row.event_id} for row in rows}]


def _put(delivery: Delivery, concerns: Iterable[str], household: frozenset[str]) -> list[str]:
    moved = []
    for row in visits.concern_lanes(delivery.connection, concerns):
        lane = "household" if row.event_id in household else LANES[row.facts["about"]]
        if lane != row.lane:
            visits.set_lane(delivery.connection, row.report_id, lane)
            moved.append(row.event_id)
    return moved


def _ordered(bodies: Bodies) -> list[Mapping[str, Any]]:
    return in_order(bodies.values()) if any(body["type"] == CORRECTED for body in bodies.values()) else []


def _correct(delivery: Delivery, concerns: Iterable[str], ordered: list[Mapping[str, Any]]) -> list[str]:
    """Let the reports say what stands now; returns the concerns of which something else was learned."""
    found = {event_id: said for event_id in concerns if ordered and (said := said_of(event_id, ordered))}
    changed = []
    for row in visits.concern_lanes(delivery.connection, found) if found else ():
        said = found[row.event_id]
        learned = visits.received_at(delivery.connection, set(said.learned_from.values()))
        corrected = {
            "also": list(said.also),
            "learned_at": {what: learned[event].isoformat() for what, event in said.learned_from.items()},
        }
        before = (row.category, row.danger_now, row.facts.get(CORRECTED, _NOTHING))
        if before != (said.category, said.danger_now, corrected):
            facts = {**row.facts, CORRECTED: corrected}
            visits.correct_report(
                delivery.connection, row.report_id, category=said.category, danger_now=said.danger_now, facts=facts
            )
            changed.append(row.event_id)
    return changed
