"""Somebody closes an item in the queue itself, with what came of it. What it is about is left as it stands."""

from dataclasses import dataclass

from server.domain.review.items import CLOSED, CLOSED_RANK, OUTCOMES, ReviewRefused
from server.domain.review.kinds import DECIDED_ON_ITS_PAGE, FIRMS_CLOSE
from server.domain.viewing import Viewer
from server.outside.clock import Clock
from server.services.review.hold_item import changed_meanwhile, seen_and_open
from server.storage.database import transaction
from server.storage.people import audit
from server.storage.review import items
from server.storage.review.items import ITEMS
from server.storage.review.queue import ListedItem

LONGEST_NOTE = 2000


@dataclass(frozen=True)
class ByHand:
    """What was chosen and written. `rev` is what the person had before them."""

    outcome: str
    note: str
    rev: int


def closes_here(item: ListedItem, viewer: Viewer) -> bool:
    """Whether this person closes it in the queue. What harms a person waits in sight for the act that ends it."""
    if viewer.firm_id is not None:
        return item.kind in FIRMS_CLOSE
    return not (item.waits and item.kind in DECIDED_ON_ITS_PAGE)


def close_by_hand(item_id: str, closing: ByHand, *, viewer: Viewer, clock: Clock) -> None:
    """Raises ReviewRefused with what is missing, or that somebody was first. A note is always needed."""
    now, note = clock.now(), closing.note.strip()
    with transaction() as connection:
        item = seen_and_open(item_id, viewer)
        if not closes_here(item, viewer):
            raise ReviewRefused("This closes by what is decided on its own page. Look and decide.", code="decide_first")
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
