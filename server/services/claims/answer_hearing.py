"""Before a refusal: tells the claimant what speaks against the claim, and takes in what they answer."""

from datetime import date

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.typed_text import kept_whole
from server.domain.working_days import due_on
from server.outside.clock import Clock
from server.services.claims.queue_claim_notices import newest_appointment, queue_claim_notice
from server.services.claims.take_claim_step import read_claim
from server.services.days.days_off import days_off
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.cases import cases
from server.storage.claiming import claim_drafts, claims
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.claiming import ClaimHearing

ANSWER_WITHIN_WORKING_DAYS = 5
_MOST_WORDS = 4000


def open_hearing(landlord_id: str, claim_id: str, against: str, *, by: str, clock: Clock) -> ClaimHearing:
    """Show the tenant what speaks against their claim; they have five working days to answer before a refusal."""
    claim = claims.find_claim(landlord_id, claim_id)
    if claim is None:
        raise DoorstepError("not_found", "There is no such claim.")
    if not against.strip():
        raise DoorstepError("reason_missing", "Say what speaks against the claim, in words that the tenant can read.")
    now = clock.now()
    today = london_day(now)
    off = days_off(claim.landlord_id, (today.year, today.year + 1))
    with transaction():
        latest = cases.latest_assessment(landlord_id, claim.case_id)
        hearing = ClaimHearing(
            landlord_id=landlord_id,
            case_id=claim.case_id,
            claim_id=claim_id,
            assessment_id=latest.assessment_id if latest is not None else 0,
            against=kept_whole(against, _MOST_WORDS, "What speaks against the claim"),
            by=by,
            at=now,
            answer_by_on=due_on(today, ANSWER_WITHIN_WORKING_DAYS, off),
        )
        claim_drafts.add_hearing(hearing)
        about = audit.Subject("case", claim.case_id)
        audit.record(landlord_id, about, "claim_hearing_opened", by=by, at=now, reason=hearing.against)
        appointment_id = newest_appointment(claim, now)
        if appointment_id is not None:
            matter, by_on = str(now.timestamp()), hearing.answer_by_on
            queue_claim_notice(claim, appointment_id, "claim_hearing", clock=clock, by_on=by_on, matter=matter)
    return hearing


def answer_hearing(opened: OpenLink, answer: str, *, clock: Clock) -> None:
    """Keep what the tenant says to the newest hearing of their claim; their first answer stands as it was given."""
    if not answer.strip():
        raise DoorstepError("answer_missing", "Write your answer, or ring us.")
    with transaction():
        in_hand = read_claim(opened)
        landlord_id, case_id = in_hand.household.landlord_id, in_hand.household.case_id
        waiting = [one for one in claim_drafts.hearings_of(landlord_id, case_id) if one.answered_at is None]
        if not waiting or waiting[0].claim_id != in_hand.claim_id:
            raise DoorstepError("not_found", "There is nothing to answer here.")
        claim_drafts.answered(waiting[0], kept_whole(answer, _MOST_WORDS, "Your answer"), clock.now())
        about = audit.Subject("case", case_id)
        audit.record(landlord_id, about, "claim_hearing_answered", by="tenant", at=clock.now())


def refusal_may_follow(landlord_id: str, case_id: str, *, clock: Clock) -> bool:
    """Whether everyone who claimed was heard: shown what speaks against it, and answered or let the time go by."""
    heard = {one.claim_id: one for one in reversed(claim_drafts.hearings_of(landlord_id, case_id))}
    today = london_day(clock.now())
    return all(_is_heard(heard.get(one.claim_id), today) for one in claims.undecided(landlord_id, case_id))


def _is_heard(hearing: ClaimHearing | None, today: date) -> bool:
    return hearing is not None and (hearing.answered_at is not None or hearing.answer_by_on < today)
