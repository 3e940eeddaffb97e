"""Whether the written notice of a planned visit allows a day; less only with a contract manager's reason (HS004A 4)."""

from datetime import date

from server.domain.booking.planned_works import check_notice
from server.services.planned_works.find_notice_rule import find_notice_rule
from server.storage.booking import planned_works
from server.storage.tables.register import Appointment


def check_works_notice(row: Appointment, works_on: date) -> date | None:
    """The day on which the notice left, None where a manager allows the works without; raises `notice_too_short`."""
    sent_on = _notice_day(row)
    leave = planned_works.leave_of(row.landlord_id, [row.appointment_id]).get(row.appointment_id)
    rule = find_notice_rule(row.landlord_id, sent_on or works_on, works_on)
    check_notice(rule, sent_on, works_on, allowed_because=leave.reason if leave else "")
    return sent_on


def _notice_day(row: Appointment) -> date | None:
    """The first that we sent, or what another system says."""
    sent = planned_works.sent_days(row.landlord_id, [row.appointment_id])
    days = [day for day in (sent.get(row.appointment_id), row.written_notice_sent_on) if day is not None]
    return min(days, default=None)
