"""Enters a claim that reached the office by phone, on paper or in person: marked as such, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from server.domain.claim_form import TENURES
from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.typed_text import kept_whole
from server.outside.clock import Clock
from server.services.claims.keep_claim_paper import scan_claim_paper
from server.services.claims.open_claim import NewClaim, open_claim
from server.services.claims.queue_claim_notices import newest_appointment, queue_claim_notice
from server.services.claims.record_loss import LostDay, record_loss
from server.services.papers.seal_paper import Safe
from server.storage.cases import cases
from server.storage.claiming import claim_drafts, claims
from server.storage.database import transaction
from server.storage.tables.claiming import ClaimStatement
from server.storage.tables.decisions import Claim

_LONDON = ZoneInfo("Europe/London")
_NOON = time(12)


@dataclass(frozen=True)
class EnteredClaim:
    """What the claimant told the office. `received_on` is the day it reached us, from which the answer is due.

    `seen` is how many claims of the household the person had before them.
    """

    person_id: str
    channel: str
    received_on: date
    tenure_said: str
    lost: Sequence[LostDay]
    seen: int
    helper_name: str = ""
    papers: Sequence[bytes] = ()


def enter_claim(landlord_id: str, case_id: str, entered: EnteredClaim, *, by: str, clock: Clock, safe: Safe) -> Claim:
    """Append the claim, its days, what was said and the scans, and queue the text that says we have it.

    Refused with `stale_edit` where a claim came that the person has not seen, be it this one, sent twice.
    """
    _check(entered, london_day(clock.now()))
    with transaction() as connection:
        cases.hold_case(connection, landlord_id, case_id)
        if len(claims.claims_of(landlord_id, case_id)) != entered.seen:
            said = (
                "A claim of this household came meanwhile, perhaps this one. Look at the case before you enter another."
            )
            raise DoorstepError("stale_edit", said)
        new = NewClaim(entered.person_id, entered.channel, _received_at(entered.received_on, clock.now()))
        claim = open_claim(landlord_id, case_id, new, by=by, clock=clock)
        claim_drafts.add_statement(
            ClaimStatement(
                claim_id=claim.claim_id,
                landlord_id=landlord_id,
                tenure_said=entered.tenure_said,
                helper_name=kept_whole(entered.helper_name, 80, "The name of the helper"),
                proof_later=not entered.papers,
            )
        )
        for day in sorted(entered.lost, key=lambda one: one.day):
            record_loss(landlord_id, case_id, day, by=by, clock=clock, claim_id=claim.claim_id)
        for content in entered.papers:
            scan_claim_paper(landlord_id, claim.claim_id, content, by=by, clock=clock, safe=safe)
        appointment_id = newest_appointment(claim, clock.now())
        if appointment_id is not None:
            queue_claim_notice(claim, appointment_id, "claim_received", clock=clock)
    return claim


def _check(entered: EnteredClaim, today: date) -> None:
    if entered.received_on > today:
        raise DoorstepError("wrong_day", "The day it reached us cannot lie ahead. Give the day on the stamp, or today.")
    if entered.tenure_said not in TENURES:
        raise DoorstepError("tenure_missing", "Choose how the claimant says they hold the home.")
    if not entered.lost:
        raise DoorstepError("days_missing", "Give the pay lost on at least one day.")


def _received_at(day: date, now: datetime) -> datetime:
    return now if day == london_day(now) else datetime.combine(day, _NOON, _LONDON)
