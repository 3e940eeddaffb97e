"""Which slots can be kept for a job, and by whom: the heart of booking, pure, over one day after another.

Somebody can keep a slot who has the trade, works then, is not on leave, and has a gap in which the visit and the ways
to its neighbours fit. Two people start together. A wish for a preferred operative orders; a wish for a woman or a man
excludes, unless it is said that nobody else can be found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from server.domain.booking.diary import Day, Planned, free_starts
from server.domain.booking.hours import QUARTERS, bits, moment_of, quarter_after, quarter_of, quarters_for
from server.domain.booking.slots import EXACT, LONDON, Slot
from server.domain.booking.ways import Way, Ways

MOST_OF_A_DAY = 4
LEAST_OFFERED = 3
# A visit is planned to begin so long before its slot ends, so that a small delay does not break the promise.
SLACK_BEFORE_END = 2
LEAD = timedelta(minutes=60)


@dataclass(frozen=True)
class Job:
    """What is to be done: the trade it takes, how long, by how many, and where."""

    trade: str
    minutes: int
    people: int
    district: str

    @property
    def quarters(self) -> int:
        return quarters_for(self.minutes)


@dataclass(frozen=True)
class Wish:
    """What the tenant would like. `codes`: only these slots; `sex`: f or m; `operative_id`: preferred, not promised."""

    codes: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    sex: str = ""
    operative_id: str = ""


@dataclass(frozen=True)
class Hand:
    """An operative who may be sent."""

    operative_id: str
    trades: frozenset[str]
    sex: str = ""
    home_areas: frozenset[str] = frozenset()


@dataclass(frozen=True)
class HandsDay:
    """One operative on one day: when they work, leave taken off, and what is planned already."""

    hand: Hand
    working: int
    day: Day


@dataclass(frozen=True)
class Offer:
    """A slot that can be kept. `operatives` start at `begins_at`; `others` could each take the first one's place."""

    slot: Slot
    begins_at: datetime
    operatives: tuple[str, ...]
    others: tuple[str, ...]
    way_minutes: int
    way_known: bool
    is_home_area: bool
    is_preferred: bool

    @property
    def day(self) -> date:
        """The London day of the slot."""
        return self.slot.start_at.astimezone(LONDON).date()


@dataclass(frozen=True)
class Search:
    """What is looked for, how ways are estimated, and from when.

    `spoken_for`: the times of visits of this trade that are promised and have nobody yet; each takes one of the hands.
    """

    job: Job
    wish: Wish
    ways: Ways
    now: datetime
    spoken_for: Sequence[tuple[datetime, datetime]] = ()
    lead: timedelta = LEAD

    def way_between(self, one: str, other: str) -> int:
        """The way between two districts in quarters of an hour."""
        return self.ways.between(one, other).quarters


def offers_of_day(search: Search, day: date, slots: Iterable[Slot], hands: Iterable[HandsDay]) -> list[Offer]:
    """Every slot of a day that can be kept, in order of time, each with the best hands for it."""
    wish = search.wish
    if wish.weekdays and day.weekday() not in wish.weekdays:
        return []
    fits = _fits(search, day, hands)
    found = (_offer(search, slot, day, fits) for slot in slots if not wish.codes or slot.code in wish.codes)
    return [offer for offer in found if offer is not None]


def spread(offers: Iterable[Offer], most: int) -> list[Offer]:
    """A choice worth reading out: of each day a few different slots, exact times only where nothing else is left."""
    chosen: list[Offer] = []
    by_day: dict[date, list[Offer]] = {}
    for offer in offers:
        by_day.setdefault(offer.day, []).append(offer)
    for of_day in by_day.values():
        chosen += _different(of_day)
        if len(chosen) >= most:
            break
    return chosen[:most]


