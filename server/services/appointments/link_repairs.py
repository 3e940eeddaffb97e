"""Says that two jobs are one repair, so that their missed appointments count together, or that they are not."""

from dataclasses import dataclass, field

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.appointments.change_appointment import StaleEdit
from server.services.appointments.join_repairs import Regrouped, joined, parted
from server.services.appointments.link_repair import assess_owners
from server.services.appointments.move_appointment import Asked, act_as_asked, check_asked, tell_tenant
from server.services.appointments.tell_of_change import Telling
from server.services.booking.keep_history import keep_history
from server.services.notices.queue_appointment_notice import OfficeNews
from server.storage import feed
from server.storage.cases import appointments, repairs
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.phones import touched_visits
from server.storage.tables.register import Appointment

LINKED, UNLINKED = "linked", "unlinked"


@dataclass(frozen=True)
class Link:
    """`with_job` is a job at the same home; empty takes the link away again. `asked` as for every change."""

    with_job: str
    asked: Asked
    telling: Telling = field(default_factory=Telling)


def link_repairs(landlord_id: str, appointment_id: str, link: Link, *, rev: int, by: str, clock: Clock) -> str:
    """Returns the root under which the appointment's job is counted now; the case is assessed at once."""
    asked = link.asked
    if not asked.reason.strip():
        raise DoorstepError("reason_missing", "Say why these are one repair, or why they are not.")
    check_asked(asked, link.telling, clock.now())
    with transaction():
        row = appointments.fresh(appointments.get(landlord_id, appointment_id))
        if not appointments.take_rev(landlord_id, appointment_id, rev):
            raise StaleEdit(appointments.fresh(row))
        whole = regrouped(row, link.with_job)
        facts = _regroup(row.job_number, whole)
        kind = LINKED if link.with_job.strip() else UNLINKED
        kept = keep_history(row, act_as_asked(kind, asked, facts), by=by, clock=clock)
        tell_tenant(row, kept.change_id, OfficeNews(LINKED, kept.change_id), link.telling, by=by, clock=clock)
        about = audit.Subject("repair", row.job_number)
        audit.record(landlord_id, about, f"repair_{kind}", by=by, at=clock.now(), after=facts, reason=asked.reason)
        assess_owners(landlord_id, whole.numbers, clock=clock)
        mine = [one.appointment_id for one in repairs.appointments_of(landlord_id, whole.numbers)]
        feed.append(landlord_id, touched_visits.of_appointments(landlord_id, mine), at=clock.now())
    return whole.root


def regrouped(row: Appointment, with_job: str) -> Regrouped:
    """What the appointment's job would be counted with; the other job must be at the same home."""
    name = with_job.strip()
    return joined(row.landlord_id, row.job_number, name) if name else parted(row.landlord_id, row.job_number)


def _regroup(job_number: str, whole: Regrouped) -> dict[str, object]:
    before = next(one.repair_root for one in whole.jobs if one.job_number == job_number)
    for one in whole.jobs:
        one.repair_root = whole.root
    return {"before": before, "root": whole.root, "jobs": whole.numbers}
