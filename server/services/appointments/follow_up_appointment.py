"""More visits for one defect: a split of this job, works that follow on, or a recall because the repair failed.

Each makes a job that waits to be booked. It keeps the root of its repair: raising a job anew never resets a count.
"""

from dataclasses import dataclass, field

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.appointments.change_appointment import StaleEdit
from server.services.appointments.move_appointment import Asked, act_as_asked, check_asked, tell_tenant
from server.services.appointments.tell_of_change import Telling
from server.services.booking.due_on_request import due_on_request
from server.services.booking.keep_history import keep_history
from server.services.booking.raise_work_order import LEAST_MINUTES, LONGEST_MINUTES, wait_again
from server.services.notices.queue_appointment_notice import OfficeNews
from server.storage.booking import work_orders
from server.storage.cases import appointments
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.booking import WorkOrder
from server.storage.tables.register import Appointment, Repair

SPLIT, FOLLOW_ON, RECALL = "split", "follow_on", "recall"
FOLLOW_UP = "follow_up"
_ENDING = {FOLLOW_ON: "F", RECALL: "R"}


@dataclass(frozen=True)
class FollowUp:
    """`kind` is split, follow_on or recall; `asked` says who wants it and why.

    `urgent` shortens the due day of a visit that the tenant asked for, where the landlord has set one.
    """

    kind: str
    description: str
    asked: Asked
    telling: Telling = field(default_factory=Telling)
    minutes: int = 60
    people_required: int = 1
    trade: str = ""
    urgent: bool = False


def follow_up_appointment(
    landlord_id: str, appointment_id: str, wanted: FollowUp, *, rev: int, by: str, clock: Clock
) -> str:
    """Returns the id of the work order that now waits. Raises `stale_edit` and `job_incomplete`."""
    _check(wanted)
    check_asked(wanted.asked, wanted.telling, clock.now())
    with transaction():
        row = appointments.fresh(appointments.get(landlord_id, appointment_id))
        if not appointments.take_rev(landlord_id, appointment_id, rev):
            raise StaleEdit(appointments.fresh(row))
        order = _order(row, wanted, by=by, clock=clock)
        facts: dict[str, object] = {"work_order": order.work_order_id, "job_number": order.job_number}
        facts["description"] = wanted.description.strip()
        kept = keep_history(row, act_as_asked(wanted.kind, wanted.asked, facts), by=by, clock=clock)
        tell_tenant(row, kept.change_id, OfficeNews(FOLLOW_UP, kept.change_id), wanted.telling, by=by, clock=clock)
        about = audit.Subject("appointment", appointment_id)
        action = f"appointment_{wanted.kind}"
        audit.record(landlord_id, about, action, by=by, at=clock.now(), after=facts, reason=wanted.asked.reason)
    return order.work_order_id


def _check(wanted: FollowUp) -> None:
    if wanted.kind not in (SPLIT, FOLLOW_ON, RECALL):
        raise DoorstepError("wrong_change", "Say whether the job is split, followed on, or recalled.")
    if not wanted.asked.reason.strip() or not wanted.description.strip():
        raise DoorstepError("reason_missing", "Say what is still to be done, and why.")
    if not LEAST_MINUTES <= wanted.minutes <= LONGEST_MINUTES or wanted.people_required not in (1, 2):
        raise DoorstepError("job_incomplete", "The visit lasts from 15 minutes to 8 hours, with one person or two.")


def _order(row: Appointment, wanted: FollowUp, *, by: str, clock: Clock) -> WorkOrder:
    repair = work_orders.repair(row.landlord_id, row.job_number)
    if repair is None:
        raise DoorstepError("not_found", "There is no such job.")
    number = repair.job_number if wanted.kind == SPLIT else _followed(repair, wanted, clock)
    visit: dict[str, object] = {
        "minutes": wanted.minutes,
        "people_required": wanted.people_required,
        "job_number": number,
    }
    is_asked = wanted.asked.by == "tenant"
    due_on = due_on_request(row.landlord_id, urgent=wanted.urgent, clock=clock) if is_asked else None
    if due_on is not None:
        visit["due_on"] = due_on
    return wait_again(row, by=by, clock=clock, origin=wanted.kind, kind=_sort(row, wanted), **visit)


def _sort(row: Appointment, wanted: FollowUp) -> str:
    """A part or a later stage of planned works is planned work and needs its own notice (HS004A 4); a recall is not."""
    return "planned" if row.kind == "planned" and wanted.kind != RECALL else "routine"


def _followed(repair: Repair, wanted: FollowUp, clock: Clock) -> str:
    """A job of its own under the same root."""
    number = work_orders.next_number(repair.landlord_id, f"{repair.repair_root}-{_ENDING[wanted.kind]}")
    work_orders.add_repair(
        Repair(
            landlord_id=repair.landlord_id,
            job_number=number,
            repair_root=repair.repair_root,
            uprn=repair.uprn,
            trade=wanted.trade.strip() or repair.trade,
            sor_code="",
            description=wanted.description.strip(),
            priority=repair.priority,
            raised_on=clock.now().date(),
        )
    )
    return number
