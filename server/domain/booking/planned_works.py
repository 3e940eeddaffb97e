"""Planned works need written notice of some clear working days (HS004A 4); less only with a manager's reason."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from server.domain.errors import DoorstepError
from server.domain.working_days import is_notice_long_enough, next_working_day

CLAUSE = "HS004A 4"


@dataclass(frozen=True)
class NoticeRule:
    """How many clear working days the policy in force asks for, and the days on which nobody works."""

    clear_working_days: int
    holidays: Set[date]

    def allows(self, sent_on: date, works_on: date) -> bool:
        """Whether works on this day lie far enough behind a notice that left on that."""
        return is_notice_long_enough(sent_on, works_on, self.clear_working_days, holidays=self.holidays)

    def earliest_day(self, sent_on: date) -> date:
        """The first working day with that many clear working days between it and the day of sending."""
        day = next_working_day(sent_on, self.holidays)
        while not self.allows(sent_on, day):
            day = next_working_day(day, self.holidays)
        return day


class NoticeTooShort(DoorstepError):
    """Planned works inside those days. The refusal names the first day that the notice allows, where there is one."""

    def __init__(self, rule: NoticeRule, sent_on: date | None) -> None:
        needed = f"{rule.clear_working_days} clear working days"
        if sent_on is None:
            said = f"No written notice of these works has been sent. Send it first: the tenant has {needed}."
        else:
            first = rule.earliest_day(sent_on)
            said = (
                f"The written notice allows these works from {first.day} {first:%B %Y}: {needed}. "
                "Choose a later day, or ask the contract manager to allow it with a reason."
            )
        super().__init__("notice_too_short", said, {"clause": CLAUSE})


def check_notice(rule: NoticeRule, sent_on: date | None, works_on: date, *, allowed_because: str) -> None:
    """Raise NoticeTooShort unless the works lie far enough behind the notice or a manager gave a reason."""
    if allowed_because.strip():
        return
    if sent_on is None or not rule.allows(sent_on, works_on):
        raise NoticeTooShort(rule, sent_on)
