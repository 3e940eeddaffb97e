"""The kinds of notices: how long each helps, which are urgent, which may go by post, and which overtake which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

BOOKED, PLANNED, REMINDER, CANCELLED, MOVED = "booked", "planned", "reminder", "cancelled", "moved"
ON_MY_WAY, NEW_TIME, NO_ACCESS, MISSED, SUMMARY = "on_my_way", "new_time", "no_access", "missed", "summary"
FEEDBACK, FLAG_LETTER = "feedback", "flag_letter"
STAFF = "staff"
ALARM = "alarm"
"""Not a notice to a tenant: somebody may be in danger. Nothing holds it back."""

KEPT_UP = {
    NO_ACCESS: timedelta(days=7),
    MISSED: timedelta(days=14),
    SUMMARY: timedelta(days=14),
    FEEDBACK: timedelta(days=7),
}
"""How long after its cause a notice that is not about a coming visit still helps."""

ON_MY_WAY_HELPS = timedelta(hours=2)
_ANYTHING_ELSE_HELPS = timedelta(days=14)
_LETTERS_HELP = timedelta(days=60)

URGENT = frozenset({ALARM, ON_MY_WAY, NEW_TIME})
"""About the next hours: they leave in quiet hours too, and neither a letter nor an email would do."""

_BEFORE_A_VISIT = frozenset({BOOKED, PLANNED, REMINDER, CANCELLED, MOVED})

ABOUT_A_TIME = _BEFORE_A_VISIT | {ON_MY_WAY, NEW_TIME, NO_ACCESS}
"""They name a time or a call at the door, and nothing that somebody else in the home may not read."""

POST_TAKES = timedelta(days=3)
"""A letter that would be read after it stopped helping is no notice: then a person rings."""

EMAIL_IS_READ_WITHIN = timedelta(hours=12)
"""What helps for less than this goes by text, or a person rings: an email may be read in the evening."""

_OVERTAKES: Mapping[str, frozenset[str]] = {
    ON_MY_WAY: frozenset({REMINDER}),
    NEW_TIME: frozenset({REMINDER, ON_MY_WAY, NEW_TIME}),
    MOVED: frozenset({BOOKED, PLANNED, REMINDER, ON_MY_WAY, NEW_TIME, MOVED}),
    CANCELLED: frozenset({BOOKED, PLANNED, REMINDER, ON_MY_WAY, NEW_TIME, MOVED}),
    NO_ACCESS: frozenset({REMINDER, ON_MY_WAY, NEW_TIME}),
    MISSED: frozenset({REMINDER, ON_MY_WAY, NEW_TIME}),
}


class News(Protocol):
    """What a kind's rules need to know of a happening."""

    @property
    def kind(self) -> str: ...
    @property
    def latest(self) -> datetime: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...


def overtaken_by(kind: str) -> frozenset[str]:
    """The kinds about the same appointment that are no news any more while they still wait, once this one is due."""
    return _OVERTAKES.get(kind, frozenset())


def useless_after(news: News, slot_end: datetime | None) -> datetime:
    """The moment from which the notice helps nobody."""
    if news.kind == ON_MY_WAY:
        expected = news.starts_at or news.latest + timedelta(hours=1)
        return min(max(expected, slot_end or expected), news.latest + ON_MY_WAY_HELPS)
    if news.kind == NEW_TIME:
        return news.ends_at or news.starts_at or news.latest
    if news.kind in _BEFORE_A_VISIT:
        return news.starts_at or slot_end or news.latest
    if news.kind == FLAG_LETTER:
        return news.latest + _LETTERS_HELP
    return news.latest + KEPT_UP.get(news.kind, _ANYTHING_ELSE_HELPS)
