"""Planned works need ten clear working days' written notice (HS004A 4); less only with a manager's reason."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from server.domain.errors import DoorstepError
from server.domain.working_days import is_notice_long_enough, next_working_day

NOTICE_WORKING_DAYS = 10
CLAUSE = "HS004A 4"


class NoticeTooShort(DoorstepError):
    """Planned works inside the ten days. `earliest_on` is the first day that the notice allows; None without one."""

    def __init__(self, earliest_on: date | None) -> None:
        if earliest_on is None:
            said = (
                "No written notice of these works has been sent. Send it first: the tenant has 10 clear working days."
            )
        else:
            said = (
                f"The written notice allows these works from {earliest_on.day} {earliest_on:%B %Y}: 10 clear working "
                "days. Choose a later day, or ask the contract manager to allow it with a reason."
            )
        super().__init__("notice_too_short", said, {"clause": CLAUSE})


def earliest_day(sent_on: date, holidays: Set[date]) -> date:
    """The first working day with ten clear working days between it and the day of sending."""
    day = next_working_day(sent_on, holidays)
    while not is_notice_long_enough(sent_on, day, NOTICE_WORKING_DAYS, holidays=holidays):
        day = next_working_day(day, holidays)
    return day


def check_notice(sent_on: date | None, works_on: date, *, allowed_because: str, holidays: Set[date]) -> None:
    """Raise NoticeTooShort unless the works lie far enough behind the notice or a manager gave a reason."""
    if allowed_because.strip():
        return
    if sent_on is None:
        raise NoticeTooShort(None)
    if not is_notice_long_enough(sent_on, works_on, NOTICE_WORKING_DAYS, holidays=holidays):
        raise NoticeTooShort(earliest_day(sent_on, holidays))
