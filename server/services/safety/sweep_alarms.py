"""Looks at what is due: missed check-ins are raised without the phone, and alarms that nobody took climb on.

One query a sweep finds all of it, however many timers are open; each finding is settled in a transaction of its own.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.engine import Connection

from server.domain.evidence.records import london_day
from server.domain.safety import ladder
from server.domain.safety.watching import Planned, look_at_plan
from server.outside.clock import Clock
from server.services.phones.tell_phones import tell_phones
from server.services.safety.climb import reach
from server.services.safety.raise_alarm import NewAlarm, raise_alarm
from server.storage.database import db, transaction
from server.storage.safety import alarms, watches
from server.storage.safety.settings import settings_on
from server.storage.safety.watches import Due

log = structlog.get_logger()

_TRY_AGAIN = timedelta(minutes=1)


def sweep_alarms(*, clock: Clock, limit: int = 200) -> int:
    """Settle what is due; returns how many were. One that fails is tried again in a minute and holds up no other."""
    with db.engine.connect() as connection:
        due = watches.due(connection, clock.now(), limit)
    for one in due:
        try:
            _settle(one, clock.now())
        except Exception as error:
            log.error("alarm_sweep_failed", what=one.what, id=one.first_id, exc_info=error)
            _put_off(one, clock.now() + _TRY_AGAIN)
    return len(due)


def _settle(one: Due, now: datetime) -> None:
    with transaction() as connection:
        if one.what == "alarm":
            _climb(connection, one.first_id, now)
        else:
            _look(connection, one, now)


def _put_off(one: Due, until: datetime) -> None:
    with transaction() as connection:
        if one.what == "alarm":
            alarms.change(connection, one.first_id, look_at=until)
        else:
            watches.change(connection, one.first_id, one.second_id, look_at=until)


def _climb(connection: Connection, alarm_id: str, now: datetime) -> None:
    """The next rung; an alarm that somebody took and never closed goes to the top."""
    alarm = alarms.one(connection, alarm_id)
    if alarm is None or alarm.closed_at is not None or alarm.look_at is None or alarm.look_at > now:
        return
    settings = settings_on(connection, alarm.landlord_id, london_day(now))
    if alarm.acknowledged_at is not None:
        again_at = now + timedelta(minutes=settings.unfinished_after_minutes)
        alarms.note(connection, alarm, "left_open", at=now, rung=ladder.SHOUT)
        alarms.change(connection, alarm_id, rung=ladder.SHOUT, acknowledged_at=None, look_at=again_at)
        return
    above = ladder.next_rung(alarm.rung)
    if above is None:
        alarms.change(connection, alarm_id, look_at=None)
        return
    reach(connection, alarm, above, settings, at=now)


def _look(connection: Connection, one: Due, now: datetime) -> None:
    watch = watches.one(connection, one.first_id, one.second_id)
    if watch is None or watch.look_at is None or watch.look_at > now:
        return
    kind = ladder.MISSED
    if watch.source == "plan":
        kind = ladder.PLAN
        look_at = _look_at_plan(connection, watch, now)
        if look_at is None or look_at > now:
            ended_at = now if look_at is None else None
            watches.change(connection, watch.visit_id, watch.operative_id, look_at=look_at, ended_at=ended_at)
            return
        if alarms.open_of(connection, watch.operative_id, (ladder.PLAN, ladder.MISSED)):
            # One silent phone is one alarm, however many visits it should have come out of.
            watches.change(connection, watch.visit_id, watch.operative_id, look_at=None, ended_at=now)
            return
    _raise(connection, watch, kind, now)


def _look_at_plan(connection: Connection, watch: Any, now: datetime) -> datetime | None:
    state = watches.states(connection, [watch.visit_id]).get(watch.visit_id, {})
    heard = watches.heard_at(connection, watch.landlord_id, [watch.operative_id]).get(watch.operative_id)
    status = str(state.get("status") or "not_started")
    planned = Planned(status, watch.minutes, heard, is_inside=status in ("inside", "finished"))
    return look_at_plan(planned, watch.day_ends_at, now)


def _raise(connection: Connection, watch: Any, kind: str, now: datetime) -> None:
    settings = settings_on(connection, watch.landlord_id, london_day(now))
    new = NewAlarm(
        landlord_id=watch.landlord_id,
        firm_id=watch.firm_id,
        operative_id=watch.operative_id,
        kind=kind,
        cause=f"{watch.visit_id}:{watch.operative_id}:{watch.due_at.isoformat()}",
        deadline_at=watch.due_at,
        visit_id=watch.visit_id,
    )
    alarm_id = raise_alarm(connection, new, settings, at=now)
    values = {"alarm_id": alarm_id} if alarm_id else {}
    watches.change(connection, watch.visit_id, watch.operative_id, look_at=None, **values)
    tell_phones(watch.landlord_id, [watch.visit_id], at=now)
