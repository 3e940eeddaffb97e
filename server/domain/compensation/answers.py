"""What people have decided about questions that the policy leaves to a person; the rule takes it as given.

An answer belongs to one question: its code, and whom, what and which day it is about.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

# What names a question; other facts (since when, between which minutes) only describe it.
_NAMING = ("appointment", "change", "day", "earlier_repair", "from_day", "person", "repair", "value", "name")


def name_of(code: str, facts: Mapping[str, object]) -> str:
    """The one spelling of a question, by which its answer is found again."""
    return json.dumps([code, {key: facts[key] for key in _NAMING if key in facts}], sort_keys=True)


@dataclass(frozen=True, slots=True)
class Answers:
    """Yes is answered for the tenant."""

    given: Mapping[str, bool] = field(default_factory=dict)

    def to(self, codes: tuple[str, ...], facts: Mapping[str, object]) -> bool | None:
        """The answer given to the question under any of its codes; None where nobody has decided."""
        found = (self.given.get(name_of(code, facts)) for code in codes)
        return next((answer for answer in found if answer is not None), None)


NOBODY_ANSWERED = Answers()
