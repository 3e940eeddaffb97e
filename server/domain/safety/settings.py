"""The settings of lone working and of flags: what each may be, and their values on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from server.domain.errors import DoorstepError

LONGEST_MINUTES = 24 * 60
WATCHED = ("everyone", "flagged", "nobody")


class SafetySettingNotAllowed(DoorstepError):
    """A setting that lone working does not have, or a value that it does not allow."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__("setting_not_allowed", f"{name} {problem}", {"setting": name})
        self.name = name
        self.problem = problem


@dataclass(frozen=True, slots=True)
class SafetySettings:
    """The values in force on one day; minutes and hours are whole numbers."""

    timer_routine_minutes: int
    timer_planned_minutes: int
    timer_emergency_minutes: int
    timer_flagged_minutes: int
    watched_from_plan: str
    office_after_minutes: int
    duty_manager_after_minutes: int
    next_duty_manager_after_minutes: int
    shout_after_minutes: int
    help_step_minutes: int
    unfinished_after_minutes: int
    flags_stale_hours: int
    flag_letter_hours: int
    flag_received_after_days: int
    flag_appeal_working_days: int
    flag_answer_working_days: int
    flag_interim_hours: int
    incident_answer_hours: int
    incidents_counted_days: int

    def timer_minutes(self, kind: str, flag_minutes: Mapping[str, int | None]) -> int:
        """The length of a visit's timer: the job's, or the shortest that a flag of the home asks for."""
        of_job = {"planned": self.timer_planned_minutes, "emergency": self.timer_emergency_minutes}
        own = [self.timer_flagged_minutes if minutes is None else minutes for minutes in flag_minutes.values()]
        return min([of_job.get(kind, self.timer_routine_minutes), *own])


NAMES = tuple(field.name for field in fields(SafetySettings))


def allowed(name: str) -> str:
    """What a setting may be, in words."""
    if name == "watched_from_plan":
        return ", ".join(WATCHED)
    return f"a whole number from 1 to {LONGEST_MINUTES}"


def read_value(name: str, text: str) -> str | int:
    """A value as somebody typed it; raises SafetySettingNotAllowed."""
    if name not in NAMES:
        raise SafetySettingNotAllowed(name, "is no setting of lone working.")
    text = text.strip()
    if name == "watched_from_plan":
        if text not in WATCHED:
            raise SafetySettingNotAllowed(name, f"must be one of: {allowed(name)}.")
        return text
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= LONGEST_MINUTES):
        raise SafetySettingNotAllowed(name, f"must be {allowed(name)}.")
    return int(text)


def put_together(values: Mapping[str, Any]) -> SafetySettings:
    """The settings from their values by name; a name that is missing is an error, never a default."""
    missing = [name for name in NAMES if values.get(name) is None]
    if missing:
        raise SafetySettingNotAllowed(missing[0], "has no value in force; add a dated row with its clause.")
    found = SafetySettings(**{name: values[name] for name in NAMES})
    steps = (
        found.office_after_minutes,
        found.duty_manager_after_minutes,
        found.next_duty_manager_after_minutes,
        found.shout_after_minutes,
    )
    if list(steps) != sorted(steps):
        raise SafetySettingNotAllowed("office_after_minutes", "and the steps above it must not come out of order.")
    return found
