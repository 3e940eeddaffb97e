"""Assesses the household of one visit, and nobody else's, after the visit's events changed."""

from server.outside.clock import Clock
from server.services.assessment.assess_household import Assessed, assess_household
from server.storage.cases import households


def assess_visit_touched(visit_id: str, *, cause: str, clock: Clock) -> Assessed | None:
    """Returns None for a visit that belongs to no household: an empty home, or unplanned work not linked yet."""
    household = households.of_visit(visit_id)
    if household is None:
        return None
    return assess_household(household.landlord_id, household.case_id, cause=cause, clock=clock)
