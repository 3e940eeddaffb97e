"""The rows of each table that may be taken out, as far as one person may see them, a few hundred at a time."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from server.domain.review.kinds import HARMS, KINDS, seen_by
from server.domain.viewing import Viewer
from server.storage import reports
from server.storage.cases.case_evidence import narrow_interval
from server.storage.damage import cases as damage_cases
from server.storage.database import db
from server.storage.pages import board_people
from server.storage.pages.board_people import Workers
from server.storage.pages.own_work import own_work
from server.storage.tables.damage import DamageCase
from server.storage.tables.decisions import CaseStanding, Claim
from server.storage.tables.register import Appointment, Firm, Home, Person, Repair
from server.storage.tables.review import ReviewItem
from server.storage.tables.staff import User
from server.storage.tables.standings import AppointmentStanding
from server.storage.tables.visits import Report, ReportReview, Visit, VisitEvent, VisitState

BATCH = 400
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Period:
    """From the first instant up to and without the last."""

    begins_at: datetime
    ends_at: datetime


def rows_of(name: str, viewer: Viewer, period: Period) -> Iterator[dict[str, Any]]:
    """The table's rows in the order of their day."""
    return _ROWS[name](viewer, period)


def operatives_of(viewer: Viewer, rows: list[dict[str, Any]]) -> Workers:
    return board_people.assigned(viewer.landlord_id, {str(row["appointment_id"]) for row in rows})


def appointments(viewer: Viewer, period: Period) -> Iterator[dict[str, Any]]:
    """With everything that a file of them says; `tenant` is the name, as the job card has it."""
    landlord = Appointment.landlord_id
    query = (
        select(
            Appointment.appointment_id, Appointment.job_number, Repair.repair_root, Repair.trade, Repair.description,
            Repair.priority, Repair.sor_code, Repair.raised_on, Appointment.uprn, Home.property_ref,
            Home.address_line_1.label("address"), Home.postcode, Appointment.person_id,
            Person.first_name, Person.last_name, Appointment.firm_id.label("contractor_code"),
            Firm.name.label("contractor"), Appointment.kind, Appointment.slot_start_at.label("agreed_start"),
            Appointment.slot_end_at.label("agreed_end"), Appointment.now_start_at.label("start"),
            Appointment.now_end_at.label("end"), Appointment.people_required, Appointment.agreed_with_tenant,
            Appointment.status, AppointmentStanding.result,
        )
        .join(Home, (Home.landlord_id == landlord) & (Home.uprn == Appointment.uprn))
        .join(Repair, (Repair.landlord_id == landlord) & (Repair.job_number == Appointment.job_number))
        .outerjoin(Firm, (Firm.landlord_id == landlord) & (Firm.firm_id == Appointment.firm_id))
        .outerjoin(Person, (Person.landlord_id == landlord) & (Person.person_id == Appointment.person_id))
        .outerjoin(
            AppointmentStanding,
            (AppointmentStanding.landlord_id == landlord)
            & (AppointmentStanding.appointment_id == Appointment.appointment_id),
        )
        .where(*own_work(viewer, Appointment))
        .where(Appointment.now_start_at >= period.begins_at, Appointment.now_start_at < period.ends_at)
        .order_by(Appointment.now_start_at, Appointment.appointment_id)
    )  # fmt: skip
    for rows in _batches(query):
        workers = operatives_of(viewer, rows)
        for row in rows:
            people = workers.get(row["appointment_id"], {}).values()
            tenant = f"{row['first_name'] or ''} {row['last_name'] or ''}".strip()
            yield row | {"tenant": tenant, "operatives": "; ".join(worker.name for worker in people)}


