"""Looks at the clocks that are due to be told about: as they start, near their end, on their last, once lapsed.

One indexed query a sweep; each clock is settled in a transaction of its own, so that one that fails holds up no other.
"""

from datetime import datetime, timedelta
from typing import Any

import structlog

from server.domain.concerns.clocks import london_day
from server.domain.concerns.warnings import next_look_at, reached
from server.outside.clock import Clock
from server.services.concerns.run_clocks import run_clocks
from server.services.concerns.tell_people import tell_of_clock, tell_of_year
from server.services.days.days_off import days_off_from
from server.services.days.keep_days import WARN_FROM_MONTH
from server.storage.concerns import clocks
from server.storage.concerns.limits import limits_of
from server.storage.database import db, transaction
from server.storage.days import closed_days
from server.storage.people import landlords

log = structlog.get_logger()

_TRY_AGAIN = timedelta(minutes=1)


def sweep_clocks(*, clock: Clock, limit: int = 100) -> int:
    """Tell of every level that was reached and nobody was told of; returns how many clocks that was."""
    with db.engine.connect() as connection:
        due = clocks.due(connection, clock.now(), limit)
    for row in due:
        try:
            _settle(row, clock.now())
        except Exception as error:
            log.error("clock_sweep_failed", report=row.report_id, kind=row.kind, exc_info=error)
            with transaction() as connection:
                clocks.change(connection, row.report_id, row.kind, look_at=clock.now() + _TRY_AGAIN)
    return len(due)


def warn_of_year(*, clock: Clock) -> int:
    """From October on, once: nobody has checked next year's bank holidays. Returns how many people were told."""
    now = clock.now()
    today = london_day(now)
    if today.month < WARN_FROM_MONTH:
        return 0
    with transaction() as connection:
        waiting = closed_days.landlords_without(connection, landlords.all_ids(), today.year + 1)
        return sum(tell_of_year(connection, landlord_id, today.year + 1, at=now) for landlord_id in waiting)


def _settle(seen: Any, now: datetime) -> None:
    with transaction() as connection:
        row = clocks.rows(connection, seen.report_id).get(seen.kind)
        report = clocks.report(connection, seen.report_id)
        if row is None or report is None or row.look_at is None or row.look_at > now:
            return
        one = clocks.as_clock(row)
        off = days_off_from(row.landlord_id, one.started_at, connection=connection)
        limits = limits_of(connection, row.landlord_id)
        level = reached(one, now, limits, holidays=off)
        tell_of_clock(connection, report, one, level, at=now)
        next_look = next_look_at(one, level, limits, holidays=off)
        clocks.change(connection, row.report_id, row.kind, told=level, look_at=next_look)
        run_clocks(connection, report, at=now)
