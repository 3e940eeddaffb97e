"""What is said by the calendar: a reminder the day before a visit, a word of feedback the day after."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from server.domain.notices.leaving import at_london
from server.domain.wording.tenant_times import london_date

_TOO_CLOSE = timedelta(hours=3)
_ONE_DAY = timedelta(days=1)


def reminder_from(starts_at: datetime, clock: time) -> datetime:
    """When the reminder of a visit begins to be due: the day before, at this clock time in London."""
    return at_london(london_date(starts_at) - _ONE_DAY, clock)


def wants_reminder(
    starts_at: datetime, *, clock: time, now: datetime, told_at: datetime | None, not_after_word: timedelta
) -> bool:
    """Whether a visit is to be reminded of now; `told_at` is when its tenant was last told this time."""
    is_due = reminder_from(starts_at, clock) <= now < starts_at - _TOO_CLOSE
    if not is_due or london_date(now) == london_date(starts_at):
        return False
    return told_at is None or now - told_at >= not_after_word


def feedback_from(over_at: datetime, clock: time) -> datetime:
    """When we ask how a visit was: the day after it, at this clock time in London."""
    return at_london(london_date(over_at) + _ONE_DAY, clock)
