"""An operative's visits as an iCalendar file: four weeks back, twelve weeks ahead."""

from datetime import timedelta

from server.outside.calendars import write_calendar
from server.outside.clock import Clock
from server.storage.exporting import calendar_feeds

BACK, AHEAD = timedelta(days=28), timedelta(days=84)


def read_calendar(landlord_id: str, operative_id: str, *, with_places: bool, clock: Clock) -> bytes:
    """With addresses only for somebody who has signed in."""
    now = clock.now()
    found = []
    if calendar_feeds.still_works(landlord_id, operative_id, now):
        period = now - BACK, now + AHEAD
        found = calendar_feeds.entries(landlord_id, operative_id, *period, with_places=with_places)
    # The day, not the moment: so the same visits are the same bytes, and a program need not read them again.
    made_at = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return write_calendar("Doorstep visits", found, made_at)


def read_by_token(token: str, *, clock: Clock) -> bytes | None:
    """The calendar behind an address in force, without addresses of homes; None where there is none."""
    feed = calendar_feeds.find_by_token(token)
    return read_calendar(feed.landlord_id, feed.operative_id, with_places=False, clock=clock) if feed else None
