"""Somebody cannot come today: written down with the moment at which the office knew, and the day's visits listed."""

from dataclasses import dataclass
from datetime import date, datetime

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.horizon import LONDON, bounds
from server.outside.clock import Clock
from server.services.booking.keep_availability import NewLeave, record_leave
from server.storage.booking import absences, workforce
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.booking import Absence


@dataclass(frozen=True)
class NewAbsence:
    """`known_at`: when the office learned of it, from which the telling is measured; None for now."""

    day: date
    reason: str = "illness"
    known_at: datetime | None = None


def record_absence(landlord_id: str, operative_id: str, new: NewAbsence, *, by: str, clock: Clock) -> str:
    """Returns the absence's id; the same one where it stands already. From now on nothing is booked into this day."""
    now = clock.now()
    known_at = new.known_at or now
    if known_at > now:
        raise DoorstepError("told_in_future", "You cannot have known of it in the future.")
    with transaction():
        one = workforce.operative(landlord_id, operative_id)
        if one is None:
            raise DoorstepError("not_found", "There is no such operative.")
        known = absences.of_operative(landlord_id, operative_id, new.day)
        if known is not None:
            return known.absence_id
        visits = absences.still_to_come(landlord_id, operative_id, *bounds(new.day))
        row = Absence(
            absence_id=str(uuid7()),
            landlord_id=landlord_id,
            firm_id=one.firm_id,
            operative_id=operative_id,
            day=new.day,
            reason=new.reason.strip() or "illness",
            known_at=known_at,
            by=by,
            at=now,
        )
        absences.add(row, visits)
        record_leave(landlord_id, operative_id, NewLeave(new.day, new.day, "sick"), by=by, clock=clock)
        about = audit.Subject("absence", row.absence_id)
        audit.record(landlord_id, about, "absence_recorded", by=by, at=now, after={"visits": len(visits)})
    return row.absence_id


def is_past_midday(day: date, now: datetime) -> bool:
    """Whether the first day's midday has passed, by which everybody should have been told."""
    local = now.astimezone(LONDON)
    return local.date() > day or (local.date() == day and local.hour >= 12)
