"""Keeps what a tenant types on the way to a claim: a draft behind each link, judged when it is read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from server.domain.claim_form import Offer, taken
from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.cases import cases, households
from server.storage.cases.households import Household
from server.storage.claiming import claim_drafts, claims
from server.storage.database import transaction
from server.storage.people import tenant_links
from server.storage.tables.claiming import ClaimDraft, ClaimPaper
from server.storage.tables.decisions import Claim
from server.storage.tables.register import Person

LINK_LASTS = timedelta(days=30)
_ON_TENANCY = ("main", "joint")


@dataclass(frozen=True)
class ClaimInHand:
    """A link's claim: what may be chosen, what was typed, the papers, and the claim once it was sent.

    `may_claim` says whether the count of missed appointments has been passed, or may be once a question is decided.
    Behind a link with no draft of its own stands its reader's newest claim, so that a later text's link leads to it;
    what another adult of the home claimed is not told.
    """

    household: Household
    offer: Offer
    may_claim: bool
    answers: Mapping[str, Any]
    papers: tuple[ClaimPaper, ...]
    claim_id: str | None


def read_claim(opened: OpenLink) -> ClaimInHand:
    """Raises `not_found` where the appointment belongs to no household."""
    household = households.of_appointment(opened.link.landlord_id, opened.appointment.appointment_id)
    if household is None:
        raise DoorstepError("not_found", "We cannot take a claim here. Ring us and we will help you.")
    latest = cases.latest_assessment(household.landlord_id, household.case_id)
    output: Mapping[str, Any] = latest.output if latest is not None else {}
    draft = claim_drafts.draft(opened.link.token_hash)
    earlier = _of_reader(opened, household)[-1:] if draft is None else []
    return ClaimInHand(
        household=household,
        offer=_offer(household, output),
        may_claim=_may_claim(output),
        answers=draft.answers if draft is not None else {},
        papers=tuple(claim_drafts.papers_of_link(opened.link.token_hash)),
        claim_id=draft.claim_id if draft is not None else next((one.claim_id for one in earlier), None),
    )


def take_claim_step(
    opened: OpenLink, step: str, sent: Mapping[str, Any], chosen_days: list[str], *, clock: Clock
) -> ClaimInHand:
    """Save what this step was sent, right or wrong, and let the link live on; a claim that was sent stays as it is."""
    with transaction():
        in_hand = read_claim(opened)
        if in_hand.claim_id is None:
            answers = taken(step, sent, chosen_days, in_hand.answers)
            keep_draft(opened, in_hand, answers, clock=clock)
    return read_claim(opened)


def begin_another(opened: OpenLink, *, clock: Clock) -> None:
    """A fresh draft behind this link, beside a claim that was sent before."""
    with transaction():
        in_hand = read_claim(opened)
        if in_hand.claim_id is not None:
            keep_draft(opened, replace(in_hand, claim_id=None), {}, clock=clock)


def keep_draft(
    opened: OpenLink, in_hand: ClaimInHand, answers: Mapping[str, Any], *, clock: Clock, claim_id: str | None = None
) -> None:
    """Write the draft, inside the caller's transaction; the link is good for 30 days after this step."""
    now, link = clock.now(), opened.link
    with transaction() as connection:
        claim_drafts.save_draft(
            ClaimDraft(
                token_hash=link.token_hash,
                landlord_id=link.landlord_id,
                case_id=in_hand.household.case_id,
                answers=dict(answers),
                claim_id=claim_id or in_hand.claim_id,
                saved_at=now,
            )
        )
        tenant_links.lasts_until(connection, link.token_hash, now + LINK_LASTS)


def _of_reader(opened: OpenLink, household: Household) -> list[Claim]:
    readers = households.answers_for(household.landlord_id, opened.link.person_id)
    return [one for one in claims.claims_of(household.landlord_id, household.case_id) if one.person_id in readers]


def _offer(household: Household, output: Mapping[str, Any]) -> Offer:
    """The tenants and joint tenants by name, and the days on which each of them was let down while living there."""
    people = {row.person_id: row for row in households.members(household) if row.role in _ON_TENANCY}
    days: dict[str, list[date]] = {name: [] for name in people}
    for row in output.get("days", ()):
        day = date.fromisoformat(row["day"])
        if row["person"] in people and _lived_there(people[row["person"]], day):
            days[row["person"]].append(day)
    names = {name: f"{row.first_name} {row.last_name}" for name, row in people.items() if days[name]}
    return Offer(names, {name: tuple(sorted(days[name])) for name in names})


def _lived_there(person: Person, day: date) -> bool:
    starts = person.tenure_from is None or person.tenure_from <= day
    return starts and (person.tenure_to is None or day <= person.tenure_to)


def _may_claim(output: Mapping[str, Any]) -> bool:
    if any(root["threshold_passed"] for root in output.get("roots", ())):
        return True
    missed = [one for one in output.get("occasions", ()) if one["result"] in ("not_kept", "decision")]
    asked = any(one["result"] == "decision" for one in missed)
    return asked and len(missed) > 2
