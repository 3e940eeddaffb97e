"""Somebody closes an item in the queue itself, with what came of it. What it is about is left as it stands."""

from dataclasses import dataclass

from server.domain.review.items import CLOSED, CLOSED_RANK, OUTCOMES, ReviewRefused
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.review.hold_item import changed_meanwhile, seen_and_open
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.review import items
from server.storage.review.items import ITEMS

LONGEST_NOTE = 2000


@dataclass(frozen=True)
class ByHand:
    """What was chosen and written. `rev` is what the person had before them."""

    outcome: str
    note: str
    rev: int


def close_by_hand(item_id: str, closing: ByHand, *, viewer: Viewer, clock: Clock) -> None:
    """Raises ReviewRefused with what is missing, or that somebody was first. A note is always needed."""
    now, note = clock.now(), closing.note.strip()
    with transaction() as connection:
        item = seen_and_open(item_id, viewer)
        if closing.outcome not in OUTCOMES:
            raise ReviewRefused("Choose what came of it.", code="unknown_outcome")
        if not note or len(note) > LONGEST_NOTE:
            raise ReviewRefused(f"Write what was done, in at most {LONGEST_NOTE} characters.", code="missing_note")
        ended = {"closed_at": now, "closed_by": viewer.user_id, "outcome": closing.outcome}
        place = {"rank": CLOSED_RANK, "order_at": now}
        if not items.change(connection, item_id, ITEMS.c.rev == closing.rev, state=CLOSED, **ended, **place):
            raise changed_meanwhile()
        facts: dict[str, object] = {"outcome": closing.outcome}
        items.note(connection, item, "closed", at=now, by=viewer.user_id, facts=facts, note=note)
        about = audit.Subject("review_item", item.item_id)
        audit.record(viewer.landlord_id, about, "review_closed", by=viewer.user_id, at=now)
