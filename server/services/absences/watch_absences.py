"""At midday of an absence's first day everybody should know; whoever does not is an alarm until they do (HS004A 5)."""

from server.domain.booking.slots import LONDON
from server.outside.clock import Clock
from server.services.absences.plan_absence import untold_visits
from server.services.absences.record_absence import is_past_midday
from server.storage.booking import absences
from server.storage.database import transaction
from server.storage.evidence import alerts
from server.storage.people import landlords
from server.storage.people.audit import Subject


def watch_absences(*, clock: Clock) -> int:
    """Raise the alarm, once for each absence; returns how many were raised."""
    now = clock.now()
    today = now.astimezone(LONDON).date()
    if not is_past_midday(today, now):
        return 0
    raised = 0
    for landlord_id in landlords.all_ids():
        for absence in absences.every_of_day(landlord_id, today):
            untold = untold_visits(absence)
            if untold:
                with transaction():
                    about = Subject("absence", absence.absence_id)
                    facts = {"untold": untold, "firm": absence.firm_id}
                    raised += alerts.raise_once(landlord_id, "untold_at_midday", about, facts, at=now)
    return raised
