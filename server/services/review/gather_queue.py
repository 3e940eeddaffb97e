"""Compares the queue with what every source says: puts what is missing, and ends what nobody waits for any more.

Where a person's act ended it, the item is closed in their name; else it is settled and stays until somebody looks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain.review.items import CLOSED, Subject, Waiting, comes_back
from server.outside.clock import Clock
from server.services.review.close_item import close_item
from server.services.review.put_item import put_item
from server.services.review.settle_item import settle_item
from server.services.review.sources import KINDS_OF_SOURCES, everything_waiting
from server.storage.database import transaction
from server.storage.people import landlords
from server.storage.review import acts, items

_COMPARED = ("reference", "due_at", "rank", "firm_id", "uprn", "visit_id")

Found = Mapping[tuple[str, Subject], Waiting]


@dataclass(frozen=True)
class _Differences:
    fresh: list[Waiting]
    gone: list[Any]

    def __len__(self) -> int:
        return len(self.fresh) + len(self.gone)


def gather_queue(*, clock: Clock) -> int:
    """Bring every landlord's queue up to date; returns how much was different. A second run changes nothing."""
    return sum(_gather(landlord_id, clock.now()) for landlord_id in landlords.all_ids())


def _gather(landlord_id: str, at: datetime) -> int:
    # Reading holds nobody up; only where something is different it is looked at again, and nobody writes meanwhile.
    if not len(_differences(landlord_id, at)):
        return 0
    with transaction():
        differences = _differences(landlord_id, at)
        for waiting in differences.fresh:
            # What was closed and waits again does so for a reason of now, whenever its cause began.
            put_item(waiting, at=at, again=True)
        for item in differences.gone:
            _end(item, at)
    return len(differences)


def _differences(landlord_id: str, at: datetime) -> _Differences:
    standing = {
        (row.kind, Subject(row.subject_kind, row.subject_id)): row
        for row in items.waiting(landlord_id, KINDS_OF_SOURCES)
    }
    found = everything_waiting(landlord_id, at)
    gone = [row for key, row in standing.items() if key not in found]
    return _Differences(list(_fresh(found, standing)), gone)


def _fresh(found: Found, standing: Mapping[tuple[str, Subject], Any]) -> Iterable[Waiting]:
    return (waiting for key, waiting in found.items() if _is_fresh(waiting, standing.get(key)))


def _is_fresh(waiting: Waiting, row: Any) -> bool:
    if row is None:
        return True
    if row.state == CLOSED:
        return comes_back(waiting.raised_at, row.closed_at)
    return any(getattr(row, name) != getattr(waiting, name) for name in _COMPARED)


def _end(item: Any, at: datetime) -> None:
    subject = Subject(item.subject_kind, item.subject_id)
    closing = acts.ended_by(item)
    if closing is None or item.state == CLOSED:
        settle_item(item.landlord_id, item.kind, subject, "no_longer_waits", at=at)
    else:
        close_item(item.landlord_id, item.kind, subject, closing, at=at)
