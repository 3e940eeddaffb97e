"""What a person looked at when they decided a question: a digest, so that other evidence asks them again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


def digest_of(case: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """The digest of the parts of the case that the question names: its appointment, person, lost day and repairs."""
    seen = [
        [row for repair in case["repairs"] for row in repair["appointments"] if row["id"] == facts.get("appointment")],
        [row for row in case["people"] if row["id"] == facts.get("person")],
        [row for row in case["losses"] if (row["person"], row["day"]) == (facts.get("person"), facts.get("day"))],
        [_without_visits(row) for row in case["repairs"] if row["id"] in _repairs(facts)],
    ]
    return sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()


def _repairs(facts: Mapping[str, Any]) -> tuple[Any, ...]:
    return facts.get("repair"), facts.get("earlier_repair")


def _without_visits(repair: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in repair.items() if name != "appointments"}
