"""Closes an item because a person acted: on the thing's own page, or here with an outcome and a note."""

from datetime import datetime

from server.domain.review.items import CLOSED, CLOSED_RANK, Closing, Subject
from server.domain.review.kinds import kind_of
from server.storage.database import transaction
from server.storage.review import items


def close_item(landlord_id: str, kind: str, subject: Subject, closing: Closing, *, at: datetime) -> bool:
    """Joins the caller's transaction; True where an open item was closed. Nothing closes without a person in `by`.

    Call it where the person's act ends the waiting. Put again, it opens only with a later `raised_at`.
    """
    kind_of(kind)
    with transaction() as connection:
        standing = items.of_subject(connection, landlord_id, kind, subject)
        if standing is None or standing.state == CLOSED:
            return False
        ended = {"closed_at": at, "closed_by": closing.by, "outcome": closing.outcome, "waits": False}
        place = {"rank": CLOSED_RANK, "order_at": at}
        items.change(connection, standing.item_id, state=CLOSED, **ended, **place)
        facts: dict[str, object] = {"outcome": closing.outcome}
        items.note(connection, standing, "closed", at=at, by=closing.by, facts=facts, note=closing.note)
        return True
