"""How fast a gateway may be fed: never more than so many messages in any minute, however many workers there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Pace:
    """At most `per_minute` in any sixty seconds. A tenth of that may go at once after a rest, and the rest is spread.

    A bucket that filled at the full rate would let a burst *and* a minute's worth through in one minute.
    """

    per_minute: int

    @property
    def at_once(self) -> int:
        return max(1, self.per_minute // 10)

    @property
    def share(self) -> timedelta:
        """How much of the allowance one message spends."""
        return timedelta(minutes=1) / max(1, self.per_minute - self.at_once)

    def left(self, spent_until: datetime | None, now: datetime) -> int:
        """How many may go now."""
        if spent_until is None:
            return self.at_once
        free = now - spent_until + self.share * self.at_once
        return max(0, min(self.at_once, free // self.share))

    def spent(self, spent_until: datetime | None, now: datetime, count: int) -> datetime:
        """Until when the allowance is spent once `count` more have gone."""
        return max(spent_until or now, now) + self.share * count
