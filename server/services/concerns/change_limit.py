"""Adds a dated row to a limit of the hazard clocks, with its clause and the reason. Nothing is overwritten."""

from dataclasses import dataclass
from datetime import date

from server.domain.concerns.limits import check_warnings, read_limit
from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.concerns.run_clocks import run_all_clocks
from server.storage.concerns.limits import limits_of
from server.storage.database import db, transaction
from server.storage.people import audit
from server.storage.tables.concerns import HazardLimit


@dataclass(frozen=True)
class LimitChange:
    """What is to hold for clocks that start on a day or later, as it was typed."""

    name: str
    value: str
    starts_on: date
    reference: str
    reason: str


def change_limit(change: LimitChange, *, viewer: Viewer, clock: Clock) -> None:
    """Raises where it is not allowed, rests on nothing, or would change what was in force before today."""
    now = clock.now()
    value = read_limit(change.name, change.value)
    reference, reason = change.reference.strip(), change.reason.strip()
    if not reference or not reason:
        raise DoorstepError("reason_missing", "Give the clause of the law it rests on, and the reason.")
    if change.starts_on < london_day(now):
        raise DoorstepError("wrong_day", "A limit holds from today or a later day: what was in force stays so.")
    with transaction() as connection:
        db.session.add(
            HazardLimit(
                landlord_id=viewer.landlord_id,
                name=change.name,
                starts_on=change.starts_on,
                value=value,
                reference=reference,
                reason=reason,
                by=viewer.user_id,
                at=now,
            )
        )
        db.session.flush()
        limits, day = limits_of(connection, viewer.landlord_id), change.starts_on
        hours = limits.find("emergency_hours", day)
        check_warnings(
            hours.value if hours else None, limits.number("warn_hours", day), limits.number("last_warning_hours", day)
        )
        about, after = audit.Subject("hazard_limit", change.name), {"value": value, "from": day.isoformat()}
        audit.record(viewer.landlord_id, about, "limit_changed", by=viewer.user_id, at=now, after=after, reason=reason)
        run_all_clocks(viewer.landlord_id, at=now)
