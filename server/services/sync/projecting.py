"""From accepted events to what people and phones see: visit events, the fold, photos, reports, the feed.

Everything here can be made anew from the journal; `rebuild_projections` does.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from server.domain.events import readable
from server.domain.times import Times
from server.domain.visits import fold_visit
from server.services.concerns.receive_concern import receive_concerns
from server.services.review.hear_answers import Answer, hear_answers
from server.services.review.put_reports import put_reports
from server.services.sync.delivery import Delivery, Incoming
from server.services.sync.relaning import LANES, put_in_lanes
from server.services.sync.timing import instant
from server.services.sync.witnessing import witness
from server.storage import feed, meta, visits
from server.storage.visits import VisitFacts

REPORTS = ("damage_reported", "concern_reported")


def project(delivery: Delivery, accepted: Sequence[Incoming], also_touched: Iterable[str] = ()) -> set[str]:
    """Apply newly accepted events and fold their visits, and those in `also_touched`, anew; returns all of these."""
    fresh: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = [_event_row(delivery, one) for one in accepted]
    for one, row in zip(accepted, rows, strict=True):
        if one.visit is not None:
            fresh[one.visit.visit_id].append(_folded(one, row))
    touched = {*fresh, *also_touched}
    earlier = _earlier(delivery, touched)
    states = [_state_row(delivery, visit_id, [*earlier[visit_id], *fresh[visit_id]]) for visit_id in sorted(touched)]
    visits.add_events(delivery.connection, rows)
    visits.save_states(delivery.connection, states)
    visits.add_blob_references(delivery.connection, [each for one in accepted for each in _photos(delivery, one)])
    _add_reports(delivery, accepted, rows)
    together = [[*earlier[visit_id], *fresh[visit_id]] for visit_id in sorted(touched)]
    concerns = put_in_lanes(delivery, [{event["id"]: event for event in events} for events in together], accepted)
    receive_concerns(delivery.connection, concerns, at=delivery.at)
    put_reports(delivery.connection, concerns, at=delivery.at)
    hear_answers(delivery.connection, [_answer(one) for one in accepted if _is_answer(one)], at=delivery.at)
    typed = {visit_id for visit_id in touched if _has_code([*earlier[visit_id], *fresh[visit_id]])}
    witness(delivery, typed | set(also_touched))
    return touched


def _is_answer(one: Incoming) -> bool:
    return one.visit is not None and (one.body or {}).get("type") == "message_answered"


def _answer(one: Incoming) -> Answer:
    body = readable(one.body)
    data = body["data"]
    return Answer(data["message_id"], data["text"], body["actor_id"], one.visit_id or "")


def _has_code(events: Iterable[dict[str, Any]]) -> bool:
    return any(event["type"] == "witness_code" for event in events)


def hand_on(delivery: Delivery, accepted: Sequence[Incoming], touched_ids: Iterable[str]) -> None:
    """Leave the touched visits to the worker, and let other phones know. Call it last: it takes feed positions."""
    visits.touch(delivery.connection, delivery.phone.landlord_id, sorted(touched_ids), at=delivery.at)
    touched = {one.visit.visit_id: one.visit for one in accepted if one.visit is not None}
    reported = {one.visit_id for one in accepted if _is_report(one)}
    changes = [
        feed.Change(feed.operative(each), "visit_state", visit.visit_id, _spared(delivery, visit, reported))
        for visit in touched.values()
        for each in _present_operatives(visit)
    ]
    if changes:
        feed.append(delivery.phone.landlord_id, changes, at=delivery.at)


def _spared(delivery: Delivery, visit: VisitFacts, reported: set[str | None]) -> str | None:
    """A phone knows what it has just said; under which reference a report stands it hears from here."""
    return None if visit.visit_id in reported else delivery.phone.device_id


def _is_report(one: Incoming) -> bool:
    return (one.body or {}).get("type") in REPORTS


def _present_operatives(visit: VisitFacts) -> list[str]:
    return sorted({each.operative_id for each in visit.assigned if each.ended_at is None})


def _event_row(delivery: Delivery, one: Incoming) -> dict[str, Any]:
    body = one.body or {}
    return {
        "landlord_id": delivery.phone.landlord_id,
        "position": one.position,
        "envelope_sha256": one.sha256,
        "visit_id": one.visit_id,
        "event_id": one.envelope.event_id,
        "device_id": one.envelope.device_id,
        "epoch": one.envelope.epoch,
        "seq": one.envelope.seq,
        "actor_id": body["actor_id"],
        "type": body["type"],
        "wall_ms": int(body["at"]["wall_ms"]),
        **time_columns(one),
        "signed": one.is_signed,
        "after_gap": one.is_after_gap,
        "received_at": one.received_at or delivery.at,
    }


def time_columns(one: Incoming) -> dict[str, Any]:
    """Both intervals of an event, and what is held of its clock."""
    times = one.times
    if times is None:
        raise ValueError("an accepted event has its times")
    earliest = times.asserted.earliest_ms
    return {
        "hard_from_at": None if times.hard.earliest_ms is None else instant(times.hard.earliest_ms),
        "hard_to_at": instant(times.hard.latest_ms),
        "asserted_from_at": None if earliest is None else instant(earliest),
        "asserted_to_at": instant(times.asserted.latest_ms),
        "clock": {
            "suspect": times.suspect,
            "estimate": [times.estimate.earliest_ms, times.estimate.latest_ms] if times.estimate else None,
            "middle_ms": _middle(times),
            "tz": _zone(one),
        },
    }


def _zone(one: Incoming) -> Any:
    """As the phone said it. Only escapes can hold what a database refuses."""
    zone = (one.body or {})["at"].get("tz")
    return readable(zone) if b"\\u" in one.envelope.body else zone


def _middle(times: Times) -> int:
    """The middle of the narrowest interval that stands: the fold puts two phones' events in order by it."""
    interval = times.estimate or times.asserted
    earliest = interval.latest_ms if interval.earliest_ms is None else interval.earliest_ms
    return (earliest + interval.latest_ms) // 2


