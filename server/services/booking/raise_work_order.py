"""Jobs that wait to be booked: raised by the landlord, or come back from an appointment that did not end them."""

from dataclasses import dataclass
from datetime import date

from uuid_utils.compat import uuid7

from server.domain.booking.slots import LONDON
from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.booking.due_on_request import due_on_request
from server.storage.booking import diaries, work_orders
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.booking import WorkOrder
from server.storage.tables.register import Appointment, Repair

KINDS = ("routine", "planned", "emergency")
LEAST_MINUTES, LONGEST_MINUTES = 15, 8 * 60


@dataclass(frozen=True)
class NewJob:
    """What is to be done where, and by how many. `home`: a UPRN or a property reference.

    A visit that the tenant asked for is due by the landlord's own number where `due_on` says nothing.
    """

    firm_id: str
    job_number: str
    home: str
    trade: str
    description: str
    kind: str = "routine"
    minutes: int = 60
    people_required: int = 1
    due_on: date | None = None
    tenant_asked: bool = False
    is_urgent: bool = False


def raise_work_order(landlord_id: str, job: NewJob, *, by: str, clock: Clock) -> str:
    """Raise a job for a firm; returns the work order's id. A job number that stands already is refused."""
    _check(job)
    with transaction():
        home = work_orders.home_named(landlord_id, job.home)
        if home is None:
            raise DoorstepError("no_such_home", "There is no home with this UPRN or property reference.")
        if work_orders.repair(landlord_id, job.job_number) is not None:
            raise DoorstepError("job_stands", "There is a job with this number already. Use its own page.")
        today = clock.now().astimezone(LONDON).date()
        work_orders.add_repair(
            Repair(
                landlord_id=landlord_id,
                job_number=job.job_number,
                repair_root=job.job_number,
                uprn=home.uprn,
                trade=job.trade,
                description=job.description,
                raised_on=today,
            )
        )
        tenant = work_orders.main_tenant(landlord_id, home.uprn, today)
        order = WorkOrder(
            work_order_id=str(uuid7()),
            landlord_id=landlord_id,
            firm_id=job.firm_id,
            job_number=job.job_number,
            person_id=tenant.person_id if tenant else None,
            kind=job.kind,
            minutes=job.minutes,
            people_required=job.people_required,
            due_on=job.due_on or _due_on_request(landlord_id, job, clock),
            origin="raised",
            by=by,
            at=clock.now(),
        )
        work_orders.add(order)
        about = audit.Subject("work_order", order.work_order_id)
        audit.record(landlord_id, about, "job_raised", by=by, at=clock.now(), after={"job_number": job.job_number})
    return order.work_order_id


def _due_on_request(landlord_id: str, job: NewJob, clock: Clock) -> date | None:
    return due_on_request(landlord_id, urgent=job.is_urgent, clock=clock) if job.tenant_asked else None


def wait_again(row: Appointment, *, by: str, clock: Clock, origin: str = "rebook", **other: object) -> WorkOrder:
    """A work order like that of an appointment, inside the caller's transaction; `other` replaces what differs."""
    before = work_orders.of_appointment(row.landlord_id, row.appointment_id)
    values = {
        "job_number": row.job_number,
        "kind": row.kind,
        "minutes": before.minutes if before else diaries.ASSUMED_MINUTES,
        "people_required": row.people_required,
        "due_on": before.due_on if before else None,
        **other,
    }
    order = WorkOrder(
        work_order_id=str(uuid7()),
        landlord_id=row.landlord_id,
        firm_id=row.firm_id,
        person_id=row.person_id,
        origin=origin,
        from_appointment_id=row.appointment_id,
        by=by,
        at=clock.now(),
        **values,
    )
    work_orders.add(order)
    return order


def close_work_order(landlord_id: str, work_order_id: str, *, reason: str, by: str, clock: Clock) -> None:
    """Take a job off the list without an appointment: done otherwise, or not wanted any more."""
    if not reason.strip():
        raise DoorstepError("reason_missing", "Say why this job needs no appointment.")
    with transaction():
        order = work_orders.get(landlord_id, work_order_id)
        if order is None or order.appointment_id is not None or order.closed_at is not None:
            raise DoorstepError("booked_already", "Somebody else has booked or closed this job meanwhile.")
        order.closed_at, order.closed_because = clock.now(), reason.strip()
        about = audit.Subject("work_order", work_order_id)
        audit.record(landlord_id, about, "job_closed", by=by, at=clock.now(), reason=reason.strip())


def _check(job: NewJob) -> None:
    if not (job.job_number.strip() and job.trade.strip() and job.description.strip() and job.firm_id):
        said = "Give the job's number, the contractor, the trade, and what is to be done."
        raise DoorstepError("job_incomplete", said)
    if job.kind not in KINDS or job.people_required not in (1, 2):
        raise DoorstepError("job_incomplete", "Say whether it is routine, planned or an emergency, and for one or two.")
    if not LEAST_MINUTES <= job.minutes <= LONGEST_MINUTES:
        raise DoorstepError("job_incomplete", "The visit lasts from 15 minutes to 8 hours.")
