"""What can wait for a person, as data: its name, how much harm waiting does, and which sights let somebody see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.errors import DoorstepError
from server.domain.viewing import Viewer

LIFE, PERSON, HOME, MONEY, RECORD = 1, 2, 3, 4, 5
HARMS: Mapping[int, str] = {
    LIFE: "Danger now",
    PERSON: "A person's safety",
    HOME: "A home",
    MONEY: "A right or a sum",
    RECORD: "Records and post",
}
"""Harm comes before time: the queue is sorted by it first (product.md, the contract manager's tasks in order)."""


@dataclass(frozen=True)
class Kind:
    """One sort of thing that waits. Whoever has one of `sights` sees it; a firm's people only what is their firm's."""

    title: str
    harm: int
    sights: tuple[str, ...]


_REPORTS = ("every_damage_and_property_report",)

KINDS: Mapping[str, Kind] = {
    "alarm": Kind("Missed check-in or call for help", LIFE, ("alarms",)),
    "danger_now": Kind("Danger in a home now", LIFE, (*_REPORTS, "urgent_reports")),
    "household_concern": Kind("Household concern", PERSON, ("household_concerns",)),
    "clock": Kind("Possible limit in law", PERSON, ("hazard_clocks",)),
    "flag_letter": Kind("Flag: letter due", PERSON, ("flag_cases",)),
    "flag_review": Kind("Flag: review due", PERSON, ("flag_cases",)),
    "flag_appeal": Kind("Flag: appeal to decide", PERSON, ("flag_cases",)),
    "incident": Kind("Incident: answer due", PERSON, ("flag_cases",)),
    "need_review": Kind("What a person needs: ask again", RECORD, ("keep_needs",)),
    "property_concern": Kind("Concern about a home", HOME, _REPORTS),
    "damage": Kind("Damage", HOME, _REPORTS),
    "message": Kind("Message from a tenant", MONEY, ("tenant_messages",)),
    "decision": Kind("Question to decide", MONEY, ("disputes", "claims")),
    "claim": Kind("Claim to decide", MONEY, ("claims",)),
    "recharge_answer": Kind("Recharge: the firm's answer", MONEY, ("answer_recharges",)),
    "recharge": Kind("Recharge to decide", MONEY, ("decide_recharges",)),
    "set_apart": Kind("Record set apart", RECORD, ("evidence",)),
    "evidence_alert": Kind("Gap or fork in a phone's records", RECORD, ("evidence",)),
    "import_question": Kind("Questions about an import", RECORD, ("imports",)),
    "import_conflict": Kind("Conflicts in an import", RECORD, ("imports",)),
    "call": Kind("Tenants to ring", MONEY, ("texts",)),
    "letter": Kind("Letters to print and post", RECORD, ("texts",)),
}


ASKED_ABOUT = frozenset({"danger_now", "clock", "property_concern", "damage", "message", "set_apart"})
"""What the operative of the visit can be asked about on their phone. Never about a household: others may see the phone.
Nor about an alarm: whoever called for help unseen must not be given away."""


DECIDED_ON_ITS_PAGE = frozenset(
    {"alarm", "danger_now", "household_concern", "clock", "flag_letter", "flag_review", "flag_appeal"}
)
"""What is not closed in the queue while it waits: its own page asks what must stand before it may close."""

FIRMS_CLOSE = frozenset({"letter", "call"})
"""What a contractor's office closes in the queue: all else is one item for both sides, and waits for the landlord."""


class UnknownKind(DoorstepError):
    """A mistake of ours: only what is written above can wait in the queue."""

    def __init__(self, kind: str) -> None:
        super().__init__("unknown_review_kind", f"{kind!r} is no kind of the review queue.", {"kind": kind})


def kind_of(name: str) -> Kind:
    if name not in KINDS:
        raise UnknownKind(name)
    return KINDS[name]


def seen_by(viewer: Viewer) -> tuple[str, ...]:
    """The kinds that this person may see, in the order above."""
    return tuple(name for name, kind in KINDS.items() if any(viewer.may(sight) for sight in kind.sights))
