"""The worker's part: whatever changed since it was counted, or was changed by time alone, is counted anew."""

from collections.abc import Iterable
from datetime import datetime

from server.domain.standards.counted import MESSAGE, REPORT
from server.outside.clock import Clock
from server.services.standards.find_parts import parts_of_cases, parts_of_messages, parts_of_reports
from server.storage.database import db, transaction
from server.storage.people import landlords
from server.storage.standards import line, parts


def count_standards(*, clock: Clock, limit: int = 50) -> int:
    """Take the first of each landlord's line; returns how many were counted."""
    return sum([_count(landlord_id, clock.now(), limit) for landlord_id in landlords.all_ids()])


def _count(landlord_id: str, now: datetime, limit: int) -> int:
    """1. Hold the counts. 2. Take the first of the line. 3. Read their facts and exchange their parts."""
    with transaction() as connection:
        parts.hold(connection, landlord_id)
        named = {*line.take(connection, landlord_id, limit), *line.due_by_time(landlord_id, now, limit)}
        count_subjects(landlord_id, named, now)
    return len(named)


def count_subjects(landlord_id: str, named: Iterable[tuple[str, str]], now: datetime) -> None:
    """Inside the caller's transaction, which holds the counts."""
    by_kind: dict[str, list[str]] = {line.CASE: [], MESSAGE: [], REPORT: []}
    for kind, name in sorted(named):
        by_kind[kind].append(name)
    connection = db.session.connection()
    if cases := by_kind[line.CASE]:
        after, names = parts_of_cases(landlord_id, cases, now)
        parts.exchange(connection, landlord_id, parts.of_cases(connection, landlord_id, cases, names), after)
    for kind, find in ((MESSAGE, parts_of_messages), (REPORT, parts_of_reports)):
        if own := by_kind[kind]:
            before = parts.of_subjects(connection, landlord_id, kind, own)
            parts.exchange(connection, landlord_id, before, find(landlord_id, own, now))
