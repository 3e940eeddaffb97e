"""What of a home's decision is one claimant's own; of the home's other adults a claimant is told nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any


def own_part(claimant_id: str, days: Sequence[Mapping[str, Any]], total_pence: int) -> int | None:
    """The claimant's part of the sum decided for the home; `days` are all persons' days of the output form.

    None where a person decided on another sum than the rule's and several people claimed: nobody said how it is split.
    """
    found = Counter[str]()
    for day in days:
        found[day["person"]] += day["paid_pence"]
    if found.total() == total_pence:
        return found[claimant_id]
    claimed_by = {day["person"] for day in days if day["loss_pence"]}
    return total_pence if claimed_by <= {claimant_id} else None


def is_by_the_rule(days: Sequence[Mapping[str, Any]], total_pence: int) -> bool:
    """Whether the sum decided is what the rule finds, so that its days show what is paid."""
    return sum(int(day["paid_pence"]) for day in days) == total_pence


def claimed_by_others(output: Mapping[str, Any], readers: Collection[str]) -> bool:
    """Whether somebody of the home lost pay who is none of these, so that a sum of the home would tell of them."""
    return any(day["loss_pence"] and day["person"] not in readers for day in output.get("days", ()))
