"""Hold the tenants' codes typed at a visit against the appointment's own; write beside the events what they prove."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from server.domain.witness import Recorded, witnessed
from server.services.sync.delivery import Delivery
from server.storage import visits

_PROVEN = ("code", "witness")


def witness(delivery: Delivery, visit_ids: Collection[str]) -> None:
    """Make the marks of these visits anew, from all their accepted events: in whatever order they came."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in visits.arrivals_and_codes(delivery.connection, sorted(visit_ids)):
        found[row.visit_id].append(row)
    for rows in found.values():
        marks = _marks(delivery, rows)
        for row in rows:
            bare = {name: value for name, value in row.clock.items() if name not in _PROVEN}
            marked = {**bare, **marks.get(row.envelope_sha256, {})}
            if marked != row.clock:
                visits.save_clock(delivery.connection, row.landlord_id, row.position, marked)


def _marks(delivery: Delivery, rows: list[Any]) -> dict[str, dict[str, Any]]:
    """A visit without an appointment has no page, so no code of it proves anything."""
    landlord_id, appointment_id = delivery.phone.landlord_id, rows[0].appointment_id
    if appointment_id is None:
        return {row.envelope_sha256: {"code": "wrong"} for row in rows if row.type == "witness_code"}
    return witnessed(delivery.keys.witness_key(landlord_id, appointment_id), [_recorded(row) for row in rows])


def _recorded(row: Any) -> Recorded:
    hard_from = None if row.hard_from_at is None else _ms(row.hard_from_at)
    asserted_from = None if row.asserted_from_at is None else _ms(row.asserted_from_at)
    estimate = row.clock.get("estimate")
    said = visits.parsed(row.body).get("data", {}).get("code") if row.type == "witness_code" else ""
    return Recorded(
        name=row.envelope_sha256,
        type=row.type,
        actor_id=row.actor_id,
        chain=(row.device_id, row.epoch),
        seq=row.seq,
        hard_ms=(hard_from, _ms(row.hard_to_at)),
        earliest_ms=estimate[0] if estimate else asserted_from,
        middle_ms=row.clock["middle_ms"],
        code=said if isinstance(said, str) else "",
    )


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
