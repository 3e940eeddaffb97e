"""Makes an operative's calendar address, or ends it. The token is in the answer and nowhere else."""

import secrets

from uuid_utils.compat import uuid7

from server.domain.errors import DoorstepError
from server.outside.clock import Clock
from server.storage.database import transaction
from server.storage.exporting import calendar_feeds
from server.storage.people import audit
from server.storage.tables.integrators import CalendarFeed


def make_calendar_feed(landlord_id: str, operative_id: str, firm_id: str, *, by: str, clock: Clock) -> str:
    """Return the token of the new address; the operative's earlier ones end."""
    token = secrets.token_urlsafe(24)
    row = CalendarFeed(
        feed_id=str(uuid7()),
        landlord_id=landlord_id,
        firm_id=firm_id,
        operative_id=operative_id,
        token_hash=calendar_feeds.token_hash(token),
        made_by=by,
        made_at=clock.now(),
    )
    with transaction():
        calendar_feeds.end_all(landlord_id, operative_id, at=clock.now())
        calendar_feeds.add(row)
        subject = audit.Subject("operative", operative_id)
        audit.record(landlord_id, subject, "calendar_made", by=by, at=clock.now())
    return token


def end_calendar_feed(landlord_id: str, operative_id: str, *, by: str, clock: Clock) -> None:
    """End the operative's address at once."""
    with transaction():
        if not calendar_feeds.end_all(landlord_id, operative_id, at=clock.now()):
            raise DoorstepError("not_found", "This operative has no calendar address in force.")
        subject = audit.Subject("operative", operative_id)
        audit.record(landlord_id, subject, "calendar_ended", by=by, at=clock.now())
