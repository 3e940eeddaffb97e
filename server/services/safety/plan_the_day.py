"""Takes the day's plan into the watch: who should be out of which home by when, though their phone says nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from server.domain.evidence.records import london_day
from server.domain.horizon import bounds
from server.domain.safety.settings import SafetySettings
from server.domain.safety.watching import expected_out
from server.outside.clock import Clock
from server.storage.database import db, transaction
from server.storage.people import landlords
from server.storage.safety import planned, watches
from server.storage.safety.planned import PlannedVisit
from server.storage.safety.settings import settings_on


def plan_the_day(*, clock: Clock) -> int:
    """Watch today's visits that are not watched yet, and follow what was moved; returns how many changed."""
    return sum([_plan(landlord_id, clock.now()) for landlord_id in landlords.all_ids()])


def _plan(landlord_id: str, now: datetime) -> int:
    start, end = bounds(london_day(now))
    with db.engine.connect() as connection:
        settings = settings_on(connection, landlord_id, london_day(now))
        fresh = planned.of_day(connection, landlord_id, start, end)
        minutes = planned.flag_minutes(connection, landlord_id, {one.uprn for one in fresh}, london_day(now))
        moved = [row for row in planned.changed(connection, landlord_id) if _is_moved(row)]
    rows = [
        _row(landlord_id, one, settings.timer_minutes(one.kind, minutes.get(one.uprn, {})), now)
        for one in fresh
        if _is_watched(one, settings, minutes)
    ]
    if not rows and not moved:
        return 0
    with transaction() as writing:
        watches.add_planned(writing, rows)
        _follow(writing, moved, now)
    return len(rows) + len(moved)


def _is_watched(one: PlannedVisit, settings: SafetySettings, minutes: dict[str, dict[str, int | None]]) -> bool:
    if settings.watched_from_plan == "flagged":
        return bool(minutes.get(one.uprn))
    return settings.watched_from_plan == "everyone"


def _row(landlord_id: str, one: PlannedVisit, minutes: int, now: datetime) -> dict[str, object]:
    """A visit whose time was over before we ever saw it is not raised for the past: the plan counts from now on."""
    due_at = expected_out(max(one.ends_at, now), minutes)
    return {
        "visit_id": one.visit_id,
        "operative_id": one.operative_id,
        "landlord_id": landlord_id,
        "firm_id": one.firm_id,
        "source": "plan",
        "minutes": minutes,
        "day_ends_at": bounds(london_day(one.ends_at))[1],
        "due_at": due_at,
        "look_at": due_at,
        "ended_at": None,
        "alarm_id": None,
    }


def _is_moved(row: Any) -> bool:
    if row.status != "booked" or not row.put_on:
        return True
    return bool(expected_out(row.ends_at, row.minutes) > row.due_at)


def _follow(connection: Connection, moved: list[Any], now: datetime) -> None:
    for row in moved:
        key = (row.visit_id, row.operative_id)
        if row.status != "booked" or not row.put_on:
            watches.end(connection, [key], now)
        else:
            due_at = expected_out(row.ends_at, row.minutes)
            watches.change(connection, *key, due_at=due_at, look_at=due_at, day_ends_at=bounds(london_day(due_at))[1])
