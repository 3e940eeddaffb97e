"""Step 3: the contractor cancelled the appointment, or moved it to another date."""

from __future__ import annotations

from server.domain.attendance.outcome import EXCUSED, NOT_KEPT, Outcome, outcome, reason
from server.domain.cases.case import Change
from server.domain.cases.instants import Instant, cut, instant_text, london_day
from server.domain.cases.policy_settings import PolicySettings

_HOUR = 3600


def withdrawn(change: Change, told_at: Instant, start: Instant, settings: PolicySettings) -> Outcome:
    """Decide by `severe_weather` and `contractor_cancellation`; events are not looked at.

    Told the day before means before local midnight: midnight itself is already the day.
    """
    if change.reason == "severe_weather" and settings.severe_weather == "excused":
        return outcome(EXCUSED, reason("severe_weather"))
    told = instant_text(told_at)
    hours_before = cut(start - told_at, _HOUR)
    rule = settings.contractor_cancellation
    if rule == "excused_if_told_before_day" and london_day(told_at) < london_day(start):
        return outcome(EXCUSED, reason("told_before_day", told_at=told))
    if rule.startswith("hours:") and start - told_at >= _hours(rule) * _HOUR:
        return outcome(EXCUSED, reason("told_hours_before", told_at=told, hours_before=hours_before))
    code = "cancelled_by_contractor" if change.kind == "cancelled" else "moved_by_contractor"
    return outcome(NOT_KEPT, reason(code, told_at=told, hours_before=hours_before))


def _hours(rule: str) -> int:
    return int(rule.removeprefix("hours:"))