def visits(viewer: Viewer, period: Period) -> Iterator[dict[str, Any]]:
    landlord = Visit.landlord_id
    day = func.coalesce(Appointment.now_start_at, Visit.made_at)
    query = (
        select(
            Visit.visit_id, Visit.appointment_id, Appointment.job_number, Visit.uprn,
            Home.address_line_1.label("address"), Home.postcode, Visit.firm_id.label("contractor_code"),
            Firm.name.label("contractor"), Appointment.now_start_at, Visit.made_at,
            VisitState.status, VisitState.state, VisitState.event_count.label("events"), VisitState.changed_at,
        )
        .outerjoin(
            Appointment,
            (Appointment.landlord_id == landlord) & (Appointment.appointment_id == Visit.appointment_id),
        )
        .outerjoin(Home, (Home.landlord_id == landlord) & (Home.uprn == Visit.uprn))
        .outerjoin(Firm, (Firm.landlord_id == landlord) & (Firm.firm_id == Visit.firm_id))
        .outerjoin(VisitState, VisitState.visit_id == Visit.visit_id)
        .where(*own_work(viewer, Visit), day >= period.begins_at, day < period.ends_at)
        .order_by(day, Visit.visit_id)
    )  # fmt: skip
    for rows in _batches(query):
        there = board_people.recording(viewer.landlord_id, {row["visit_id"] for row in rows})
        arrivals = _arrivals(rows)
        for row in rows:
            people = there.get(row["visit_id"], {}).values()
            yield row | {
                "day": row["now_start_at"] or row["made_at"],
                "operatives": "; ".join(worker.name for worker in people),
                **arrivals.get(_arrival_of(row), {}),
            }


