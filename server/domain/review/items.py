"""What waits, where it stands in the queue, and how it is closed. Pure: instants are passed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from server.domain.errors import DoorstepError
from server.domain.review.kinds import kind_of

OPEN, CLOSED = "open", "closed"
OUTCOMES = ("done", "passed_on", "no_action_needed", "duplicate")
"""How a person closes an item by hand; an act on the thing's own page closes it with that act's name."""

SETTLED = 9
"""The rank of what nobody waits for any more: it stays, below all else, until a person has looked at it."""

CLOSED_RANK = 0
"""What is closed stands by the time of its closing alone."""

_LONDON = ZoneInfo("Europe/London")
_WITHOUT_A_DATE = timedelta(days=3650)


@dataclass(frozen=True)
class Subject:
    """What an item is about: its own kind (`report`, `claim`) and id."""

    kind: str
    id: str


@dataclass(frozen=True)
class Waiting:
    """One thing that waits. No name, address or reason stands in it: pages look those up for whoever may see them.

    `raised_at`: since when. `harm` replaces that of its kind (LIFE, PERSON...). `firm_id` is whose work it is;
    `visit_id` the visit whose operative can be asked; `uprn` the home. `reference` is what people quote, D-1093.
    """

    landlord_id: str
    kind: str
    subject: Subject
    raised_at: datetime
    reference: str = ""
    harm: int | None = None
    due_at: datetime | None = None
    firm_id: str | None = None
    uprn: str | None = None
    visit_id: str | None = None

    @property
    def rank(self) -> int:
        return self.harm if self.harm is not None else kind_of(self.kind).harm

    @property
    def order_at(self) -> datetime:
        """Its place among its equals: what is due first; what has no date comes after, the oldest first."""
        return self.due_at or self.raised_at + _WITHOUT_A_DATE


@dataclass(frozen=True)
class Closing:
    """Who closed it and how: `outcome` is one of OUTCOMES or a past-tense act (`claim_decided`)."""

    by: str
    outcome: str
    note: str = ""


class ReviewRefused(DoorstepError):
    """The act does not fit how the item stands now; the message says how it stands."""

    def __init__(self, message: str, *, code: str = "review_refused") -> None:
        super().__init__(code, message)


def comes_back(raised_at: datetime, closed_at: datetime | None) -> bool:
    """Whether something put again is new: it began to wait after the last time was closed."""
    return closed_at is not None and raised_at > closed_at


def start_of_day(day: date) -> datetime:
    """The day's London midnight."""
    return datetime.combine(day, time(), _LONDON).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """When a day on which something is due has passed, in London."""
    return start_of_day(day + timedelta(days=1))
