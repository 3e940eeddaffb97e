"""All that a tenant may see of an appointment, once the postcode is known."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain.evidence.phone_events import moment, standing
from server.domain.evidence.records import PhoneEvent
from server.domain.tenant_page import Card, ClaimStanding, Money, NewTime, Record, RecordedAt, page_state
from server.domain.wording.own_sentences import own_sentences
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.cases import case_evidence, cases, households
from server.storage.cases.households import Household
from server.storage.claiming import claims, goodwill
from server.storage.pages import tenant_page
from server.storage.pages.tenant_page import VisitShown
from server.storage.tables.register import Appointment

Told = list[tuple[PhoneEvent, Mapping[str, Any]]]


@dataclass(frozen=True)
class Story:
    """The page behind the postcode. A part that has nothing to say is None or empty."""

    state: str
    what_for: str
    who: tuple[str, ...]
    visit_code: str
    expected_at: datetime | None
    new_time: NewTime | None
    arrived: RecordedAt | None
    card: Card | None
    summary: Mapping[str, Any] | None
    money: Money | None
    claims: tuple[ClaimStanding, ...]


def read_tenant_story(opened: OpenLink, *, clock: Clock) -> Story:
    """Read everything at once; nothing here is a flag, a concern, a place or an internal note."""
    row = opened.appointment
    told = standing(case_evidence.phone_events(row.landlord_id, [row.appointment_id]).get(row.appointment_id, []))
    visit = tenant_page.visit(row)
    new_time = _new_time(told)
    household = households.of_appointment(row.landlord_id, row.appointment_id)
    repair = tenant_page.repair(row)
    return Story(
        state=page_state(_record(row, visit, new_time), clock.now()),
        what_for=repair.description if repair else "",
        who=tenant_page.operative_names(row),
        visit_code=visit.code if visit else "",
        expected_at=_expected(told),
        new_time=new_time,
        arrived=_when(told, "arrived"),
        card=_card(row, told),
        summary=visit.summary if visit else None,
        money=_money(row, household, opened.link.person_id),
        claims=_claims(household),
    )


def _record(row: Appointment, visit: VisitShown | None, new_time: NewTime | None) -> Record:
    found = cases.appointment_standing(row.landlord_id, row.appointment_id)
    return Record(
        appointment_status=row.status,
        visit_status=visit.status if visit else "",
        result=found.result if found else "",
        code=found.code if found else "",
        new_time=new_time,
        end_at=row.now_end_at or row.now_start_at,
    )


def _new_time(told: Told) -> NewTime | None:
    """The last new time that an operative gave."""
    for event, fields in reversed(told):
        starts_at = moment(fields.get("new_start")) if event.body["type"] == "told_new_time" else None
        if starts_at is not None:
            return NewTime(starts_at, moment(fields.get("new_end")), event.received_at)
    return None


def _expected(told: Told) -> datetime | None:
    for event, fields in reversed(told):
        if event.body["type"] == "travel_started":
            return moment(fields.get("eta"))
    return None


def _when(told: Told, kind: str) -> RecordedAt | None:
    for event, fields in told:
        if event.body["type"] == kind and fields.get("at_property") is not False:
            return _recorded(event)
    return None


def _recorded(event: PhoneEvent) -> RecordedAt:
    earliest, latest = event.narrow or event.hard
    return RecordedAt(min(earliest, latest), latest)


def _card(row: Appointment, told: Told) -> Card | None:
    for event, fields in reversed(told):
        if event.body["type"] == "no_access":
            return Card(
                called=_recorded(event),
                who=tenant_page.operative_name(row.landlord_id, event.body["actor_id"]),
                reason=str(fields.get("reason") or ""),
                card_left=fields.get("card_left") is True,
                card_number=str(fields.get("card_number") or ""),
            )
    return None


def _money(row: Appointment, household: Household | None, reader: str | None) -> Money | None:
    """The newest assessment, in its own words, with names where the rule has ids; others' losses are left out."""
    assessment = cases.latest_assessment(household.landlord_id, household.case_id) if household else None
    if assessment is None or household is None:
        return None
    output: dict[str, Any] = assessment.output
    repair = tenant_page.repair(row)
    roots = {root["root"]: root for root in output["roots"]}
    root = roots.get(repair.repair_root if repair else "", {})
    return Money(
        state=assessment.state,
        total_pence=assessment.total_pence,
        pay_now_pence=output["pay_now_pence"],
        not_kept=root.get("not_kept", 0),
        threshold_passed=root.get("threshold_passed", False),
        explanation=tuple(_for_reader(output["explanation"], household, reader)),
        goodwill_pence=sum(one.pence for one in goodwill.of_case(household.landlord_id, household.case_id)),
    )


def _for_reader(sentences: Iterable[str], household: Household, reader: str | None) -> Iterator[str]:
    """Whoever holds the link reads their own days, and no other adult's."""
    names = {one.person_id: f"{one.first_name} {one.last_name}" for one in households.members(household)}
    return own_sentences(sentences, names, reader)


def _claims(household: Household | None) -> tuple[ClaimStanding, ...]:
    if household is None:
        return ()
    decision = claims.decision_in_force(household.landlord_id, household.case_id)
    return tuple(
        ClaimStanding(
            reference=claim.reference,
            claimed_on=london_date(claim.claimed_at),
            answer_due_on=claim.answer_due_on,
            decided=decision.state if decision is not None else "",
        )
        for claim in claims.claims_of(household.landlord_id, household.case_id)
    )
