"""Decides a case: approved, paid or refused, by a person, on the assessment they looked at. Appended, never edited."""

from dataclasses import dataclass
from typing import Any

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.outside.clock import Clock
from server.services.assessment.assess_household import Assessed, assess_household
from server.services.claims.answer_hearing import refusal_may_follow
from server.services.claims.case_moved_on import case_moved_on
from server.services.claims.queue_claim_notices import newest_appointment, queue_claim_notice
from server.storage.cases import cases, landlord_policy, question_answers
from server.storage.claiming import claims
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.claiming import ClaimProposal
from server.storage.tables.decisions import Assessment, Claim, ClaimDecision

APPROVED, PAID, REFUSED = "approved", "paid", "refused"


@dataclass(frozen=True)
class ClaimRuling:
    """What is decided. `assessment_id` is the one the person looked at; `total_pence` the whole sum of the case."""

    state: str
    assessment_id: int
    total_pence: int
    reason: str = ""
    claim_id: str | None = None


def decide_claim(landlord_id: str, case_id: str, ruling: ClaimRuling, *, by: str, clock: Clock) -> Assessed:
    """Append the decision; the next assessment takes it as the decision in force.

    Refused with `stale_edit` where a newer assessment stands, so that nobody decides on what they have not seen. A sum
    above the landlord's `second_person_above_pence` is first proposed, and stands when another person approves it too.
    """
    with transaction() as connection:
        cases.hold_case(connection, landlord_id, case_id)
        latest = cases.latest_assessment(landlord_id, case_id)
        if latest is None or latest.assessment_id != ruling.assessment_id:
            raise case_moved_on(landlord_id, case_id, ruling.assessment_id)
        _CHECKS[_known(ruling.state)](landlord_id, ruling, latest)
        if ruling.state == REFUSED and not refusal_may_follow(landlord_id, case_id, clock=clock):
            raise DoorstepError(
                "not_heard", "First show the tenant what speaks against the claim, and wait for the answer or its day."
            )
        if ruling.state == APPROVED and _waits_for_a_second(latest, ruling, by, clock):
            return Assessed(latest, False, frozenset())
        told = claims.undecided(landlord_id, case_id)
        claims.add_decision(
            ClaimDecision(
                landlord_id=landlord_id,
                case_id=case_id,
                claim_id=ruling.claim_id,
                assessment_id=ruling.assessment_id,
                state=ruling.state,
                total_pence=ruling.total_pence,
                by=by,
                at=clock.now(),
                reason=ruling.reason,
            )
        )
        subject, after = audit.Subject("case", case_id), {"state": ruling.state, "total_pence": ruling.total_pence}
        action = f"claim_{ruling.state}"
        audit.record(landlord_id, subject, action, by=by, at=clock.now(), after=after, reason=ruling.reason)
        _tell(told, ruling, clock)
        return assess_household(landlord_id, case_id, cause=f"the claim was {ruling.state}", clock=clock)


def _tell(told: list[Claim], ruling: ClaimRuling, clock: Clock) -> None:
    """Everyone whose claim this answers gets a text; what was decided stands on the page behind it."""
    for claim in told:
        appointment_id = newest_appointment(claim, clock.now())
        if appointment_id is not None and ruling.state != PAID:
            queue_claim_notice(claim, appointment_id, "claim_decided", clock=clock, matter=str(ruling.assessment_id))


def _waits_for_a_second(latest: Assessment, ruling: ClaimRuling, by: str, clock: Clock) -> bool:
    """Above the set amount two different people approve the same sum of the same assessment; the first is noted."""
    landlord_id, case_id = latest.landlord_id, latest.case_id
    limit = landlord_policy.policy_on(landlord_id, london_day(clock.now())).around["second_person_above_pence"]
    if ruling.total_pence <= int(limit):
        return False
    first = question_answers.proposals_on(landlord_id, ruling.assessment_id)
    if any(one.by != by and one.total_pence == ruling.total_pence for one in first):
        return False
    question_answers.add_proposal(
        ClaimProposal(
            landlord_id=landlord_id,
            case_id=case_id,
            assessment_id=ruling.assessment_id,
            total_pence=ruling.total_pence,
            reason=ruling.reason,
            by=by,
            at=clock.now(),
        )
    )
    after = {"total_pence": ruling.total_pence}
    about = audit.Subject("case", case_id)
    audit.record(landlord_id, about, "claim_proposed", by=by, at=clock.now(), after=after, reason=ruling.reason)
    return True


def _known(state: str) -> str:
    if state not in _CHECKS:
        raise DoorstepError("wrong_decision", "Choose what is decided: approved, paid or refused.")
    return state


def _may_approve(_landlord_id: str, ruling: ClaimRuling, latest: Assessment) -> None:
    """From what the rule finds to what a person may add by answering its open questions for the tenant."""
    output: dict[str, Any] = latest.output
    if any(not row["asks_person"] for row in output["waiting"]):
        raise DoorstepError("waiting_for_phone", "A phone that was at this home has not reported yet. Wait for it.")
    most = latest.total_pence + latest.at_stake_pence
    if not 0 < ruling.total_pence <= most:
        raise DoorstepError("wrong_amount", f"The sum must be above 0 and at most {most} pence.", {"most_pence": most})
    if ruling.total_pence != latest.total_pence and not ruling.reason.strip():
        raise DoorstepError("reason_missing", "Say why the sum is another one than the rule's.")


def _may_pay(landlord_id: str, ruling: ClaimRuling, latest: Assessment) -> None:
    prior = claims.newest_decision(landlord_id, latest.case_id)
    if prior is None or prior.state != APPROVED or prior.total_pence != ruling.total_pence:
        raise DoorstepError("not_approved", "Only a sum that was approved can be marked as paid.")
    if latest.state == "hold" and not _was_seen(landlord_id, prior, latest):
        raise DoorstepError("held", "Newer evidence contradicts the approved sum. Decide it again first.")


def _was_seen(landlord_id: str, approval: ClaimDecision, latest: Assessment) -> bool:
    """Whether the sum was approved again in view of the very evidence that holds it."""
    then = cases.find_assessment(landlord_id, approval.assessment_id)
    return then is not None and then.state == "hold" and _evidence(then) == _evidence(latest)


def _evidence(assessment: Assessment) -> dict[str, object]:
    return {name: value for name, value in assessment.input.items() if name not in ("as_of", "prior")}


def _may_refuse(_landlord_id: str, ruling: ClaimRuling, _latest: Assessment) -> None:
    if not ruling.reason.strip():
        raise DoorstepError("reason_missing", "Say why, in words that the tenant can read.")
    if ruling.total_pence != 0:
        raise DoorstepError("wrong_amount", "A refusal pays nothing: the sum must be 0.")


_CHECKS = {APPROVED: _may_approve, PAID: _may_pay, REFUSED: _may_refuse}
