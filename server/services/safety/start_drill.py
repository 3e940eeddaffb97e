"""Starts a drill: the same ladder, the same people, with a word that nobody is in danger. INDG73: test it regularly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.safety import ladder
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.safety.raise_alarm import NewAlarm, raise_alarm
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.safety import alarms, told
from server.storage.safety.settings import settings_on
from server.storage.tables.safety import Alarm


@dataclass(frozen=True)
class Drill:
    """One drill as the monthly record shows it; seconds from the raising to the first text and to being taken."""

    alarm: Alarm
    told_after: int | None
    taken_after: int | None


@dataclass(frozen=True)
class Month:
    """One month's drills; a month without one is not a tested month."""

    first_day: date
    drills: Sequence[Drill]


def start_drill(operative_id: str, *, viewer: Viewer, clock: Clock) -> str:
    """Raise a drill about this operative; returns the alarm's id. A firm drills its own people."""
    now = clock.now()
    with transaction() as connection:
        firm_id = told.firm_of(connection, viewer.landlord_id, operative_id)
        if not firm_id or viewer.firm_id not in (None, firm_id):
            raise DoorstepError("not_found", "There is no such operative, or they are not yours.")
        if alarms.open_of(connection, operative_id, [ladder.DRILL]):
            raise DoorstepError("drill_runs", "A drill with this operative is running already. Close it first.")
        new = NewAlarm(
            landlord_id=viewer.landlord_id,
            firm_id=firm_id,
            operative_id=operative_id,
            kind=ladder.DRILL,
            cause=f"drill:{uuid7()}",
            deadline_at=now,
            raised_by=viewer.user_id,
        )
        settings = settings_on(connection, viewer.landlord_id, london_day(now))
        alarm_id = str(raise_alarm(connection, new, settings, at=now))
        subject = audit.Subject("alarm", alarm_id)
        audit.record(viewer.landlord_id, subject, "drill_started", by=viewer.user_id, at=now)
    return alarm_id


def monthly_record(viewer: Viewer, months: Sequence[date], since: datetime) -> list[Month]:
    """The drills of these months, each month given by its first day; a firm's people see their own firm's."""
    own = [one for one in alarms.drills(viewer.landlord_id, since) if viewer.firm_id in (None, one.firm_id)]
    found: dict[date, list[Drill]] = {month: [] for month in months}
    for alarm in own:
        month = london_day(alarm.raised_at).replace(day=1)
        if month in found:
            found[month].append(_drill(alarm))
    return [Month(month, drills) for month, drills in found.items()]


def _drill(alarm: Alarm) -> Drill:
    return Drill(alarm, _after(alarm, "told"), _after(alarm, "acknowledged"))


def _after(alarm: Alarm, what: str) -> int | None:
    at = alarms.first_step(alarm.alarm_id, what)
    return None if at is None else round((at - alarm.raised_at).total_seconds())
