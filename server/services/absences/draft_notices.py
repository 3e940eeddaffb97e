"""What the tenants of an absence would be told, in the words that would leave: before anybody decides."""

from dataclasses import dataclass

from server.domain.notices import CANCELLED
from server.outside.clock import Clock
from server.services.absences.plan_absence import NOTHING_DONE, Plan
from server.services.appointments.assign_operatives import ASSIGNED
from server.services.notices.queue_appointment_notice import Draft, OfficeNews, draft_appointment_notice
from server.storage.tables.register import Appointment


@dataclass(frozen=True)
class Drafts:
    """The notice that somebody else comes, and the one that nobody does."""

    given: Draft | None
    called_off: Draft | None


def draft_notices(plan: Plan, *, clock: Clock) -> dict[str, Drafts]:
    """By appointment, for every visit that nobody has settled."""
    rows = [line.visit.appointment for line in plan.lines if line.state == NOTHING_DONE]
    return {row.appointment_id: _drafts(row, clock) for row in rows}


def _drafts(row: Appointment, clock: Clock) -> Drafts:
    start, end = row.now_start_at, row.now_end_at
    given = OfficeNews(ASSIGNED, "draft", start, end, start)
    called_off = OfficeNews(CANCELLED, "draft", old_start_at=start, reason="illness")
    names = (row.landlord_id, row.appointment_id)
    return Drafts(*(draft_appointment_notice(*names, news, clock=clock) for news in (given, called_off)))
