"""What we do differently for a person who may need it: by its effect on a visit, never a diagnosis (WHG 2.18 to 2.24).

Nobody is presumed to need anything: it stands with who said so, and with the day on which somebody asks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from server.domain.errors import DoorstepError

GROUPS: Mapping[str, str] = {
    "physical": "Moving, seeing, hearing, breathing",
    "communication": "Understanding and being understood",
    "behaviour": "How a visit is borne",
    "circumstances": "What is going on in their life",
}
OPERATIVES_VIEW = "operative"
SOURCES: Mapping[str, str] = {
    "person": "They said so themselves",
    "household": "Somebody in the household or family said so",
    "agency": "A care service or another agency said so",
    "landlord": "Our own records",
    OPERATIVES_VIEW: "An operative's view, which nobody has confirmed",
}
MOST_SIGNS = 200
LONGEST_REVIEW = timedelta(days=366)


class NeedRefused(DoorstepError):
    """A need that says too little, too much, or for ever; `field` is where the way out begins."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__("need_refused", message, {"field": field_name})


@dataclass(frozen=True)
class Need:
    """As it was typed: `what_to_do` is all that a visitor sees."""

    group: str
    what_to_do: str
    source: str
    review_on: date | None


def check_need(need: Need, today: date) -> None:
    """Raises NeedRefused."""
    if need.group not in GROUPS:
        raise NeedRefused("group", "Choose what it has to do with.")
    text = need.what_to_do.strip()
    if not text or len(text) > MOST_SIGNS or ";" in text:
        raise NeedRefused(
            "what_to_do", f"Write one thing to do differently, without a semicolon, in at most {MOST_SIGNS} characters."
        )
    if need.source not in SOURCES:
        raise NeedRefused("source", "Choose who said so.")
    check_review(need.review_on, today)


def check_review(review_on: date | None, today: date) -> None:
    """No need stands for ever, nor longer than a year unasked."""
    if review_on is None or not today < review_on <= today + LONGEST_REVIEW:
        raise NeedRefused("review_on", "Give the day on which you ask again: a later day, within a year.")
