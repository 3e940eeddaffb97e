"""An assessment cut down to what one person may see: sums for some, earnings for claim handlers alone.

The cut is made here, before any template: what is left out is not in the page's data at all.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from server.domain.viewing import Viewer
from server.http.console.showing.figures import pounds
from server.http.console.showing.occasions import day_sentence, note_sentence, question_sentence, reason_sentence
from server.services.claims.answer_question import BY_DECIDING_THE_CLAIM
from server.storage.tables.decisions import Assessment


@dataclass(frozen=True)
class ShownReason:
    sentence: str
    clause: str


@dataclass(frozen=True)
class ShownOccasion:
    """`change` is set where a move or cancellation is itself the occasion."""

    appointment_id: str
    change: int | None
    result: str
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True)
class ShownQuestion:
    """A question for a person, with what either answer would come to; `facts` say what it is about.

    `by_deciding` is set where deciding the claim answers it, and nothing else.
    """

    sentence: str
    if_yes: str
    if_no: str
    facts: Mapping[str, Any]
    by_deciding: bool = False


@dataclass(frozen=True)
class ShownDay:
    """One person's day with what was lost and what is paid; for claim handlers."""

    person_id: str
    day: date
    loss: str
    cap: str
    paid: str
    state: str
    reasons: tuple[ShownReason, ...]


@dataclass(frozen=True)
class Shown:
    """What one person sees of one assessment."""

    assessment_id: int
    made_at: datetime
    cause: str
    state: str
    occasions: tuple[ShownOccasion, ...]
    total: str = ""
    at_stake: str = ""
    pay_now: str = ""
    recharge: tuple[tuple[str, str], ...] = ()
    questions: tuple[ShownQuestion, ...] = ()
    notes: tuple[ShownReason, ...] = ()
    days: tuple[ShownDay, ...] = ()
    explanation: tuple[str, ...] = ()


def shown(assessment: Assessment, viewer: Viewer, appointment_ids: Collection[str] | None = None) -> Shown:
    """The assessment for this person; `appointment_ids` keeps the occasions of these only."""
    output: Mapping[str, Any] = assessment.output
    parts: dict[str, Any] = {
        "assessment_id": assessment.assessment_id,
        "made_at": assessment.made_at,
        "cause": assessment.cause if viewer.may("sums") else "",
        "state": assessment.state if viewer.may("sums") else "",
        "occasions": tuple(
            _occasion(one)
            for one in output.get("occasions", ())
            if appointment_ids is None or one["appointment"] in appointment_ids
        ),
    }
    if viewer.firm_id is not None:
        own = [one for one in output.get("recharge", ()) if one["contractor"] == viewer.firm_id]
        return Shown(**parts, recharge=tuple(_recharge(one) for one in own))
    if viewer.may("sums"):
        parts |= _sums(output)
    if viewer.may("earnings"):
        parts |= {
            "days": tuple(_day(one) for one in output.get("days", ())),
            "explanation": tuple(output.get("explanation", ())),
        }
    return Shown(**parts)


def _sums(output: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "total": pounds(output.get("total_pence", 0)),
        "at_stake": pounds(output["at_stake_pence"]) if output.get("at_stake_pence") else "",
        "pay_now": pounds(output.get("pay_now_pence", 0)),
        "recharge": tuple(_recharge(one) for one in output.get("recharge", ())),
        "questions": tuple(_question(one) for one in output.get("decisions_needed", ())),
        "notes": tuple(
            ShownReason(note_sentence(one["code"]), str(one.get("clause", ""))) for one in output.get("notes", ())
        ),
    }


def _occasion(one: Mapping[str, Any]) -> ShownOccasion:
    reasons = tuple(
        ShownReason(reason_sentence(reason), str(reason.get("clause", ""))) for reason in one.get("reasons", ())
    )
    return ShownOccasion(one["appointment"], one.get("change"), one["result"], reasons)


def _question(one: Mapping[str, Any]) -> ShownQuestion:
    by_deciding = one["code"] in BY_DECIDING_THE_CLAIM
    sums = (pounds(one["if_yes_pence"]), pounds(one["if_no_pence"]))
    return ShownQuestion(question_sentence(one["code"]), *sums, one.get("facts") or {}, by_deciding)


def _recharge(one: Mapping[str, Any]) -> tuple[str, str]:
    return str(one["contractor"]), pounds(one["pence"])


def _day(one: Mapping[str, Any]) -> ShownDay:
    reasons = tuple(
        ShownReason(day_sentence(reason["code"]), str(reason.get("clause", ""))) for reason in one.get("reasons", ())
    )
    cap = one.get("cap_pence")
    return ShownDay(
        person_id=one["person"],
        day=date.fromisoformat(one["day"]),
        loss=pounds(one["loss_pence"]),
        cap="none set" if cap is None else pounds(cap),
        paid=pounds(one["paid_pence"]),
        state=one["state"],
        reasons=reasons,
    )
