"""What a change would do to a repair's count, from two runs of the rule: as it stands, and with the change laid on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from server.domain.horizon import LONDON

COUNTS, DOES_NOT_COUNT, A_PERSON_DECIDES = "not_kept", "does_not_count", "decision"


@dataclass(frozen=True)
class Consequence:
    """How the change would be judged, and how many occasions of the repair are not kept before and after it.

    `verdict` is not_kept, decision or does_not_count; the reasons are the rule's own.
    """

    verdict: str
    codes: tuple[str, ...]
    clause: str
    before: int
    after: int
    passes_before: bool
    passes_after: bool
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def makes_it_worse(self) -> bool:
        return self.after > self.before or self.verdict == A_PERSON_DECIDES


def consequence_of(before: Mapping[str, Any], after: Mapping[str, Any], appointment: str, root: str) -> Consequence:
    """Read both findings. The change's own occasion counts first, then the appointment's."""
    mine = [one for one in after["occasions"] if one["appointment"] == appointment]
    judged = _heaviest(mine)
    reasons = judged["reasons"] if judged else []
    counts, passes = _root(before, root)
    counts_after, passes_after = _root(after, root)
    return Consequence(
        verdict=judged["result"] if judged and judged["result"] in (COUNTS, A_PERSON_DECIDES) else DOES_NOT_COUNT,
        codes=tuple(str(one["code"]) for one in reasons),
        clause=str(reasons[0]["clause"]) if reasons else "",
        before=counts,
        after=counts_after,
        passes_before=passes,
        passes_after=passes_after,
        facts=dict(reasons[0]["facts"]) if reasons else {},
    )


def _heaviest(occasions: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    weight = {COUNTS: 0, A_PERSON_DECIDES: 1}
    return min(occasions, key=lambda one: weight.get(one["result"], 2), default=None)


def _root(finding: Mapping[str, Any], root: str) -> tuple[int, bool]:
    for one in finding["roots"]:
        if one["root"] == root:
            return int(one["not_kept"]), bool(one["threshold_passed"])
    return 0, False


@dataclass(frozen=True)
class Said:
    """What is about to be saved, as far as its words need it; `told_at` None: nobody is told yet."""

    kind: str
    by: str
    told_at: datetime | None
    old_start_at: datetime | None
    old_end_at: datetime | None


def sentence(found: Consequence, said: Said) -> str:
    """What the screen says before saving, in one or two sentences."""
    return f"{_judgement(found, said)} {_count(found)}"


def _judgement(found: Consequence, said: Said) -> str:
    clause = _written_clause(found.clause)
    if found.verdict == COUNTS:
        return f"{_when(said)}: counts as not kept under {clause}."
    if found.verdict == A_PERSON_DECIDES:
        return f"{_when(said)}: a person must decide whether it counts ({clause})."
    return f"{_why_not(found, said)}: does not count as not kept."


def _when(said: Said) -> str:
    if said.told_at is None or said.old_start_at is None:
        return "Nobody is told"
    told, start = said.told_at.astimezone(LONDON), said.old_start_at.astimezone(LONDON)
    if said.told_at >= (said.old_end_at or said.old_start_at):
        return "Told only after the agreed time"
    if told.date() == start.date():
        return "Told today, after the day has begun"
    return "Told too late"


_ASKED_BY = {"tenant": "The tenant asked for it", "agreement": "Both sides agreed to it"}
_EXCUSES = {
    "told_before_day": "Told before the day",
    "told_hours_before": "Told early enough",
    "severe_weather": "Severe weather",
}


def _why_not(found: Consequence, said: Said) -> str:
    if said.by in _ASKED_BY:
        return _ASKED_BY[said.by]
    excuse = next((_EXCUSES[code] for code in found.codes if code in _EXCUSES), None)
    if excuse is not None:
        return excuse
    return "Told in advance, and kept if you come at the new time" if said.kind == "moved" else "Told in time"


def _count(found: Consequence) -> str:
    if found.after == found.before:
        return f"This repair stays at {found.before} not kept."
    said = f"This repair goes from {found.before} to {found.after} not kept."
    if found.passes_after and not found.passes_before:
        return f"{said} From then on its tenant may claim lost pay (HS 004A 5)."
    return said


def _written_clause(clause: str) -> str:
    return clause.replace("HS004A", "HS 004A")
