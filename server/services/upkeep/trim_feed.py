"""Drops what phones were told long ago. A cursor that old gets everything anew, so nobody misses what is dropped."""

from server.domain.horizon import FEED_LASTS
from server.outside.clock import Clock
from server.storage import feed
from server.storage.database import transaction


def trim_feed(*, clock: Clock) -> int:
    """Returns how many rows went."""
    with transaction() as connection:
        return feed.trim(connection, before=clock.now() - FEED_LASTS)
