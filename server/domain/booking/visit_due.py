"""By when a visit that a tenant asks for is due, where the landlord has set a number; HS 004A itself sets none.

Moray's customer care (4.6) says 7 working days, or 48 hours where it is urgent; both can be switched on.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.domain.booking.slots import LONDON
from server.domain.working_days import due_on


@dataclass(frozen=True)
class VisitsOnRequest:
    """The landlord's numbers; 0 is off. `urgent_hours` counts by the clock, at night and on Sundays too."""

    working_days: int
    urgent_hours: int


def visit_due_on(asked_at: datetime, numbers: VisitsOnRequest, holidays: Set[date], *, urgent: bool) -> date | None:
    """The last London day on which the visit keeps the number, or None where none is set."""
    if urgent and numbers.urgent_hours:
        return (asked_at + timedelta(hours=numbers.urgent_hours)).astimezone(LONDON).date()
    if numbers.working_days:
        return due_on(asked_at.astimezone(LONDON).date(), numbers.working_days, holidays)
    return None
