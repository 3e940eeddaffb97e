"""The ladder of an alarm: whom it reaches, in which order, and when. Each step counts from the missed deadline."""

from __future__ import annotations

from datetime import datetime, timedelta

from server.domain.safety.settings import SafetySettings

PHONE, OFFICE, DUTY_MANAGER, NEXT_DUTY_MANAGER, SHOUT = RUNGS = (
    "phone",
    "office",
    "duty_manager",
    "next_duty_manager",
    "shout",
)
MISSED, PLAN, HELP, QUIET, DRILL = KINDS = ("missed_check_in", "not_back", "help", "quiet_help", "drill")
"""A check-in missed; not back by the time that the day's plan expects; help asked for, aloud or unseen; practice."""

ASKED_FOR = frozenset({HELP, QUIET})


def first_rung(kind: str) -> str:
    """Who hears first. A phone from which help was asked is told nothing: somebody else may be looking at it."""
    return OFFICE if kind in ASKED_FOR else PHONE


def reached_at(kind: str, rung: str, deadline_at: datetime, settings: SafetySettings) -> datetime:
    """When an alarm that nobody took reaches this rung."""
    if kind in ASKED_FOR:
        return deadline_at + timedelta(minutes=settings.help_step_minutes * (RUNGS.index(rung) - 1))
    minutes = {
        PHONE: 0,
        OFFICE: settings.office_after_minutes,
        DUTY_MANAGER: settings.duty_manager_after_minutes,
        NEXT_DUTY_MANAGER: settings.next_duty_manager_after_minutes,
        SHOUT: settings.shout_after_minutes,
    }
    return deadline_at + timedelta(minutes=minutes[rung])


def next_rung(rung: str) -> str | None:
    """The step above this one; None at the top."""
    place = RUNGS.index(rung) + 1
    return RUNGS[place] if place < len(RUNGS) else None


def has_reached_people(rung: str) -> bool:
    """Whether anybody but the operative has been told."""
    return rung != PHONE
