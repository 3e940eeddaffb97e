"""Assesses one household's case after something touched it: a new assessment supersedes, nothing is rewritten."""

from server.outside.clock import Clock
from server.services.assessment.assess_households import Assessed, assess_households

__all__ = ["Assessed", "assess_household"]


def assess_household(landlord_id: str, case_id: str, *, cause: str, clock: Clock) -> Assessed:
    """Build the case, run the rule and store what came of it; a case that is as it was stores nothing new."""
    return assess_households(landlord_id, [case_id], cause=cause, clock=clock)[case_id]
