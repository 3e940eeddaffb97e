"""Says that nothing is waited for any more though nobody acted here: the item stays, last, until a person closes it."""

from datetime import datetime

from server.domain.review.items import OPEN, SETTLED, Subject
from server.domain.review.kinds import kind_of
from server.storage.database import transaction
from server.storage.review import items


def settle_item(landlord_id: str, kind: str, subject: Subject, why: str, *, at: datetime) -> bool:
    """Joins the caller's transaction. `why` is a code (`late_check_in`) for the history, never a sentence of a case."""
    kind_of(kind)
    with transaction() as connection:
        standing = items.of_subject(connection, landlord_id, kind, subject)
        if standing is None or not standing.waits:
            return False
        rank = SETTLED if standing.state == OPEN else standing.rank
        items.change(connection, standing.item_id, waits=False, rank=rank)
        items.note(connection, standing, "settled", at=at, facts={"why": why})
        return True
