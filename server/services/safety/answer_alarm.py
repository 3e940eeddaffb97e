"""A person takes an alarm, or closes it with what came of it. The first to take it is named; nobody takes their own."""

from dataclasses import dataclass
from datetime import timedelta

from server.domain.errors import DoorstepError
from server.domain.evidence.records import london_day
from server.domain.safety import ladder
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.people import audit, users
from server.storage.safety import alarms, told
from server.storage.safety.alarms import ListedAlarm
from server.storage.safety.settings import settings_on
from server.storage.tables.safety import Alarm

OUTCOMES = ("safe", "false_alarm", "help_sent", "emergency_services", "not_reached")
DRILL_OUTCOMES = ("drill_done", "drill_failed")


@dataclass(frozen=True)
class Closing:
    """What came of it. A note says what was done; it is needed wherever somebody was not simply safe."""

    outcome: str
    note: str


def acknowledge_alarm(alarm_id: str, *, viewer: Viewer, clock: Clock) -> None:
    """Take the alarm: it climbs no further and stops shouting. Left open, it shouts again after a while."""
    now = clock.now()
    with transaction() as connection:
        alarm = _open(alarm_id, viewer)
        _not_their_own(alarm, viewer)
        row = alarms.one(connection, alarm_id)
        settings = settings_on(connection, viewer.landlord_id, london_day(now))
        again_at = now + timedelta(minutes=settings.unfinished_after_minutes)
        values = {"acknowledged_by": viewer.user_id, "acknowledged_at": now, "look_at": again_at}
        if not alarms.change(connection, alarm_id, Alarm.acknowledged_at.is_(None), **values):
            raise _taken(alarm)
        alarms.note(connection, row, "acknowledged", at=now, rung=alarm.rung, by=viewer.user_id)
        _write_down(alarm, "alarm_acknowledged", viewer, clock)


def close_alarm(alarm_id: str, closing: Closing, *, viewer: Viewer, clock: Clock) -> None:
    """End the alarm with its outcome."""
    now, note = clock.now(), closing.note.strip()
    with transaction() as connection:
        alarm = _open(alarm_id, viewer)
        _not_their_own(alarm, viewer)
        if closing.outcome not in (DRILL_OUTCOMES if alarm.kind == ladder.DRILL else OUTCOMES):
            raise DoorstepError("unknown_outcome", "Choose what came of it.")
        if closing.outcome not in ("safe", "drill_done") and not note:
            raise DoorstepError("missing_note", "Write what was done and who was told.")
        row = alarms.one(connection, alarm_id)
        facts: dict[str, object] = {"outcome": closing.outcome, "note": note}
        alarms.note(connection, row, "closed", at=now, by=viewer.user_id, facts=facts)
        values = {"closed_at": now, "closed_by": viewer.user_id, "outcome": closing.outcome, "look_at": None}
        alarms.change(connection, alarm_id, **values)
        _write_down(alarm, "alarm_closed", viewer, clock)


def _open(alarm_id: str, viewer: Viewer) -> ListedAlarm:
    alarm = alarms.find(viewer, alarm_id)
    if alarm is None:
        raise DoorstepError("not_found", "There is no such alarm, or it is not yours to see.")
    if alarm.closed_at is not None:
        raise DoorstepError("stale_edit", f"{alarm.reference} was closed meanwhile. Look at its history.")
    return alarm


def _not_their_own(alarm: ListedAlarm, viewer: Viewer) -> None:
    """Somebody who is in danger, or says so for practice, is not the one to say that all is well."""
    raised_it = alarms.raised_by(alarm.alarm_id) == viewer.user_id
    is_operative = viewer.email.strip().lower() == told.email_of(viewer.landlord_id, alarm.operative_id)
    if raised_it or is_operative:
        raise DoorstepError("own_alarm", "This alarm is your own. Somebody else must take it.")


def _taken(alarm: ListedAlarm) -> DoorstepError:
    by = alarm.acknowledged_by or ""
    name = users.names_of([by]).get(by, "Somebody else")
    return DoorstepError("stale_edit", f"{name} took {alarm.reference} already. Ring them if you can help.")


def _write_down(alarm: ListedAlarm, action: str, viewer: Viewer, clock: Clock) -> None:
    subject = audit.Subject("alarm", alarm.alarm_id)
    audit.record(viewer.landlord_id, subject, action, by=viewer.user_id, at=clock.now())
