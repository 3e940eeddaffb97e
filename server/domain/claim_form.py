"""The tenant's claim for lost pay, one question at a time: what each page asks, and what is wrong with an answer.

Answers are kept as they were typed, right or wrong, so that nothing is lost; they are judged when they are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

STEPS = ("person", "acting", "tenure", "days", "lost", "proof", "check")
TENURES = ("tenant", "leaseholder", "other")

_POUNDS = re.compile(r"£?\s*(\d{1,5})(?:\.(\d\d))?")
_MOST_TYPED = 120


@dataclass(frozen=True)
class Offer:
    """What this household may choose from: its people by id, and for each the days on which we did not come."""

    people: Mapping[str, str]
    days: Mapping[str, tuple[date, ...]]


@dataclass(frozen=True)
class Unanswered:
    """What is wrong with an answer: the field to go to, the name of the sentence that says the way out, its day."""

    field: str
    words: str
    day: date | None = None


@dataclass(frozen=True)
class Claimed:
    """Answers that are whole and right: what the claim says."""

    person_id: str
    helper_name: str
    tenure: str
    lost: Mapping[date, int]
    paid_leave: frozenset[date]
    proof_later: bool


def taken(step: str, sent: Mapping[str, Any], chosen_days: list[str], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with what this step was sent; other steps' answers stand. `chosen_days` are the ticked boxes."""
    new = dict(answers)
    if step == "days":
        return new | {"days": [day[:10] for day in chosen_days[:60]]}
    if step == "lost":
        typed = {day: _typed(sent, f"pounds-{day}") for day in new.get("days", ())}
        leave = [day for day in new.get("days", ()) if sent.get(f"leave-{day}") == "yes"]
        return new | {"lost": {**new.get("lost", {}), **typed}, "leave": leave}
    names = {"person": ("person",), "acting": ("acting", "helper_name"), "tenure": ("tenure",), "proof": ("proof",)}
    return new | {name: _typed(sent, name) for name in names.get(step, ())}


def problems(step: str, answers: Mapping[str, Any], offer: Offer, papers: int) -> list[Unanswered]:
    """What must be put right before the step counts as answered; `papers` is how many were sent."""
    found = {
        "person": lambda: _person(answers, offer),
        "acting": lambda: _acting(answers),
        "tenure": lambda: _tenure(answers),
        "days": lambda: _days(answers, offer),
        "lost": lambda: [one for day in answers.get("days", ()) for one in _lost(day, answers)],
        "proof": lambda: _proof(answers, papers),
    }
    return found[step]() if step in found else []


def next_open(answers: Mapping[str, Any], offer: Offer, papers: int) -> str:
    """The first step that is not answered yet; `check` where all are."""
    return next((step for step in STEPS[:-1] if problems(step, answers, offer, papers)), "check")


def claimed(answers: Mapping[str, Any], papers: int) -> Claimed:
    """What the answers say; only for answers without problems."""
    days = [date.fromisoformat(day) for day in answers["days"]]
    return Claimed(
        person_id=answers["person"],
        helper_name=answers.get("helper_name", "").strip() if answers["acting"] == "helper" else "",
        tenure=answers["tenure"],
        lost={day: pence_of(answers["lost"][day.isoformat()]) or 0 for day in days},
        paid_leave=frozenset(day for day in days if day.isoformat() in answers.get("leave", ())),
        proof_later=not papers,
    )


def pence_of(text: str) -> int | None:
    """Pounds and pence as people type them: `90`, `90.00`, `£1,234.50`; None for anything else."""
    found = _POUNDS.fullmatch(text.strip().replace(",", ""))
    return None if found is None else int(found[1]) * 100 + int(found[2] or 0)


def _person(answers: Mapping[str, Any], offer: Offer) -> list[Unanswered]:
    if answers.get("person") in offer.people:
        return []
    return [Unanswered("person", "choose_person")]


def _tenure(answers: Mapping[str, Any]) -> list[Unanswered]:
    if answers.get("tenure") in TENURES:
        return []
    return [Unanswered("tenure", "choose_tenure")]


def _proof(answers: Mapping[str, Any], papers: int) -> list[Unanswered]:
    if papers or answers.get("proof") == "later":
        return []
    return [Unanswered("file", "choose_proof")]


def _acting(answers: Mapping[str, Any]) -> list[Unanswered]:
    if answers.get("acting") not in ("self", "helper"):
        return [Unanswered("acting", "choose_acting")]
    if answers["acting"] == "helper" and not answers.get("helper_name", "").strip():
        return [Unanswered("helper_name", "give_helper")]
    return []


def _days(answers: Mapping[str, Any], offer: Offer) -> list[Unanswered]:
    possible = {day.isoformat() for day in offer.days.get(answers.get("person", ""), ())}
    chosen = answers.get("days", ())
    if not chosen or not set(chosen) <= possible:
        return [Unanswered("days", "choose_days")]
    return []


def _lost(day: str, answers: Mapping[str, Any]) -> list[Unanswered]:
    pence = pence_of(answers.get("lost", {}).get(day, ""))
    if pence:
        return []
    return [Unanswered(f"pounds-{day}", "give_pounds", date.fromisoformat(day))]


def _typed(sent: Mapping[str, Any], name: str) -> str:
    return str(sent.get(name, ""))[:_MOST_TYPED]
