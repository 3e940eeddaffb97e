"""What is done about damage in a home, step by step: who may do it, what it must say, and who is told.

HS004A 8.g: damage is made good. 8.k: what is not resolved on site is reported, for another remedy or an insurance
claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from server.domain.errors import DoorstepError

JOINED, ASKED, ANSWERED, REMEDY, VALUED = "joined", "asked", "answered", "remedy", "valued"
WROTE, SPOKE, POSTPONED, INSURER = "wrote", "spoke", "postponed", "insurer"
PUT_RIGHT, NOTED, CLOSED = "put_right", "noted", "closed"

LANDLORDS_STEPS = (ASKED, REMEDY, VALUED, INSURER, POSTPONED, WROTE, SPOKE, PUT_RIGHT, NOTED, CLOSED)
FIRMS_STEPS = (ANSWERED, NOTED)
STEPS = (JOINED, *LANDLORDS_STEPS[:1], ANSWERED, *LANDLORDS_STEPS[1:])

REPAIR, REPLACE, INSURANCE, NONE = "repair", "replace", "insurance", "none"
REMEDIES = (REPAIR, REPLACE, INSURANCE, NONE)

WILL_PUT_RIGHT, HAS_PUT_RIGHT, DISPUTES = "will_put_right", "has_put_right", "disputes"
STANCES = (WILL_PUT_RIGHT, HAS_PUT_RIGHT, DISPUTES)

TENANT_IS_TOLD = frozenset({JOINED, ASKED, ANSWERED, REMEDY, POSTPONED, WROTE, INSURER, PUT_RIGHT, CLOSED})
TENANT_READS_WORDS = frozenset({REMEDY, POSTPONED, WROTE, CLOSED})

_WORDS_NEEDED = {
    ASKED: "Write what you ask the contractor; they read it.",
    ANSWERED: "Write what happened as you see it; Havebury reads it.",
    REMEDY: "Write why, in words for the tenant; they read it.",
    INSURER: "Write which insurer has it and under which reference.",
    POSTPONED: "Write why it takes longer, in words for the tenant; they read it.",
    WROTE: "Write what the tenant is to read.",
    SPOKE: "Write whom you spoke with and what was said.",
    NOTED: "Write the note.",
    CLOSED: "Write how it ended, in words for the tenant; they read it.",
}


class DamageStepNotAllowed(DoorstepError):
    """What somebody wants to do about damage does not fit how it stands, or says too little."""

    def __init__(self, field_name: str, message: str) -> None:
        super().__init__("damage_step_not_allowed", message, {"field": field_name})
        self.field = field_name


@dataclass(frozen=True)
class DamageDeed:
    """What a person does: one of the steps, its words, and what was chosen with it.

    `value_pence` None with the step `valued` or `remedy` means that the value is not known.
    """

    kind: str
    text: str = ""
    remedy: str = ""
    stance: str = ""
    due_on: date | None = None
    value_pence: int | None = None


@dataclass(frozen=True)
class DamageStep:
    """One step as it was appended; `facts` hold what was chosen, and every day that it promised."""

    number: int
    kind: str
    on: date
    by_firm: bool = False
    facts: Mapping[str, object] = field(default_factory=dict)

    def day(self, name: str) -> date | None:
        text = self.facts.get(name)
        return date.fromisoformat(text) if isinstance(text, str) else None


def check_deed(deed: DamageDeed, *, by_firm: bool, is_open: bool, remedy: str, today: date) -> None:
    """Raises DamageStepNotAllowed with what to do instead; `remedy` is the one that stands, empty for none."""
    allowed = FIRMS_STEPS if by_firm else LANDLORDS_STEPS
    if deed.kind not in allowed:
        raise DamageStepNotAllowed("kind", "Choose what you do from the list.")
    if not is_open and deed.kind != NOTED:
        raise DamageStepNotAllowed("kind", "This case is closed. A note can be added; new damage opens it again.")
    if deed.kind in _WORDS_NEEDED and not deed.text.strip():
        raise DamageStepNotAllowed("text", _WORDS_NEEDED[deed.kind])
    _check_choice(deed)
    _check_day(deed, today)
    _check_order(deed, remedy)


def _check_choice(deed: DamageDeed) -> None:
    if deed.kind == REMEDY and deed.remedy not in REMEDIES:
        raise DamageStepNotAllowed("remedy", "Choose the remedy: repair, replace, insurance claim or none.")
    if deed.kind == ANSWERED and deed.stance not in STANCES:
        raise DamageStepNotAllowed("stance", "Choose whether you put it right, have put it right, or dispute it.")
    if deed.value_pence is not None and not 0 <= deed.value_pence <= 10**9:
        raise DamageStepNotAllowed("value", "Give the value in pounds, from 0 to 10 million, or say it is not known.")


def _check_day(deed: DamageDeed, today: date) -> None:
    needs_day = deed.kind == POSTPONED or (deed.kind == ANSWERED and deed.stance == WILL_PUT_RIGHT)
    if needs_day and deed.due_on is None:
        raise DamageStepNotAllowed("due_on", "Give the new day.")
    is_told_after = deed.stance == HAS_PUT_RIGHT
    if deed.due_on is not None and deed.due_on < today and not is_told_after:
        raise DamageStepNotAllowed("due_on", "That day has passed. Give today or a later day.")


def _check_order(deed: DamageDeed, remedy: str) -> None:
    if deed.kind == INSURER and remedy != INSURANCE:
        raise DamageStepNotAllowed("kind", "Choose insurance claim as the remedy first.")
    if deed.kind == PUT_RIGHT and remedy in ("", NONE):
        raise DamageStepNotAllowed("kind", "Choose the remedy first: repair, replace or insurance claim.")
    if deed.kind == CLOSED and not remedy:
        raise DamageStepNotAllowed("kind", "Choose a remedy before you close; none is one too.")
