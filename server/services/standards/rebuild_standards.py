"""Every part and every count made anew from what is recorded: the numbers that stood before, or these were wrong."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from server.domain.standards.counted import MESSAGE, REPORT
from server.outside.clock import Clock
from server.services.standards.find_parts import parts_of_cases, parts_of_messages, parts_of_reports
from server.storage.database import db, transaction
from server.storage.standards import line, parts
from server.storage.standards.walking import names_after

_AT_ONCE = 500
Find = Callable[[str, Collection[str], datetime], list[dict[str, Any]]]


def rebuild_standards(*, landlord_id: str, clock: Clock) -> int:
    """In one transaction, so that readers see the old or the new; returns how many cases, messages and reports.

    The line stays as it is: what is touched meanwhile is counted again, which changes nothing twice.
    """
    now = clock.now()
    with transaction() as connection:
        parts.hold(connection, landlord_id)
        parts.forget(connection, landlord_id)
        kinds: tuple[tuple[str, Find], ...] = (
            (line.CASE, lambda *asked: parts_of_cases(*asked)[0]),
            (MESSAGE, parts_of_messages),
            (REPORT, parts_of_reports),
        )
        done = sum([_all_of(landlord_id, kind, find, now) for kind, find in kinds])
        parts.count_all(connection, landlord_id)
    return done


def _all_of(landlord_id: str, kind: str, find: Find, now: datetime) -> int:
    """A few hundred at a time, each let go of before the next: memory does not hang on how many there are."""
    done, last, connection = 0, "", db.session.connection()
    while names := names_after(landlord_id, kind, last, _AT_ONCE):
        parts.add(connection, find(landlord_id, names, now))
        db.session.expunge_all()
        done, last = done + len(names), names[-1]
    return done
