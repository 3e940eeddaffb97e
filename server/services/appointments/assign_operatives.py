"""Names who goes to an appointment, or another than before: checked against their day, told to phones and tenant."""

from dataclasses import dataclass, field

from server.domain.booking.slots import Slot
from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.services.appointments.move_appointment import (
    Asked,
    act_as_asked,
    check_asked,
    open_appointment,
    tell_tenant,
)
from server.services.appointments.tell_of_change import Telling
from server.services.booking.book_work_order import fill_diaries, place_in_diaries
from server.services.booking.find_slots import subject_of_appointment
from server.services.booking.keep_history import keep_history
from server.services.notices.queue_appointment_notice import OfficeNews
from server.storage import feed
from server.storage.booking import diaries
from server.storage.cases import appointments
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.phones import assignments, touched_visits
from server.storage.tables.booking import OfficeChange
from server.storage.tables.register import Appointment

ASSIGNED = "assigned"


@dataclass(frozen=True)
class Assigning:
    """Who goes, who asked for it and why, and how the tenant is told where it is somebody else."""

    operatives: tuple[str, ...]
    asked: Asked = field(default_factory=lambda: Asked("contractor"))
    telling: Telling = field(default_factory=Telling)


def assign_operatives(
    landlord_id: str, appointment_id: str, assigning: Assigning, *, rev: int, by: str, clock: Clock
) -> OfficeChange:
    """Raises `slot_taken` where one of them is not free in this slot, `stale_edit`, `too_few_named`."""
    if not assigning.operatives:
        raise DoorstepError("operative_needed", "Name who goes.")
    asked, now = assigning.asked, clock.now()
    check_asked(asked, assigning.telling, now, needs_reason=False)
    with transaction():
        row = open_appointment(landlord_id, appointment_id, rev)
        diaries.hold_diaries(landlord_id, row.firm_id)
        slot = slot_of(row)
        subject = subject_of_appointment(row)
        before = sorted(one for _, one in assignments.current_operatives(landlord_id, [appointment_id]))
        if before and not asked.reason.strip():
            raise DoorstepError("reason_missing", "Say why somebody else goes.")
        begins_at = place_in_diaries(subject, slot, assigning.operatives, now, by_name=True)
        fill_diaries(row, assigning.operatives, begins_at, subject.job.minutes, now)
        appointments.take_rev(landlord_id, appointment_id, rev)
        facts: dict[str, object] = {"before": before, "operatives": list(assigning.operatives)}
        kept = keep_history(row, act_as_asked(ASSIGNED, asked, facts), by=by, clock=clock)
        if before and set(before) != set(assigning.operatives):
            news = OfficeNews(ASSIGNED, kept.change_id, row.now_start_at, row.now_end_at, row.now_start_at)
            tell_tenant(row, kept.change_id, news, assigning.telling, by=by, clock=clock)
        about = audit.Subject("appointment", appointment_id)
        audit.record(landlord_id, about, "operatives_assigned", by=by, at=now, after=facts, reason=asked.reason)
        feed.append(landlord_id, touched_visits.of_appointments(landlord_id, [appointment_id]), at=now)
    return kept


def slot_of(row: Appointment) -> Slot:
    """The time in force as a slot; raises where none was agreed."""
    if row.now_start_at is None:
        raise DoorstepError("no_time_agreed", "No time is agreed yet. Find one first.")
    return Slot(row.now_start_at, row.now_end_at, "as_agreed", "As agreed")
