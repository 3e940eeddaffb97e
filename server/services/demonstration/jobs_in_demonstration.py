"""Gives the demonstration jobs that wait to be booked, and operatives who do not all work alike."""

from datetime import date, time
from typing import Any

from server.outside.clock import Clock
from server.services.booking.keep_availability import Traits, set_hours, set_traits
from server.services.booking.raise_work_order import NewJob, raise_work_order
from server.services.demonstration.load_demonstration import BY

# One works late and on Saturdays, so that evenings and Saturdays can be offered where Brook Heating has somebody.
_LATE_WEEK = {**dict.fromkeys(range(5), (time(12), time(20))), 5: (time(9), time(13))}
_TRAITS = {"OP001": Traits("m", ("IP28", "IP32")), "OP002": Traits("f", ("IP33",)), "OP003": Traits("m", ("IP31",))}


def jobs_in_demonstration(landlord_id: str, jobs: list[dict[str, Any]], today: date, *, clock: Clock) -> None:
    """Raise the jobs and keep the availability; called once, when the landlord is new."""
    for job in jobs:
        raise_work_order(landlord_id, NewJob(**job), by=BY, clock=clock)
    set_hours(landlord_id, "OP003", _LATE_WEEK, today, by=BY, clock=clock)
    for operative_id, traits in _TRAITS.items():
        set_traits(landlord_id, operative_id, traits, by=BY, clock=clock)
