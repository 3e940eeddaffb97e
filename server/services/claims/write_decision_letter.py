"""Writes the letter that answers a claim, from the decision and the assessment it was made on."""

from typing import Any

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.wording.languages import first_known
from server.domain.wording.own_sentences import own_sentences
from server.outside.clock import Clock
from server.outside.documents import LARGE_POINTS, make_pdf
from server.outside.phone_numbers import as_dialled
from server.services.claims.word_decision_letter import Answered, Writer, word_decision_letter
from server.services.wording.read_speech import read_speech
from server.services.wording.voice import Voice
from server.storage.cases import cases, households
from server.storage.claiming import claims, goodwill
from server.storage.database import db, transaction
from server.storage.pages import letters
from server.storage.people import audit, contact_choices
from server.storage.tables.decisions import Assessment, Claim, ClaimDecision
from server.storage.telling import notice_readers
from server.storage.telling.catalogues import ANSWERS, LETTERS


def write_decision_letter(landlord_id: str, claim_id: str, *, by: str, clock: Clock) -> bytes:
    """The PDF for the claimant; raises `not_decided` where nothing answers the claim yet. That it was made is noted."""
    claim = claims.find_claim(landlord_id, claim_id)
    if claim is None:
        raise DoorstepError("not_found", "There is no such claim.")
    facts = letter_facts(claim)
    with transaction():
        about, after = audit.Subject("case", claim.case_id), {"reference": claim.reference}
        audit.record(landlord_id, about, "decision_letter_made", by=by, at=clock.now(), after=after)
    return make_pdf("letter", facts, language=_voice(claim).language.code)


def letter_facts(claim: Claim) -> dict[str, object]:
    """What the letter says; of the home's other adults it says nothing."""
    decision = claims.newest_decision(claim.landlord_id, claim.case_id)
    if decision is None or decision.at < claim.claimed_at:
        raise DoorstepError("not_decided", "Nothing answers this claim yet. Decide it first.")
    assessment = cases.find_assessment(claim.landlord_id, decision.assessment_id)
    landlord, home = letters.sender_and_home(
        claim.landlord_id, households.of_case(claim.landlord_id, claim.case_id).uprn
    )
    writer = Writer(landlord.name, as_dialled(landlord.phone))
    is_large = contact_choices.reads_large_print(claim.landlord_id, claim.person_id)
    facts = word_decision_letter(_answered(claim, decision, assessment, home), writer, _voice(claim))
    return {**facts, "size": LARGE_POINTS} if is_large else facts


def _voice(claim: Claim) -> Voice:
    """In the language in which the claimant is told everything else."""
    _, wanted = notice_readers.reader_of(db.session.connection(), claim.landlord_id, claim.person_id)
    return Voice(read_speech(claim.landlord_id, first_known([wanted]), (ANSWERS, LETTERS, "page")))


def _answered(
    claim: Claim, decision: ClaimDecision, assessment: Assessment | None, address: tuple[str, ...]
) -> Answered:
    output: dict[str, Any] = assessment.output if assessment is not None else {}
    household = households.of_case(claim.landlord_id, claim.case_id)
    names = {one.person_id: f"{one.first_name} {one.last_name}" for one in households.members(household)}
    missed = {one["appointment"] for one in output.get("occasions", ())}
    found = [one for one in own_sentences(output.get("explanation", ()), names, claim.person_id) if _is_of(one, missed)]
    return Answered(
        reference=claim.reference,
        claimant_id=claim.person_id,
        claimant_name=names.get(claim.person_id, "The tenant"),
        address=address,
        claimed_on=london_day(claim.claimed_at),
        decided_on=london_day(decision.at),
        state=decision.state,
        total_pence=decision.total_pence,
        reason=decision.reason,
        found=found,
        days=output.get("days", ()),
        goodwill=[(one.pence, one.reason) for one in goodwill.of_case(claim.landlord_id, claim.case_id)],
    )


def _is_of(sentence: str, appointments: set[str]) -> bool:
    """What became of an appointment, or of a repair's count; the days stand in their own table."""
    return sentence.startswith("Repair ") or any(f"appointment {name})" in sentence for name in appointments)