def _arrivals(rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """The arrivals that these visits count by, each between its bounds and with what they rest on."""
    query = select(VisitEvent).where(VisitEvent.event_id.in_([_arrival_of(row) for row in rows]))
    return {event.event_id: _bounds(event) for event in db.session.scalars(query)}


def _arrival_of(row: Row) -> str:
    return str(((row["state"] or {}).get("arrived") or {}).get("event_id") or "")


def _bounds(event: VisitEvent) -> dict[str, Any]:
    narrow = narrow_interval(event.clock)
    earliest, latest = narrow or (event.asserted_from_at, event.asserted_to_at)
    reason = str(event.clock.get("suspect") or "").replace("_", " ")
    trust = "phone clock agreed with ours" if narrow else ": ".join(filter(None, ("phone was offline", reason)))
    return {"arrived_earliest": earliest, "arrived_latest": latest, "arrived_trust": trust}


def open_reports(viewer: Viewer, period: Period) -> Iterator[dict[str, Any]]:
    """Damage and the property only, whoever asks: a concern about people leaves by no file."""
    landlord = Report.landlord_id
    newest = (
        select(ReportReview.status)
        .where(ReportReview.report_id == Report.report_id)
        .order_by(ReportReview.at.desc(), ReportReview.review_id.desc())
        .limit(1)
        .correlate(Report)
        .scalar_subquery()
    )
    query = (
        select(
            Report.reference, Report.lane, Report.category, Report.danger_now, Report.uprn,
            Home.address_line_1.label("address"), Home.postcode, Report.firm_id.label("contractor_code"),
            Firm.name.label("contractor"), Report.visit_id, Report.seen_from_at.label("seen_from"),
            Report.seen_to_at.label("seen_to"), Report.received_at, func.coalesce(newest, "new").label("status"),
        )
        .outerjoin(Home, (Home.landlord_id == landlord) & (Home.uprn == Report.uprn))
        .outerjoin(Firm, (Firm.landlord_id == landlord) & (Firm.firm_id == Report.firm_id))
        .where(*reports.visible(viewer), Report.lane.in_(reports.OPEN_LANES))
        .where(Report.received_at >= period.begins_at, Report.received_at < period.ends_at)
        .order_by(Report.received_at, Report.report_id)
    )  # fmt: skip
    for rows in _batches(query):
        yield from rows


def damage(viewer: Viewer, period: Period) -> Iterator[dict[str, Any]]:
    """Cases as they stand; `things` is what phones reported as damaged, in the operatives' words."""
    landlord = DamageCase.landlord_id
    query = (
        select(
            DamageCase.damage_id, DamageCase.reference, DamageCase.uprn, Home.address_line_1.label("address"),
            Home.postcode, DamageCase.firm_id.label("contractor_code"), Firm.name.label("contractor"),
            DamageCase.appointment_id, DamageCase.visit_id, DamageCase.opened_at, DamageCase.stage, DamageCase.remedy,
            DamageCase.value_pence, DamageCase.due_on, DamageCase.steps, DamageCase.changed_at,
        )
        .outerjoin(Home, (Home.landlord_id == landlord) & (Home.uprn == DamageCase.uprn))
        .outerjoin(Firm, (Firm.landlord_id == landlord) & (Firm.firm_id == DamageCase.firm_id))
        .where(*damage_cases.visible(viewer))
        .where(DamageCase.opened_at >= period.begins_at, DamageCase.opened_at < period.ends_at)
        .order_by(DamageCase.opened_at, DamageCase.damage_id)
    )  # fmt: skip
    for rows in _batches(query):
        things = damage_cases.things_of(viewer, [row["damage_id"] for row in rows])
        for row in rows:
            yield row | {"things": "; ".join(things.get(row["damage_id"], ()))}


def review(viewer: Viewer, period: Period) -> Iterator[dict[str, Any]]:
    """What waited and what became of it, of the kinds that this person may see, those about people left out."""
    landlord = ReviewItem.landlord_id
    taker, closer = aliased(User), aliased(User)
    query = (
        select(
            ReviewItem.kind, ReviewItem.reference, ReviewItem.raised_at.label("waits_since"), ReviewItem.due_at,
            ReviewItem.uprn, Home.address_line_1.label("address"), Home.postcode,
            ReviewItem.firm_id.label("contractor_code"), Firm.name.label("contractor"), ReviewItem.visit_id,
            ReviewItem.state, taker.name.label("taken_by"), ReviewItem.closed_at, closer.name.label("closed_by"),
            ReviewItem.outcome,
        )
        .outerjoin(Home, (Home.landlord_id == landlord) & (Home.uprn == ReviewItem.uprn))
        .outerjoin(Firm, (Firm.landlord_id == landlord) & (Firm.firm_id == ReviewItem.firm_id))
        .outerjoin(taker, taker.user_id == ReviewItem.assigned_to)
        .outerjoin(closer, closer.user_id == ReviewItem.closed_by)
        .where(*own_work(viewer, ReviewItem), ReviewItem.kind.in_(seen_by(viewer)))
        .where(ReviewItem.kind != "household_concern")
        .where(ReviewItem.raised_at >= period.begins_at, ReviewItem.raised_at < period.ends_at)
        .order_by(ReviewItem.raised_at, ReviewItem.item_id)
    )  # fmt: skip
    for rows in _batches(query):
        yield from (row | {"harm": HARMS[KINDS[row["kind"]].harm]} for row in rows)


def claims(viewer: Viewer, period: Period) -> Iterator[dict[str, Any]]:
    """How claims stand, in sums of the household; what was lost on which day stands in no file."""
    same_case = (CaseStanding.landlord_id == Claim.landlord_id) & (CaseStanding.case_id == Claim.case_id)
    query = (
        select(
            Claim.reference, Claim.case_id, Claim.claimed_at, Claim.channel, Claim.answer_due_on, CaseStanding.state,
            CaseStanding.total_pence, CaseStanding.at_stake_pence,
        )
        .outerjoin(CaseStanding, same_case)
        .where(Claim.landlord_id == viewer.landlord_id)
        .where(Claim.claimed_at >= period.begins_at, Claim.claimed_at < period.ends_at)
        .order_by(Claim.claimed_at, Claim.claim_id)
    )  # fmt: skip
    for rows in _batches(query):
        yield from rows


def _batches(query: Any) -> Iterator[list[dict[str, Any]]]:
    """Read a few hundred rows at a time, so that memory does not grow with the period."""
    found = db.session.execute(query.execution_options(yield_per=BATCH)).mappings()
    for partition in found.partitions(BATCH):
        yield [dict(row) for row in partition]


_ROWS: Mapping[str, Callable[[Viewer, Period], Iterator[dict[str, Any]]]] = {
    "appointments": appointments,
    "visits": visits,
    "reports": open_reports,
    "damage": damage,
    "review": review,
    "claims": claims,
}