def _different(of_day: Sequence[Offer]) -> list[Offer]:
    """From the first of the day to the last, evenly; exact times only where there is no wider slot."""
    wide = [offer for offer in of_day if offer.slot.code != EXACT]
    from_these = wide or list(of_day)
    count = min(MOST_OF_A_DAY, len(from_these))
    places = [number * (len(from_these) - 1) // max(1, count - 1) for number in range(count)]
    return [from_these[place] for place in places]


class _Fit:
    """Somebody who has time on this day. Whether their open promises still fit around a start is looked at once."""

    def __init__(self, search: Search, one: HandsDay, starts: int) -> None:
        self.hands, self.starts = one, starts
        self.is_skilled = not search.job.trade or search.job.trade in one.hand.trades
        self._search = search
        self._known: dict[int, bool] = {}
        self._misfits: int | None = None

    def first_in(self, window: int) -> int | None:
        """The first quarter of these at which the visit can begin."""
        for start in _each(self.starts & window):
            if self._leaves_room(start):
                return start
        return None

    def all_in(self, window: int) -> int:
        """Every quarter of these at which it can."""
        return sum(1 << start for start in _each(self.starts & window) if self._leaves_room(start))

    def _leaves_room(self, start: int) -> bool:
        if not self.hands.day.promised:
            return True
        if start not in self._known:
            job, way = self._search.job, self._search.way_between
            if self._misfits is None:
                self._misfits = self.hands.day.misfits(way)
            visit = Planned(start, start + job.quarters, job.district)
            self._known[start] = self.hands.day.with_visit(visit).misfits(way) <= self._misfits
        return self._known[start]


def _each(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _fits(search: Search, day: date, hands: Iterable[HandsDay]) -> list[_Fit]:
    job, from_quarter = search.job, quarter_after(search.now + search.lead, day)
    reachable = bits(from_quarter, QUARTERS)
    fits = []
    for one in hands:
        working = one.working & reachable
        if not working or (job.people == 1 and job.trade and job.trade not in one.hand.trades):
            continue
        starts = free_starts(working, one.day.planned, job.quarters, _way_to(search, job.district))
        if starts:
            fits.append(_Fit(search, one, starts))
    return fits


def _way_to(search: Search, district: str) -> Callable[[str], int]:
    return lambda other: search.way_between(district, other)


def _offer(search: Search, slot: Slot, day: date, fits: Sequence[_Fit]) -> Offer | None:
    window = _window(slot, day)
    able = sorted((fit for fit in fits if fit.starts & window), key=lambda fit: _rank(search, fit, window))
    lead = [fit for fit in able if _is_wished(search.wish, fit) and fit.first_in(window) is not None]
    if len(lead) <= _spoken_for(search, slot):
        return None
    for fit in lead:
        team = _team(search, fit, able, window)
        if team is not None:
            begin, members = team
            others = tuple(other.hands.hand.operative_id for other in lead if other is not fit)
            return _made(search, slot, fit, (moment_of(begin, day), members, others))
    return None


def _spoken_for(search: Search, slot: Slot) -> int:
    end_at = slot.end_at or slot.start_at + timedelta(minutes=search.job.minutes)
    return sum(start < end_at and slot.start_at < end for start, end in search.spoken_for)


def _is_wished(wish: Wish, fit: _Fit) -> bool:
    return fit.is_skilled and (not wish.sex or fit.hands.hand.sex == wish.sex)


def _window(slot: Slot, day: date) -> int:
    """The quarters at which the visit may begin so that the slot is kept."""
    first = quarter_of(slot.start_at, day)
    if slot.end_at is None:
        return bits(first, first + 1)
    last = quarter_of(slot.end_at, day)
    slack = SLACK_BEFORE_END if last - first > SLACK_BEFORE_END else 0
    return bits(first, last - slack + (0 if slack else 1))


def _team(search: Search, first: _Fit, able: Sequence[_Fit], window: int) -> tuple[int, tuple[str, ...]] | None:
    """The earliest quarter at which as many as are needed can start together, led by `first`."""
    members = [first.hands.hand.operative_id]
    if search.job.people == 1:
        begin = first.first_in(window)
        return None if begin is None else (begin, tuple(members))
    starts = first.all_in(window)
    for fit in able:
        if len(members) == search.job.people:
            break
        together = starts & fit.all_in(window) if fit is not first else 0
        if together and (not search.wish.sex or fit.hands.hand.sex == search.wish.sex):
            starts = together
            members.append(fit.hands.hand.operative_id)
    if len(members) < search.job.people:
        return None
    return (starts & -starts).bit_length() - 1, tuple(members)


def _rank(search: Search, fit: _Fit, window: int) -> tuple[object, ...]:
    """Whom to send: the preferred, then those of the area, the nearest, the least busy; then by name."""
    hand = fit.hands.hand
    way = _nearest(search, fit.hands.day)
    begin = fit.starts & window
    return (
        hand.operative_id != search.wish.operative_id,
        search.job.district not in hand.home_areas,
        way.minutes if way else 0,
        len(fit.hands.day.districts),
        begin & -begin,
        hand.operative_id,
    )


def _nearest(search: Search, day: Day) -> Way | None:
    ways = [search.ways.between(search.job.district, district) for district in day.districts]
    return min(ways, key=lambda way: way.minutes, default=None)


def _made(search: Search, slot: Slot, fit: _Fit, team: tuple[datetime, tuple[str, ...], tuple[str, ...]]) -> Offer:
    begins_at, operatives, others = team
    way, hand = _nearest(search, fit.hands.day), fit.hands.hand
    return Offer(
        slot=slot,
        begins_at=begins_at,
        operatives=operatives,
        others=others,
        way_minutes=way.minutes if way else 0,
        way_known=way is None or way.km is not None,
        is_home_area=search.job.district in hand.home_areas,
        is_preferred=bool(search.wish.operative_id) and hand.operative_id == search.wish.operative_id,
    )
