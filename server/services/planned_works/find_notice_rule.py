"""Which notice planned works need: the policy in force on a day, over the days around it on which nobody works."""

from datetime import date

from server.domain.booking.planned_works import NoticeRule
from server.services.days.days_off import days_off
from server.storage.telling.telling_policy import telling_policy


def find_notice_rule(landlord_id: str, leaves_on: date, works_on: date | None = None) -> NoticeRule:
    """The rule for a notice that leaves on this day; without `works_on` the days off reach to the end of next year."""
    last = max(leaves_on.year, works_on.year) if works_on else leaves_on.year + 1
    off = days_off(landlord_id, range(leaves_on.year, last + 1))
    return NoticeRule(telling_policy(leaves_on).planned_notice_clear_working_days, off)
