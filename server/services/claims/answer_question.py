"""Records what a person decided about an open question of a case; the next assessment takes it as given."""

from dataclasses import dataclass
from typing import Any

from server.domain.errors import DoorstepError
from server.domain.evidence.looked_at import digest_of
from server.outside.clock import Clock
from server.services.assessment.assess_household import Assessed, assess_household
from server.services.claims.case_moved_on import case_moved_on
from server.storage.cases import cases, question_answers
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.claiming import QuestionAnswer

# Whether to pay as approved, or to ask for money back, is decided by deciding the claim again.
BY_DECIDING_THE_CLAIM = ("late_evidence_contradicts", "recovery")


@dataclass(frozen=True)
class QuestionRuling:
    """Which question of the assessment (its place in `decisions_needed`), the answer, and why; yes favours them."""

    assessment_id: int
    place: int
    is_yes: bool
    reason: str


def answer_question(landlord_id: str, case_id: str, ruling: QuestionRuling, *, by: str, clock: Clock) -> Assessed:
    """Append the answer and assess again. It stands as long as the evidence that it rests on.

    Refused with `stale_edit` where a newer assessment stands, so that nobody answers what they have not seen.
    """
    with transaction() as connection:
        cases.hold_case(connection, landlord_id, case_id)
        latest = cases.latest_assessment(landlord_id, case_id)
        if latest is None or latest.assessment_id != ruling.assessment_id:
            raise case_moved_on(landlord_id, case_id, ruling.assessment_id)
        asked = _asked(latest.output, ruling)
        question_answers.add_answer(
            QuestionAnswer(
                landlord_id=landlord_id,
                case_id=case_id,
                assessment_id=latest.assessment_id,
                code=asked["code"],
                facts=asked["facts"],
                looked_at=digest_of(latest.input, asked["facts"]),
                is_yes=ruling.is_yes,
                reason=ruling.reason.strip(),
                by=by,
                at=clock.now(),
            )
        )
        about, after = audit.Subject("case", case_id), {"question": asked["code"], "yes": ruling.is_yes}
        audit.record(landlord_id, about, "question_answered", by=by, at=clock.now(), after=after, reason=ruling.reason)
        return assess_household(landlord_id, case_id, cause="a person answered a question", clock=clock)


def _asked(output: dict[str, Any], ruling: QuestionRuling) -> dict[str, Any]:
    needed: list[dict[str, Any]] = output["decisions_needed"]
    if not 0 <= ruling.place < len(needed):
        raise DoorstepError("not_found", "This question is not open any more.")
    if not ruling.reason.strip():
        raise DoorstepError("reason_missing", "Say why, so that the decision can be read and challenged later.")
    if needed[ruling.place]["code"] in BY_DECIDING_THE_CLAIM:
        raise DoorstepError(
            "wrong_decision", "This is answered by deciding the claim: approve the sum again, or another."
        )
    return needed[ruling.place]
