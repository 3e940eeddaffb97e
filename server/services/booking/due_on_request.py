"""By when a visit is due that the tenant asks for now, by the landlord's own settings and the days off of England."""

from datetime import date

from server.domain.booking.visit_due import VisitsOnRequest, visit_due_on
from server.domain.evidence.records import london_day
from server.outside.clock import Clock
from server.services.days.days_off import days_off
from server.storage.cases import landlord_policy


def due_on_request(landlord_id: str, *, urgent: bool, clock: Clock) -> date | None:
    """None where the landlord has set no number."""
    now = clock.now()
    today = london_day(now)
    holidays = days_off(landlord_id, (today.year, today.year + 1))
    return visit_due_on(now, visits_on_request(landlord_id, today), holidays, urgent=urgent)


def visits_on_request(landlord_id: str, day: date) -> VisitsOnRequest:
    around = landlord_policy.policy_on(landlord_id, day).around
    return VisitsOnRequest(int(around["requested_visit_working_days"]), int(around["urgent_visit_hours"]))
