"""What integrators read: pages of plain rows in a steady order. Names, words and earnings are not among them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select

from server.storage.database import db
from server.storage.tables.decisions import CaseStanding, Claim
from server.storage.tables.notices import Notice
from server.storage.tables.register import Appointment, Repair
from server.storage.tables.standings import AppointmentStanding
from server.storage.tables.visits import Report, Visit, VisitState

# Concerns about people never leave by this road, whoever asks.
_OPEN_LANES = ("damage", "property")

Row = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """Rows after a key, and the key to go on after; None at the end."""

    items: list[Row]
    next_after: str | None


def _appointments(landlord_id: str) -> Any:
    return (
        select(
            Appointment.appointment_id,
            Appointment.job_number,
            Repair.repair_root,
            Appointment.uprn,
            Appointment.person_id,
            Appointment.firm_id,
            Appointment.kind,
            Appointment.slot_start_at.label("agreed_start_at"),
            Appointment.slot_end_at.label("agreed_end_at"),
            Appointment.now_start_at.label("start_at"),
            Appointment.now_end_at.label("end_at"),
            Appointment.people_required,
            Appointment.agreed_with_tenant,
            Appointment.status,
            Appointment.rev,
            AppointmentStanding.result,
            AppointmentStanding.code.label("reason"),
        )
        .join(
            Repair,
            and_(Repair.landlord_id == Appointment.landlord_id, Repair.job_number == Appointment.job_number),
        )
        .outerjoin(
            AppointmentStanding,
            and_(
                AppointmentStanding.landlord_id == Appointment.landlord_id,
                AppointmentStanding.appointment_id == Appointment.appointment_id,
            ),
        )
        .where(Appointment.landlord_id == landlord_id)
    )


def _visits(landlord_id: str) -> Any:
    return (
        select(
            Visit.visit_id,
            Visit.appointment_id,
            Visit.firm_id,
            Visit.uprn,
            Visit.made_at,
            VisitState.status,
            VisitState.event_count,
            VisitState.changed_at,
        )
        .outerjoin(VisitState, VisitState.visit_id == Visit.visit_id)
        .where(Visit.landlord_id == landlord_id)
    )


def _reports(landlord_id: str) -> Any:
    return select(
        Report.report_id,
        Report.reference,
        Report.lane,
        Report.category,
        Report.danger_now,
        Report.visit_id,
        Report.firm_id,
        Report.uprn,
        Report.seen_from_at,
        Report.seen_to_at,
        Report.received_at,
    ).where(Report.landlord_id == landlord_id, Report.lane.in_(_OPEN_LANES))


def _claims(landlord_id: str) -> Any:
    same_case = and_(CaseStanding.landlord_id == Claim.landlord_id, CaseStanding.case_id == Claim.case_id)
    return (
        select(
            Claim.claim_id,
            Claim.reference,
            Claim.case_id,
            Claim.person_id,
            Claim.claimed_at,
            Claim.channel,
            Claim.answer_due_on,
            CaseStanding.state,
            CaseStanding.total_pence,
            CaseStanding.at_stake_pence,
        )
        .outerjoin(CaseStanding, same_case)
        .where(Claim.landlord_id == landlord_id)
    )


def _notices(landlord_id: str) -> Any:
    return select(
        Notice.notice_id,
        Notice.template,
        Notice.language,
        Notice.channel,
        Notice.appointment_id,
        Notice.visit_id,
        Notice.state,
        Notice.queued_at,
        Notice.sent_at,
        Notice.delivered_at,
        Notice.failed_at,
    ).where(Notice.landlord_id == landlord_id)


def page(name: str, landlord_id: str, after: str, limit: int) -> Page:
    """Rows of this list whose key comes after that one; one row more than asked says whether there is more."""
    build, key = LISTS[name]
    query = build(landlord_id).where(key > after).order_by(key).limit(limit + 1)
    rows: Sequence[Any] = db.session.execute(query).mappings().all()
    items = [_row(row) for row in rows[:limit]]
    return Page(items, str(items[-1][key.key]) if len(rows) > limit else None)


def one(name: str, landlord_id: str, wanted: str) -> Row | None:
    """The row of this list with this key; None where it is not there or not to leave by this road."""
    build, key = LISTS[name]
    found = db.session.execute(build(landlord_id).where(key == wanted)).mappings().first()
    return None if found is None else _row(found)


LISTS: Mapping[str, tuple[Callable[[str], Any], Any]] = {
    "appointments": (_appointments, Appointment.appointment_id),
    "visits": (_visits, Visit.visit_id),
    "reports": (_reports, Report.report_id),
    "claims": (_claims, Claim.claim_id),
    "notices": (_notices, Notice.notice_id),
}


def _row(row: Mapping[Any, Any]) -> Row:
    return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: object) -> object:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
