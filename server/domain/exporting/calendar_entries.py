"""What an operative's calendar says of each visit: when, and no more than may lie in a calendar program."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """One visit. `place` stays empty in a calendar that is read with an address alone, without signing in."""

    uid: str
    starts_at: datetime
    ends_at: datetime | None
    trade: str
    status: str
    changed: int
    place: str = ""

    @property
    def title(self) -> str:
        """No name, no address: a calendar program shows it on a locked screen."""
        return f"Visit, {self.trade}" if self.trade else "Visit"

    @property
    def is_off(self) -> bool:
        return self.status in ("cancelled", "moved")
