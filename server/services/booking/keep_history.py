"""Writes an act of the office into an appointment's history: who asked, the proof of it, why. Never changed again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from uuid_utils.compat import uuid7

from server.outside.clock import Clock
from server.storage.booking import changes
from server.storage.tables.booking import OfficeChange
from server.storage.tables.register import Appointment


@dataclass(frozen=True)
class Act:
    """What was done. `asked_by` is contractor, tenant or agreement; `channel` how that was said."""

    kind: str
    asked_by: str
    channel: str = ""
    proof: str = ""
    reason: str = ""
    agreed_by: str = ""
    offer_id: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def keep_history(row: Appointment, act: Act, *, by: str, clock: Clock, change_id: str | None = None) -> OfficeChange:
    """Append the act inside the caller's transaction. A move or cancellation gives the id of its change."""
    change = OfficeChange(
        change_id=change_id or str(uuid7()),
        landlord_id=row.landlord_id,
        firm_id=row.firm_id,
        appointment_id=row.appointment_id,
        kind=act.kind,
        asked_by=act.asked_by,
        proof=act.proof.strip(),
        agreed_by=act.agreed_by,
        channel=act.channel,
        reason=act.reason.strip(),
        facts=dict(act.facts),
        offer_id=act.offer_id,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    changes.add(change)
    return change
