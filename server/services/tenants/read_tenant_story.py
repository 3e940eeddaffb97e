"""All that a tenant may see of an appointment, once the postcode is known."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from server.domain.claim_answers import claimed_by_others, own_part
from server.domain.evidence.phone_events import moment, standing
from server.domain.evidence.records import PhoneEvent
from server.domain.tenant_page import (
    CalledOff,
    Card,
    ClaimStanding,
    Money,
    NewTime,
    Record,
    RecordedAt,
    of_time_in_force,
    page_state,
)
from server.domain.visits import fold_visit
from server.domain.wording.notice_facts import REASONS_SAID
from server.domain.wording.own_sentences import own_sentences
from server.domain.wording.tenant_times import london_date
from server.outside.clock import Clock
from server.services.tenants.open_tenant_page import OpenLink
from server.storage.booking import changes, work_orders
from server.storage.cases import appointments, case_evidence, cases, households
from server.storage.cases.households import Household
from server.storage.claiming import claims, goodwill
from server.storage.pages import tenant_page
from server.storage.pages.tenant_page import VisitShown
from server.storage.tables.register import Appointment

Told = list[tuple[PhoneEvent, Mapping[str, Any]]]


@dataclass(frozen=True)
class Story:
    """The page behind the postcode. A part that has nothing to say is None or empty; `minutes` is how long it takes."""

    state: str
    what_for: str
    minutes: int | None
    who: tuple[str, ...]
    visit_code: str
    expected_at: datetime | None
    new_time: NewTime | None
    called_off: CalledOff | None
    arrived: RecordedAt | None
    card: Card | None
    summary: Mapping[str, Any] | None
    money: Money | None
    claims: tuple[ClaimStanding, ...]


def read_tenant_story(opened: OpenLink, *, clock: Clock) -> Story:
    """Read everything at once; nothing here is a flag, a concern, a place or an internal note."""
    row = opened.appointment
    visit, told = _of_time_in_force(row)
    new_time = _new_time(told)
    household = households.of_appointment(row.landlord_id, row.appointment_id)
    repair = tenant_page.repair(row)
    order = work_orders.of_appointment(row.landlord_id, row.appointment_id)
    return Story(
        state=page_state(_record(row, visit, new_time), clock.now()),
        what_for=repair.description if repair else "",
        minutes=order.minutes if order else None,
        who=tenant_page.operative_names(row),
        visit_code=visit.code if visit else "",
        expected_at=_expected(told),
        new_time=new_time,
        called_off=_called_off(row),
        arrived=_when(told, "arrived"),
        card=_card(row, told),
        summary=visit.summary if visit else None,
        money=_money(row, household, opened.link.person_id),
        claims=_claims(household, opened.link.person_id),
    )


def _of_time_in_force(row: Appointment) -> tuple[VisitShown | None, Told]:
    """The visit and its records, as they stand for the time that is promised now."""
    visit = tenant_page.visit(row)
    recorded = case_evidence.phone_events(row.landlord_id, [row.appointment_id]).get(row.appointment_id, [])
    said = appointments.changes_of(row.landlord_id, row.appointment_id)
    moved_at = max((one.recorded_at for one in said if one.kind == "moved"), default=None)
    events = of_time_in_force(recorded, moved_at, row.now_start_at)
    if visit is not None and len(events) < len(recorded):
        state = fold_visit([event.body for event in events])
        visit = replace(visit, status=state["status"], summary=state["summary"])
    return visit, standing(events)


def _called_off(row: Appointment) -> CalledOff | None:
    """Only what the office wrote down itself: another system's word on why may say too much of somebody."""
    if row.status != "cancelled":
        return None
    acts = changes.of_appointments(row.landlord_id, [row.appointment_id])
    last = next((act for act in reversed(acts) if act.kind == "cancelled"), None)
    if last is None:
        return None
    code = str(last.facts.get("code") or "")
    return CalledOff(last.asked_by == "contractor", code if code in REASONS_SAID else "")


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
    readers = households.answers_for(household.landlord_id, reader)
    roots = {root["root"]: root for root in output["roots"]}
    root = roots.get(repair.repair_root if repair else "", {})
    total_pence, pay_now_pence = _own_sums(output, assessment.total_pence, readers)
    return Money(
        state=assessment.state,
        total_pence=total_pence,
        pay_now_pence=pay_now_pence,
        not_kept=root.get("not_kept", 0),
        threshold_passed=root.get("threshold_passed", False),
        explanation=tuple(_for_reader(output, household, reader)),
        goodwill_pence=sum(one.pence for one in goodwill.of_case(household.landlord_id, household.case_id)),
    )


def _own_sums(output: Mapping[str, Any], total_pence: int, readers: Collection[str]) -> tuple[int, int]:
    """What is owed and can be paid to the reader; where others claimed too, nothing of the home's sums is told."""
    if not claimed_by_others(output, readers):
        return total_pence, output["pay_now_pence"]
    own = sum(own_part(one, output["days"], total_pence) or 0 for one in readers)
    return own, 0 if output["paid_before_pence"] else own


def _for_reader(output: Mapping[str, Any], household: Household, reader: str | None) -> Iterator[str]:
    """Whoever holds the link reads their own days, and no other adult's."""
    names = {one.person_id: f"{one.first_name} {one.last_name}" for one in households.members(household)}
    readers = households.answers_for(household.landlord_id, reader)
    own = next(iter(readers & names.keys()), None)
    return own_sentences(output["explanation"], names, own, of_home=not claimed_by_others(output, readers))


def _claims(household: Household | None, reader: str | None) -> tuple[ClaimStanding, ...]:
    """The reader's own claims; a decision answers those that were made before it."""
    if household is None:
        return ()
    readers = households.answers_for(household.landlord_id, reader)
    decision = claims.newest_decision(household.landlord_id, household.case_id)
    return tuple(
        ClaimStanding(
            reference=claim.reference,
            claimed_on=london_date(claim.claimed_at),
            answer_due_on=claim.answer_due_on,
            decided=decision.state if decision is not None and decision.at >= claim.claimed_at else "",
        )
        for claim in claims.claims_of(household.landlord_id, household.case_id)
        if claim.person_id in readers
    )
