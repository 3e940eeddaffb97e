"""Who a firm can send: operatives with their trades and traits, the hours they work, and when they are away."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select

from server.domain.booking.finding import Hand
from server.domain.booking.hours import (
    QUARTERS,
    USUAL_WEEK,
    Week,
    bits,
    quarter_after,
    quarter_of,
    read_week,
    working_bits,
)
from server.domain.horizon import bounds
from server.storage.database import db
from server.storage.tables.booking import OperativeLeave, OperativeTraits, VisitingWish, WorkingPattern
from server.storage.tables.register import Operative


@dataclass
class Worker:
    """An operative with everything that decides when they can come."""

    hand: Hand
    name: str
    started_on: date | None
    left_on: date | None
    patterns: list[tuple[date, Week]] = field(default_factory=list)
    away: list[tuple[datetime, datetime]] = field(default_factory=list)

    def week_on(self, day: date) -> Week:
        """The week in force: of the patterns that have begun, the newest that was set."""
        if not self.patterns:
            return USUAL_WEEK
        begun = [(from_on, number, week) for number, (from_on, week) in enumerate(self.patterns) if from_on <= day]
        return max(begun, key=lambda one: one[:2])[2] if begun else USUAL_WEEK

    def working(self, day: date) -> int:
        """The quarters of a day that they work and are not away."""
        if (self.started_on and day < self.started_on) or (self.left_on and day > self.left_on):
            return 0
        free = working_bits(self.week_on(day), day)
        for from_at, to_at in self.away:
            free &= ~bits(max(0, quarter_of(from_at, day)), min(QUARTERS, quarter_after(to_at, day)))
        return free


def workers(landlord_id: str, firm_id: str, first: date, last: date) -> dict[str, Worker]:
    """The firm's operatives who work between two days, by id; four queries."""
    query = select(Operative).where(
        Operative.landlord_id == landlord_id,
        Operative.firm_id == firm_id,
        or_(Operative.left_on.is_(None), Operative.left_on >= first),
        or_(Operative.started_on.is_(None), Operative.started_on <= last),
    )
    people = list(db.session.scalars(query.order_by(Operative.operative_id)))
    traits = traits_of(landlord_id, firm_id)
    found = {one.operative_id: _worker(one, traits.get(one.operative_id)) for one in people}
    _add_patterns(landlord_id, firm_id, found)
    _add_leave(landlord_id, firm_id, found, first, last)
    return found


def traits_of(landlord_id: str, firm_id: str) -> dict[str, OperativeTraits]:
    query = select(OperativeTraits).where(
        OperativeTraits.landlord_id == landlord_id, OperativeTraits.firm_id == firm_id
    )
    return {row.operative_id: row for row in db.session.scalars(query)}


def _worker(one: Operative, traits: OperativeTraits | None) -> Worker:
    hand = Hand(
        one.operative_id,
        frozenset(one.trades or ()),
        traits.sex if traits else "",
        frozenset(traits.home_areas if traits else ()),
    )
    return Worker(hand, one.full_name, one.started_on, one.left_on)


def _add_patterns(landlord_id: str, firm_id: str, found: dict[str, Worker]) -> None:
    query = select(WorkingPattern.operative_id, WorkingPattern.from_on, WorkingPattern.week).where(
        WorkingPattern.landlord_id == landlord_id, WorkingPattern.firm_id == firm_id
    )
    for operative_id, from_on, week in db.session.execute(query.order_by(WorkingPattern.pattern_id)):
        if operative_id in found:
            found[operative_id].patterns.append((from_on, read_week(week)))


def _add_leave(landlord_id: str, firm_id: str, found: dict[str, Worker], first: date, last: date) -> None:
    begin, end = bounds(first)[0], bounds(last + timedelta(days=1))[0]
    query = select(OperativeLeave.operative_id, OperativeLeave.from_at, OperativeLeave.to_at).where(
        OperativeLeave.landlord_id == landlord_id,
        OperativeLeave.firm_id == firm_id,
        OperativeLeave.ended_at.is_(None),
        OperativeLeave.from_at < end,
        OperativeLeave.to_at > begin,
    )
    for operative_id, from_at, to_at in db.session.execute(query):
        if operative_id in found:
            found[operative_id].away.append((from_at, to_at))


def operative(landlord_id: str, operative_id: str) -> Operative | None:
    return db.session.get(Operative, (landlord_id, operative_id))


def names(landlord_id: str, operative_ids: Collection[str]) -> dict[str, str]:
    query = select(Operative.operative_id, Operative.full_name).where(
        Operative.landlord_id == landlord_id, Operative.operative_id.in_(operative_ids)
    )
    rows = db.session.execute(query) if operative_ids else ()
    return {row[0]: row[1] for row in rows}


def patterns_of(landlord_id: str, operative_id: str) -> list[WorkingPattern]:
    """Every week that was set for an operative, the newest first."""
    query = select(WorkingPattern).where(
        WorkingPattern.landlord_id == landlord_id, WorkingPattern.operative_id == operative_id
    )
    return list(db.session.scalars(query.order_by(WorkingPattern.from_on.desc(), WorkingPattern.pattern_id.desc())))


def leave_of(landlord_id: str, operative_id: str, *, since: datetime) -> list[OperativeLeave]:
    """Leave that has not passed, in order of time."""
    query = select(OperativeLeave).where(
        OperativeLeave.landlord_id == landlord_id,
        OperativeLeave.operative_id == operative_id,
        OperativeLeave.ended_at.is_(None),
        OperativeLeave.to_at >= since,
    )
    return list(db.session.scalars(query.order_by(OperativeLeave.from_at)))


def find_leave(landlord_id: str, leave_id: str) -> OperativeLeave | None:
    row = db.session.get(OperativeLeave, leave_id)
    return row if row is not None and row.landlord_id == landlord_id else None


def wish_of(landlord_id: str, person_id: str | None) -> VisitingWish | None:
    return db.session.get(VisitingWish, (landlord_id, person_id)) if person_id else None


def put(rows: Iterable[WorkingPattern | OperativeLeave]) -> None:
    db.session.add_all(rows)


def put_kept(row: OperativeTraits | VisitingWish) -> None:
    """Write it over what was known of the same operative or person."""
    db.session.merge(row)
