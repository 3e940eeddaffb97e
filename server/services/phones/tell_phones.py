"""Let phones hear what became of the texts that they asked for, so that no screen says "sent" before it is so.

Call it last in a transaction: it takes feed positions.
"""

from collections.abc import Iterable
from datetime import datetime

from server.storage import feed
from server.storage.database import db
from server.storage.phones import told
from server.storage.telling.notices import NoticeRow


def tell_phones_of(notice: NoticeRow, *, at: datetime) -> None:
    """One text has left, or never will."""
    if notice.visit_id is not None and told.is_asked_for(notice.landlord_id, notice.cause):
        tell_phones(notice.landlord_id, [notice.visit_id], at=at)


def tell_phones(landlord_id: str, visit_ids: Iterable[str], *, at: datetime) -> None:
    """Something about the texts of these visits has changed."""
    connection = db.session.connection()
    changes = [change for visit_id in visit_ids for change in told.for_phones(connection, visit_id)]
    feed.append(landlord_id, changes, at=at)
