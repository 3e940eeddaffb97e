"""What people write down about a concern, one step after another: what each needs, and which is refused and why.

Nothing is overwritten. `happened_at` is when it happened, as somebody says; when it was written down stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from server.domain.concerns.groups import HAZARDS
from server.domain.errors import DoorstepError

TOLD_BY_PHONE, CONFIRMED, DISMISSED, REOPENED = "told_by_phone", "confirmed", "dismissed", "reopened"
INVESTIGATED, MADE_SAFE, SUMMARY_SENT = "investigated", "made_safe", "summary_sent"
SAFETY_WORKS_DONE = "safety_works_done"
FURTHER_WORKS_ARRANGED, FURTHER_WORKS_BEGUN = "further_works_arranged", "further_works_begun"
STOPPED, NOTED = "stopped", "noted"

OF_PROPERTY = (
    TOLD_BY_PHONE,
    CONFIRMED,
    DISMISSED,
    REOPENED,
    INVESTIGATED,
    MADE_SAFE,
    SUMMARY_SENT,
    SAFETY_WORKS_DONE,
    FURTHER_WORKS_ARRANGED,
    FURTHER_WORKS_BEGUN,
    STOPPED,
    NOTED,
)

REFERRED, NOT_REFERRED, OUTCOME, ESCALATED = "referred", "not_referred", "outcome", "escalated"
OF_HOUSEHOLD = (TOLD_BY_PHONE, REFERRED, NOT_REFERRED, OUTCOME, ESCALATED, NOTED)

JUDGED_AS = ("emergency", "significant")

DISMISSED_WHY: Mapping[str, str] = {
    "no_hazard": "No hazard was found",
    "not_significant": "There is a defect, and no significant risk to this household",
    "tenure": "The home's tenure is not covered",
    "not_ours": "Not the landlord's to put right",
    "known_already": "Another concern about the same thing is being dealt with",
}

# Only what the sources name for each clock; what they do not name stops nothing.
LAWFUL_STOPS: Mapping[str, Mapping[str, str]] = {
    "emergency": {
        "moved_out": "The household was moved out first",
        "consent_refused": "Somebody else's consent was refused after all reasonable steps",
        "no_hazard": "Further investigation says that there is no hazard or no work to do",
    },
    "safety_works": {"no_work": "Further investigation says that there is no work to do"},
    "further_works_arranged": {"no_work": "Further investigation says that there is no work to do"},
    "further_works_begun": {"no_work": "Further investigation says that there is no work to do"},
}

REFERRED_TO: Mapping[str, str] = {
    "council_adult": "The council, adult social care",
    "council_child": "The council, children's services",
    "emergency_999": "999",
    "police": "The police, not by 999",
    "health": "Health service or GP",
    "fire_service": "Fire and rescue service",
    "other": "Somebody else",
}
YES_NO_UNKNOWN = ("yes", "no", "not_known")


@dataclass(frozen=True)
class Step:
    """One thing that was written down."""

    what: str
    happened_at: datetime
    text: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


class StepRefused(DoorstepError):
    """A step that lacks something, or does not fit what stands; `field` is where the way out begins."""

    def __init__(self, field_name: str, problem: str) -> None:
        super().__init__("step_refused", problem, {"field": field_name})


def check_step(step: Step, *, now: datetime, received_at: datetime, before: tuple[Step, ...]) -> None:
    """Raise StepRefused where the step may not be written down."""
    if step.happened_at > now:
        raise StepRefused("happened_on", "Give a day and time that is not in the future.")
    done = {one.what for one in before}
    # People write minutes: what was done in the very minute in which word came was not done before it.
    first_word = min([received_at, *_calls(before)]).replace(second=0, microsecond=0)
    if step.what not in (TOLD_BY_PHONE, NOTED) and step.happened_at < first_word:
        raise StepRefused("happened_on", "That lies before word of the concern reached us. Check the day and time.")
    if step.what in _CHECKS:
        _CHECKS[step.what](step, done)
    if step.what in _NEEDS_TEXT and not step.text.strip():
        raise StepRefused("text", _NEEDS_TEXT[step.what])
    if step.what in _AFTER_INVESTIGATION and INVESTIGATED not in done:
        raise StepRefused("what", "Write down first when the investigation ended and what it found.")


_AFTER_INVESTIGATION = (SUMMARY_SENT, SAFETY_WORKS_DONE, FURTHER_WORKS_ARRANGED, FURTHER_WORKS_BEGUN)

_NEEDS_TEXT: Mapping[str, str] = {
    TOLD_BY_PHONE: "Write who rang and who took the call.",
    CONFIRMED: "Write the reason: what was found, and on what it rests.",
    DISMISSED: "Write the reason: what was looked at, and what was found.",
    REOPENED: "Write why it is looked at again.",
    INVESTIGATED: "Write what the investigation found.",
    MADE_SAFE: "Write what was done to make it safe.",
    STOPPED: "Write what the reason rests on: dates, names of firms, what was tried.",
    REFERRED: "Write what was told to them, and their answer or reference.",
    NOT_REFERRED: "Write why nobody outside is told.",
    OUTCOME: "Write what came of it.",
    ESCALATED: "Write what the director is asked to decide.",
    NOTED: "Write the note.",
}


def _calls(before: tuple[Step, ...]) -> list[datetime]:
    return [one.happened_at for one in before if one.what == TOLD_BY_PHONE]


def _check_confirmed(step: Step, done: set[str]) -> None:
    if step.facts.get("as") not in JUDGED_AS:
        raise StepRefused("as", "Say whether it is an emergency or a significant hazard.")
    if step.facts.get("hazard") not in HAZARDS:
        raise StepRefused("hazard", "Choose which hazard it is.")
    _check_competent(step, done)


def _check_dismissed(step: Step, done: set[str]) -> None:
    if step.facts.get("why") not in DISMISSED_WHY:
        raise StepRefused("why", "Choose why it is dismissed.")
    _check_competent(step, done)


def _check_competent(step: Step, done: set[str]) -> None:
    if not str(step.facts.get("competent") or "").strip():
        raise StepRefused("competent", "Name the competent person whose judgement this is, and what makes them so.")


def _check_stopped(step: Step, done: set[str]) -> None:
    reasons = LAWFUL_STOPS.get(str(step.facts.get("clock")), {})
    if step.facts.get("why") not in reasons:
        raise StepRefused("stop", "Choose a clock with one of the reasons that may stop it.")


def _check_referred(step: Step, done: set[str]) -> None:
    if step.facts.get("to") not in REFERRED_TO:
        raise StepRefused("to", "Choose who was told.")
    if step.facts.get("rang_999") not in YES_NO_UNKNOWN:
        raise StepRefused("rang_999", "Say whether 999 was rung.")
    if not str(step.facts.get("wishes") or "").strip():
        raise StepRefused("wishes", "Write what the person wishes, or why they could not be asked.")


_CHECKS = {
    CONFIRMED: _check_confirmed,
    DISMISSED: _check_dismissed,
    STOPPED: _check_stopped,
    REFERRED: _check_referred,
}
