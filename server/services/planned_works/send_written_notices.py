"""Sends the written notice of planned works to many at once, by text or by letter, and keeps the register of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.horizon import LONDON
from server.domain.notices import PLANNED
from server.outside.clock import Clock
from server.services.notices.queue_appointment_notice import OfficeNews, queue_appointment_notice
from server.services.planned_works.let_notices_leave import let_notices_leave
from server.storage.booking import planned_works
from server.storage.cases import appointments
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.tables.booking import WrittenNotice
from server.storage.tables.register import Appointment

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Batch:
    """What was ordered together, and how many of those named had a notice already."""

    batch_id: str
    ordered: int
    had_one: int


def send_written_notices(
    landlord_id: str, appointment_ids: Sequence[str], *, by: str, clock: Clock, letters_for_all: bool = False
) -> Batch:
    """One notice for each planned visit that has none yet; each goes the way that its tenant reads, or all on paper.

    A letter waits in the print queue. A notice that can no longer leave ten clear working days before is held until
    a manager allows it; the register shows which.
    """
    if not appointment_ids:
        raise DoorstepError("none_chosen", "Choose at least one visit.")
    if len(appointment_ids) > MOST_AT_ONCE:
        raise DoorstepError("too_many_chosen", f"Choose at most {MOST_AT_ONCE} visits at once.")
    batch_id = str(uuid7())
    with transaction():
        had = planned_works.ordered(landlord_id, appointment_ids)
        wanted = [name for name in dict.fromkeys(appointment_ids) if name not in had]
        for name in wanted:
            news = _news(appointments.get(landlord_id, name), letters_for_all)
            _order(appointments.get(landlord_id, name), news, batch_id, by=by, clock=clock)
        after = {"notices": len(wanted), "letters_for_all": letters_for_all}
        about = audit.Subject("written_notices", batch_id)
        audit.record(landlord_id, about, "written_notices_ordered", by=by, at=clock.now(), after=after)
    return Batch(batch_id, len(wanted), len(had))


def _news(row: Appointment, by_letter: bool) -> OfficeNews:
    if row.kind != "planned" or row.status != "booked" or row.now_start_at is None:
        raise DoorstepError("not_planned", "Only planned visits that are still to come have a written notice.")
    return OfficeNews(PLANNED, str(uuid7()), row.now_start_at, row.now_end_at, by_letter=by_letter)


def _order(row: Appointment, news: OfficeNews, batch_id: str, *, by: str, clock: Clock) -> None:
    """Queue it and enter it in the register, under the notice's own cause; late ones leave where a manager said so."""
    if news.starts_at is None:
        return
    cause = queue_appointment_notice(row.landlord_id, row.appointment_id, news, clock=clock)
    planned_works.add(
        WrittenNotice(
            written_notice_id=news.cause,
            landlord_id=row.landlord_id,
            firm_id=row.firm_id,
            appointment_id=row.appointment_id,
            batch_id=batch_id,
            works_on=news.starts_at.astimezone(LONDON).date(),
            notice_cause=cause,
            by=by,
            at=clock.now(),
        )
    )
    leave = planned_works.leave_of(row.landlord_id, [row.appointment_id]).get(row.appointment_id)
    if leave is not None:
        let_notices_leave(leave, clock=clock)
