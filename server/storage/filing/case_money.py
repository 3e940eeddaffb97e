"""One household's money in a case file: its claims, what was assessed, asked, shown, answered and decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.recharges import Key, Word
from server.storage.cases import cases, households, question_answers
from server.storage.claiming import claim_drafts, claims, goodwill, recharges
from server.storage.tables.claiming import ClaimHearing, ClaimPaper, ClaimStatement, GoodwillPayment, QuestionAnswer
from server.storage.tables.decisions import Assessment, Claim, ClaimDecision, Loss
from server.storage.tables.register import Person


@dataclass(frozen=True)
class CaseMoney:
    """Everything of one case, each list in the order of time."""

    case_id: str
    people: Sequence[Person]
    assessments: Sequence[Assessment]
    claims: Sequence[Claim]
    losses: Sequence[Loss]
    statements: Mapping[str, ClaimStatement]
    papers: Sequence[ClaimPaper]
    answers: Sequence[QuestionAnswer]
    hearings: Sequence[ClaimHearing]
    decisions: Sequence[ClaimDecision]
    recharged: Mapping[Key, Sequence[Word]]
    goodwill: Sequence[GoodwillPayment]


def money_of(landlord_id: str, case_id: str) -> CaseMoney:
    made = claims.claims_of(landlord_id, case_id)
    decisions = claims.decisions_of(landlord_id, case_id)
    return CaseMoney(
        case_id=case_id,
        people=households.members(households.of_case(landlord_id, case_id)),
        assessments=cases.assessments_of(landlord_id, case_id)[::-1],
        claims=made,
        losses=claims.losses_of(landlord_id, case_id),
        statements=claim_drafts.statements_of([one.claim_id for one in made]),
        papers=claim_drafts.papers_of_case(landlord_id, case_id),
        answers=question_answers.answers_of(landlord_id, case_id),
        hearings=claim_drafts.hearings_of(landlord_id, case_id)[::-1],
        decisions=decisions,
        recharged=recharges.words_of(landlord_id, [one.decision_id for one in decisions]),
        goodwill=goodwill.of_case(landlord_id, case_id),
    )
