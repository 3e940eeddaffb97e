"""Let phones hear what became of the texts that they asked for, so that no screen says "sent" before it is so; and
whether a text can reach the tenant at all, so that none is offered that would be held.

Call it last in a transaction: it takes feed positions.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from server.storage import feed
from server.storage.database import db
from server.storage.phones import told, touched_visits
from server.storage.telling.notices import NoticeRow

_LOOKS_BACK = timedelta(days=1)


def tell_phones_of(notice: NoticeRow, *, at: datetime) -> None:
    """One text has left, or never will."""
    if notice.visit_id is not None and told.is_asked_for(notice.landlord_id, notice.cause):
        tell_phones(notice.landlord_id, [notice.visit_id], at=at)


def tell_phones(landlord_id: str, visit_ids: Iterable[str], *, at: datetime) -> None:
    """Something about the texts of these visits has changed."""
    connection = db.session.connection()
    changes = [change for visit_id in visit_ids for change in told.for_phones(connection, visit_id)]
    feed.append(landlord_id, changes, at=at)


def tell_coming_operatives(landlord_id: str, people: Collection[str], *, at: datetime) -> None:
    """How these people are told has changed: whoever is to go to them reads their visits anew."""
    db.session.flush()
    feed.append(landlord_id, touched_visits.of_people(landlord_id, people, since=at - _LOOKS_BACK), at=at)