def _folded(one: Incoming, row: dict[str, Any]) -> dict[str, Any]:
    return _as_folded(one.body or {}, row, one.envelope.body)


def _as_folded(body: Any, row: Any, content: bytes) -> dict[str, Any]:
    """The event as the fold reads it. Only escapes can hold what a database refuses."""
    safe = readable(body) if b"\\u" in content else body
    return {
        **safe,
        "id": row["event_id"],
        "device_id": row["device_id"],
        "epoch": row["epoch"],
        "seq": row["seq"],
        "middle_ms": row["clock"].get("middle_ms"),
    }


def _earlier(delivery: Delivery, visit_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in visits.events_of(delivery.connection, sorted(visit_ids)):
        found[row.visit_id].append(_as_folded(visits.parsed(row.body), row._mapping, row.body))
    return found


def _state_row(delivery: Delivery, visit_id: str, events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    state = fold_visit(events)
    return {
        "visit_id": visit_id,
        "landlord_id": delivery.phone.landlord_id,
        "status": state["status"],
        "state": state,
        "event_count": state["event_count"],
        "changed_at": delivery.at,
    }


def _photos(delivery: Delivery, one: Incoming) -> list[dict[str, Any]]:
    return [
        {
            "envelope_sha256": one.sha256,
            "sha256": blob["sha256"],
            "landlord_id": delivery.phone.landlord_id,
            "firm_id": delivery.phone.firm_id,
            "event_id": one.envelope.event_id,
            "device_id": one.envelope.device_id,
            "visit_id": one.visit_id,
            "size": blob["size"],
            "mime": _short(blob.get("mime"), 80),
            "role": _short(blob.get("role"), 40),
        }
        for blob in (one.body or {}).get("blobs") or []
    ]


def _short(value: object, longest: int) -> str:
    return _whole(value)[:longest]


def _whole(value: object) -> str:
    return str(readable(value)) if isinstance(value, str) else ""


def _add_reports(delivery: Delivery, accepted: Sequence[Incoming], rows: Sequence[dict[str, Any]]) -> None:
    about = [(one, row) for one, row in zip(accepted, rows, strict=True) if row["type"] in REPORTS]
    if not about:
        return
    there = visits.reported(delivery.connection, [one.envelope.event_id for one, _ in about])
    for one, row in about:
        if one.envelope.event_id not in there:
            visits.add_report(delivery.connection, _report(delivery, one, row))


def _report(delivery: Delivery, one: Incoming, row: dict[str, Any]) -> dict[str, Any]:
    body = readable(one.body)
    data = body["data"]
    is_damage = row["type"] == "damage_reported"
    letter, first = ("D", 1001) if is_damage else ("C", 1001)
    number = meta.next_number(delivery.connection, f"reports {delivery.phone.landlord_id} {letter}", first)
    photos = [blob["sha256"] for blob in body.get("blobs") or []]
    return {
        "report_id": str(uuid5(NAMESPACE_URL, f"doorstep:report:{one.sha256}")),
        "landlord_id": delivery.phone.landlord_id,
        "reference": f"{letter}-{number}",
        "event_id": one.envelope.event_id,
        "visit_id": one.visit_id,
        "firm_id": delivery.phone.firm_id,
        "uprn": one.visit.uprn if one.visit is not None else None,
        "operative_id": row["actor_id"],
        "lane": "damage" if is_damage else LANES[data["about"]],
        "category": _whole(data.get("item") if is_damage else data.get("category")),
        "danger_now": data.get("danger_now") is True,
        "facts": {**data, "photos": photos},
        "seen_from_at": row["asserted_from_at"],
        "seen_to_at": row["asserted_to_at"],
        "received_at": row["received_at"],
    }
