"""How sending goes, in numbers: what waits, what left in the last day, what failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.engine import Connection

from server.storage.tables.notices import Notice

_A_DAY = timedelta(days=1)
_CHANNELS = ("sms", "push", "email")


@dataclass(frozen=True)
class ChannelFigures:
    """One channel: `waiting` now, since when the oldest may leave; what left, arrived and failed in the last day."""

    channel: str
    waiting: int = 0
    oldest_due_at: datetime | None = None
    sent: int = 0
    delivered: int = 0
    failed: int = 0


def of_channels(connection: Connection, landlord_id: str, now: datetime) -> Sequence[ChannelFigures]:
    """Each channel that leaves by itself, also one that nothing goes by."""
    since = now - _A_DAY
    waits = Notice.state.in_(("queued", "sending"))
    query = (
        select(
            Notice.channel,
            func.count(case((waits, 1))),
            func.min(case((waits, Notice.due_at))),
            func.count(case((Notice.sent_at > since, 1))),
            func.count(case((Notice.delivered_at > since, 1))),
            func.count(case((Notice.failed_at > since, 1))),
        )
        .where(Notice.landlord_id == landlord_id, Notice.channel.in_(_CHANNELS))
        .group_by(Notice.channel)
    )
    found = {row[0]: ChannelFigures(*row) for row in connection.execute(query)}
    return [found.get(channel, ChannelFigures(channel)) for channel in _CHANNELS]
