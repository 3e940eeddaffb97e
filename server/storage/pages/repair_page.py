"""One repair as its page shows it: its homes and households, its appointments in order, and who was promised what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from server.domain.viewing import Viewer
from server.storage.cases import cases
from server.storage.database import db
from server.storage.pages.own_work import own_work
from server.storage.tables.decisions import CaseStanding
from server.storage.tables.register import Appointment, Firm, Home, Repair
from server.storage.tables.standings import AppointmentStanding, RepairStanding
from server.storage.tables.visits import Visit


@dataclass(frozen=True)
class PromisedTime:
    """One appointment of the repair, with what became of it."""

    appointment_id: str
    job_number: str
    starts_at: datetime | None
    ends_at: datetime | None
    firm_name: str
    visit_id: str | None
    result: str


@dataclass(frozen=True)
class RepairCase:
    """How the repair stands for one household."""

    case_id: str
    not_kept: int
    threshold_passed: bool
    state: str
    total_pence: int
    at_stake_pence: int


@dataclass(frozen=True)
class RepairPage:
    """A repair root with all its jobs; `hidden` counts other firms' appointments that this person may not see."""

    root: str
    trade: str
    description: str
    home: Home | None
    appointments: tuple[PromisedTime, ...]
    hidden: int
    cases: tuple[RepairCase, ...]


def find(viewer: Viewer, root: str) -> RepairPage | None:
    """The repair; None where there is none, or none of its appointments is this person's firm's."""
    is_of_root = or_(Repair.repair_root == root, Repair.job_number == root)
    repair = db.session.scalar(
        select(Repair)
        .where(Repair.landlord_id == viewer.landlord_id, is_of_root)
        .order_by(Repair.job_number != root, Repair.job_number)
        .limit(1)
    )
    if repair is None:
        return None
    everything = cases.appointments_of_repair(viewer.landlord_id, repair.uprn, root)
    own = _own(viewer, root)
    if viewer.firm_id is not None and not own:
        return None
    return RepairPage(
        root=root,
        trade=repair.trade,
        description=repair.description,
        home=db.session.get(Home, (viewer.landlord_id, repair.uprn)),
        appointments=tuple(own),
        hidden=len(everything) - len(own),
        cases=_cases(viewer.landlord_id, root),
    )


def _own(viewer: Viewer, root: str) -> list[PromisedTime]:
    newest = (
        select(func.max(Visit.visit_id))
        .where(Visit.landlord_id == Appointment.landlord_id, Visit.appointment_id == Appointment.appointment_id)
        .correlate(Appointment)
        .scalar_subquery()
    )
    query = (
        select(
            Appointment.appointment_id,
            Appointment.job_number,
            Appointment.now_start_at,
            Appointment.now_end_at,
            func.coalesce(Firm.name, Appointment.firm_id),
            newest,
            func.coalesce(AppointmentStanding.result, Appointment.status),
        )
        .join(Repair, and_(Repair.landlord_id == Appointment.landlord_id, Repair.job_number == Appointment.job_number))
        .outerjoin(Firm, and_(Firm.landlord_id == Appointment.landlord_id, Firm.firm_id == Appointment.firm_id))
        .outerjoin(
            AppointmentStanding,
            and_(
                AppointmentStanding.landlord_id == Appointment.landlord_id,
                AppointmentStanding.appointment_id == Appointment.appointment_id,
            ),
        )
        .where(*own_work(viewer, Appointment), or_(Repair.repair_root == root, Repair.job_number == root))
        .order_by(Appointment.slot_start_at, Appointment.appointment_id)
    )
    return [PromisedTime(*row) for row in db.session.execute(query)]


def _cases(landlord_id: str, root: str) -> tuple[RepairCase, ...]:
    query = (
        select(
            RepairStanding.case_id,
            RepairStanding.not_kept,
            RepairStanding.threshold_passed,
            CaseStanding.state,
            CaseStanding.total_pence,
            CaseStanding.at_stake_pence,
        )
        .join(
            CaseStanding,
            and_(
                CaseStanding.landlord_id == RepairStanding.landlord_id, CaseStanding.case_id == RepairStanding.case_id
            ),
        )
        .where(RepairStanding.landlord_id == landlord_id, RepairStanding.root == root)
        .order_by(RepairStanding.not_kept.desc(), RepairStanding.case_id)
    )
    return tuple(RepairCase(*row) for row in db.session.execute(query))
