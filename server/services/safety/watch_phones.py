"""What phones say about their operatives' safety, taken in with the sync that brings it: timers, calls for help.

1. A call for help raises its alarm whatever became of its event: one that is set apart is heard all the same.
2. The fold says which timers run; their deadlines go into the watch, on the server's clock.
3. A check-in that came late but can only have happened before the deadline closes its alarm and keeps the history. One
   that happened after it stops the climb; the alarm stays for a person where anybody else has been told.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.engine import Connection

from server.domain.evidence.records import london_day
from server.domain.horizon import bounds
from server.domain.safety import ladder
from server.domain.safety.watching import OVER, SIGN_TYPES, Sign, answers, deadline
from server.services.safety.raise_alarm import NewAlarm, raise_alarm
from server.services.sync.delivery import ACCEPTED, Delivery, Incoming
from server.storage import visits
from server.storage.safety import alarms, told, watches
from server.storage.safety.settings import settings_on

_KINDS = {"quiet": ladder.QUIET, "drill": ladder.DRILL}
_TOO_OLD = timedelta(hours=24)


def watch_phones(delivery: Delivery, fresh: Sequence[Incoming], touched: Iterable[str]) -> None:
    """Take in what these new events say. Call it in the transaction that journals them, after the fold."""
    for one in fresh:
        if _type(one) == "alarm_raised":
            _help(delivery, one)
        elif _type(one) == "alarm_stood_down" and one.status == ACCEPTED:
            _stood_down(delivery, one)
    timed = {one.visit_id for one in fresh if _type(one) in SIGN_TYPES}
    concerned = sorted({visit_id for visit_id in touched if visit_id in timed})
    if concerned:
        _follow_timers(delivery, concerned)


def _type(one: Incoming) -> object:
    return one.body.get("type") if one.body is not None else None


def _help(delivery: Delivery, one: Incoming) -> None:
    """Old calls, such as those of a phone that lay in a drawer, are kept as records and raise nobody."""
    body: Any = one.body
    data = body.get("data")
    asked = data.get("kind") if isinstance(data, dict) else None
    actor = body.get("actor_id")
    operative_id = actor if isinstance(actor, str) and actor in delivery.operatives else _any(delivery)
    happened_at = _middle(one) or delivery.at
    if delivery.at - happened_at > _TOO_OLD:
        return
    connection, landlord_id = delivery.connection, delivery.phone.landlord_id
    new = NewAlarm(
        landlord_id=landlord_id,
        firm_id=told.firm_of(connection, landlord_id, operative_id) or delivery.phone.firm_id,
        operative_id=operative_id,
        kind=_KINDS.get(asked, ladder.HELP) if isinstance(asked, str) else ladder.HELP,
        cause=f"event:{one.envelope.event_id}",
        deadline_at=delivery.at,
        raised_by=operative_id,
        visit_id=_place(delivery, one),
        facts={"happened_at": happened_at.isoformat(), "received_at": delivery.at.isoformat()},
    )
    raise_alarm(connection, new, settings_on(connection, landlord_id, london_day(delivery.at)), at=delivery.at)


def _place(delivery: Delivery, one: Incoming) -> str | None:
    """The visit of the call; one made unseen names it inside its record."""
    if one.visit is not None:
        return one.visit_id
    data = (one.body or {}).get("data")
    named = data.get("visit_id") if isinstance(data, dict) else None
    if isinstance(named, str) and visits.facts(delivery.connection, delivery.phone.landlord_id, [named]):
        return named
    return None


def _any(delivery: Delivery) -> str:
    return min(delivery.operatives, default="")


def _middle(one: Incoming) -> datetime | None:
    if one.times is None:
        return None
    interval = one.times.estimate or one.times.asserted
    earliest = interval.latest_ms if interval.earliest_ms is None else interval.earliest_ms
    return datetime.fromtimestamp((earliest + interval.latest_ms) / 2000, UTC)


def _stood_down(delivery: Delivery, one: Incoming) -> None:
    """The word of the phone stands in the history; a person closes the alarm: the phone may be in other hands."""
    actor: Any = (one.body or {}).get("actor_id")
    for alarm in alarms.open_of(delivery.connection, str(actor), (ladder.HELP, ladder.DRILL)):
        alarms.note(delivery.connection, alarm, "stood_down", at=delivery.at, rung=alarm.rung, by=str(actor))
        alarms.change(delivery.connection, alarm.alarm_id, heard_at=delivery.at)


def _follow_timers(delivery: Delivery, visit_ids: Sequence[str]) -> None:
    connection = delivery.connection
    states = watches.states(connection, visit_ids)
    signs = watches.signs(connection, visit_ids)
    standing = {(row.visit_id, row.operative_id): row for row in watches.of_visits(connection, visit_ids)}
    rows = []
    for visit_id, state in states.items():
        for timer in state.get("timers") or []:
            row = _watch(delivery, visit_id, timer, signs.get(visit_id, []))
            before = standing.pop((visit_id, timer["actor_id"]), None)
            row["alarm_id"] = before.alarm_id if before is not None else None
            if row["alarm_id"] is not None:
                _answer(delivery, row, signs.get(visit_id, []))
            rows.append(row)
    watches.put(connection, rows)
    _end_planned(delivery, states, signs, list(standing.values()))


def _watch(delivery: Delivery, visit_id: str, timer: dict[str, Any], signs: Sequence[Sign]) -> dict[str, Any]:
    """A running timer is looked at when it is due; one that was stopped is over."""
    due_at = deadline(timer, signs)
    minutes = timer["minutes"] if isinstance(timer["minutes"], int) else 0
    landlord_id = delivery.phone.landlord_id
    return {
        "visit_id": visit_id,
        "operative_id": timer["actor_id"],
        "landlord_id": landlord_id,
        "firm_id": delivery.phone.firm_id,
        "source": "timer",
        "minutes": minutes,
        "day_ends_at": bounds(london_day(due_at))[1],
        "due_at": due_at,
        "look_at": None if timer["stopped"] else due_at,
        "ended_at": delivery.at if timer["stopped"] else None,
    }


def _answer(delivery: Delivery, row: dict[str, Any], signs: Sequence[Sign]) -> None:
    """Let signs that have come in since answer the alarm of this watch; a watch that is answered has none any more."""
    connection = delivery.connection
    alarm = alarms.one(connection, row["alarm_id"])
    if alarm is None or alarm.closed_at is not None:
        row["alarm_id"] = None
        return
    fresh = [sign for sign in signs if sign.received_at >= alarm.raised_at]
    in_time, later = answers(fresh, row["operative_id"], alarm.deadline_at)
    held_off = row["look_at"] is None or row["due_at"] > alarm.deadline_at
    if in_time is not None and held_off:
        _close(connection, alarm, in_time, "checked_in_before", at=delivery.at)
        row["alarm_id"] = None
    elif later is not None and held_off:
        _heard(connection, alarm, later, row, at=delivery.at)
    if row["alarm_id"] is not None and row["look_at"] is not None and row["due_at"] <= alarm.deadline_at:
        # The deadline that was missed already has its alarm.
        row["look_at"] = None


def _heard(connection: Connection, alarm: Any, sign: Sign, row: dict[str, Any], *, at: datetime) -> None:
    """Checked in after all: where only their own phone had been asked, that is the answer."""
    if not ladder.has_reached_people(alarm.rung):
        _close(connection, alarm, sign, "checked_in_late", at=at)
        row["alarm_id"] = None
        return
    alarms.note(connection, alarm, "checked_in", at=at, rung=alarm.rung, by=sign.operative_id, facts=_said(sign))
    alarms.change(connection, alarm.alarm_id, heard_at=at, look_at=None)


def _close(connection: Connection, alarm: Any, sign: Sign, outcome: str, *, at: datetime) -> None:
    alarms.note(connection, alarm, "checked_in", at=at, rung=alarm.rung, by=sign.operative_id, facts=_said(sign))
    alarms.note(connection, alarm, "closed", at=at, by=sign.operative_id, facts={"outcome": outcome})
    closed = {"closed_at": at, "closed_by": sign.operative_id, "outcome": outcome, "look_at": None, "heard_at": at}
    alarms.change(connection, alarm.alarm_id, **closed)


def _said(sign: Sign) -> dict[str, object]:
    earliest = None if sign.earliest_at is None else sign.earliest_at.isoformat()
    return {"type": sign.type, "earliest_at": earliest, "latest_at": sign.latest_at.isoformat()}


def _end_planned(
    delivery: Delivery, states: dict[str, dict[str, Any]], signs: dict[str, list[Sign]], rest: Sequence[Any]
) -> None:
    """Watches that stand on the plan alone: over with the visit, answered by any sign of life."""
    for row in rest:
        own = [sign for sign in signs.get(row.visit_id, []) if sign.operative_id == row.operative_id]
        over = states[row.visit_id].get("status") in OVER if row.visit_id in states else False
        if row.alarm_id is not None:
            as_row = {"alarm_id": row.alarm_id, "operative_id": row.operative_id, "look_at": None}
            _answer_planned(delivery, as_row, own, over)
            watches.change(
                delivery.connection, row.visit_id, row.operative_id, alarm_id=as_row["alarm_id"], ended_at=delivery.at
            )
        elif over:
            watches.end(delivery.connection, [(row.visit_id, row.operative_id)], delivery.at)
        elif own and row.look_at is not None:
            due_at = max(row.due_at, max(sign.middle_at for sign in own) + timedelta(minutes=row.minutes))
            watches.change(delivery.connection, row.visit_id, row.operative_id, due_at=due_at, look_at=due_at)


def _answer_planned(delivery: Delivery, row: dict[str, Any], own: Sequence[Sign], over: bool) -> None:
    alarm = alarms.one(delivery.connection, row["alarm_id"])
    if alarm is None or alarm.closed_at is not None:
        row["alarm_id"] = None
        return
    in_time, later = answers(own, row["operative_id"], alarm.deadline_at)
    if over and in_time is not None:
        _close(delivery.connection, alarm, in_time, "checked_in_before", at=delivery.at)
        row["alarm_id"] = None
    elif later is not None:
        _heard(delivery.connection, alarm, later, row, at=delivery.at)
