"""Which notice is due after something happened, to whom, by which channel, and until when it helps.

Every notice that is due becomes a row, also one that cannot be sent: then it is held for a person or marked
replaced, with the reason, so that nobody believes a tenant was told who was not.
"""

from server.domain.notices.due import DueNotice, Happening, Said, due_notices, is_double
from server.domain.notices.kinds import (
    BOOKED,
    CANCELLED,
    FEEDBACK,
    FLAG_LETTER,
    KEPT_UP,
    MISSED,
    MOVED,
    NEW_TIME,
    NO_ACCESS,
    ON_MY_WAY,
    ON_MY_WAY_HELPS,
    PLANNED,
    REMINDER,
    SUMMARY,
    overtaken_by,
    useless_after,
)
from server.domain.notices.leaving import QuietHours, may_leave_at, planned_problem
from server.domain.notices.routes import HELD, QUEUED, REPLACED, Reader, route

__all__ = [
    "BOOKED",
    "CANCELLED",
    "FEEDBACK",
    "FLAG_LETTER",
    "HELD",
    "KEPT_UP",
    "MISSED",
    "MOVED",
    "NEW_TIME",
    "NO_ACCESS",
    "ON_MY_WAY",
    "ON_MY_WAY_HELPS",
    "PLANNED",
    "QUEUED",
    "REMINDER",
    "REPLACED",
    "SUMMARY",
    "DueNotice",
    "Happening",
    "QuietHours",
    "Reader",
    "Said",
    "due_notices",
    "is_double",
    "may_leave_at",
    "overtaken_by",
    "planned_problem",
    "route",
    "useless_after",
]
