"""Draws a sample of visits that anybody can draw again: by a seed that is written down, with no tool but SHA-256.

Each visit's mark is the SHA-256 of `seed:visit id` in hexadecimal; the smallest marks are the sample. So which
visits are drawn hangs on the seed alone, and a visit that comes or goes later changes the place of no other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from server.domain.errors import DoorstepError

MOST_IN_A_SAMPLE = 500
MOST_DAYS = 400

# Why a sample is drawn (HV 10), and what can come of each visit in it.
PURPOSES: Mapping[str, str] = {
    "mystery_shopping": "Mystery shopping",
    "telephone_survey": "Telephone survey",
    "other_survey": "Other survey",
}
_ANSWERS = {
    "satisfied": "Satisfied",
    "neither": "Neither satisfied nor dissatisfied",
    "dissatisfied": "Dissatisfied",
    "not_reached": "Not reached",
    "declined": "Did not want to answer",
}
OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "mystery_shopping": {
        "as_promised": "As the standards promise",
        "not_as_promised": "Not as the standards promise",
        "not_tested": "Could not be tested",
    },
    "telephone_survey": _ANSWERS,
    "other_survey": _ANSWERS,
}


@dataclass(frozen=True)
class Wanted:
    """Which visits a sample is drawn from: their London days, both included; no firm and no kind mean all."""

    purpose: str
    begins_on: date
    ends_on: date
    size: int
    firm_id: str | None = None
    kind: str | None = None


def check(wanted: Wanted) -> None:
    """Refuse what cannot be drawn, naming the field."""
    if wanted.purpose not in PURPOSES:
        raise DoorstepError("wrong_purpose", "Say what the sample is for: choose one of the purposes.")
    if wanted.ends_on < wanted.begins_on or (wanted.ends_on - wanted.begins_on).days > MOST_DAYS:
        raise DoorstepError("wrong_day", f"The period ends on or after its first day, {MOST_DAYS} days later at most.")
    if not 1 <= wanted.size <= MOST_IN_A_SAMPLE:
        raise DoorstepError("wrong_size", f"How many visits: a number from 1 to {MOST_IN_A_SAMPLE}.")


def draw(visit_ids: Iterable[str], size: int, seed: str) -> list[str]:
    """The sample, in the order of its marks; all of them where there are no more than `size`."""
    return sorted(set(visit_ids), key=lambda visit_id: mark(seed, visit_id))[:size]


def mark(seed: str, visit_id: str) -> str:
    return sha256(f"{seed}:{visit_id}".encode()).hexdigest()


def fingerprint(visit_ids: Iterable[str]) -> str:
    """The SHA-256 of the ids in order, one on each line: the same only for the same visits."""
    return sha256("".join(f"{one}\n" for one in sorted(set(visit_ids))).encode()).hexdigest()
