"""Lets the notices of works leave that were held for being late, with the reason that a contract manager gave."""

from server.outside.clock import Clock
from server.services.notices.queue_letter import queue_notice_letter
from server.storage.booking import planned_works
from server.storage.database import db
from server.storage.tables.booking import ShortNoticeLeave


def let_notices_leave(leave: ShortNoticeLeave, *, clock: Clock) -> None:
    """Inside the caller's transaction: what can be sent is sent, what goes by post is printed."""
    connection, now = db.session.connection(), clock.now()
    for notice in planned_works.let_leave(connection, leave.landlord_id, leave.appointment_id, leave.reason, now):
        queue_notice_letter(connection, notice, now=now)
