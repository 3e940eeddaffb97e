"""What waits in the planted world, as items of the review queue."""

from sqlalchemy import select

from server.outside.clock import FixedClock
from server.services.review.rebuild_queue import rebuild_queue
from server.storage.database import db
from server.storage.tables.review import ReviewItem
from tests.factories import NOW


def items_of(firm_id: str | None = None) -> list[str]:
    """Every item that waits, or those of one firm."""
    rebuild_queue(clock=FixedClock(NOW))
    query = select(ReviewItem.item_id)
    return list(db.session.scalars(query if firm_id is None else query.where(ReviewItem.firm_id == firm_id)))
