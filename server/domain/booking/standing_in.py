"""Who can take the visits of somebody who is ill: a proposal for all of them together, so that none clashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from server.domain.booking.diary import Planned
from server.domain.booking.finding import HandsDay, Job, Offer, Search, Wish, offers_of_day
from server.domain.booking.hours import quarter_of
from server.domain.booking.slots import Slot
from server.domain.booking.ways import Ways


@dataclass(frozen=True)
class Orphan:
    """A visit that has lost its operative."""

    appointment_id: str
    slot: Slot
    job: Job


@dataclass(frozen=True)
class Proposal:
    """Who could take it and when they would begin; the first is proposed. Empty where nobody can."""

    operatives: tuple[str, ...]
    begins_at: datetime | None


def propose(
    orphans: Sequence[Orphan], hands: Sequence[HandsDay], day: date, *, ways: Ways, now: datetime
) -> Mapping[str, Proposal]:
    """By appointment, in the order given: whoever is proposed for one has that time taken for the next."""
    left = {one.hand.operative_id: one for one in hands}
    found: dict[str, Proposal] = {}
    for orphan in orphans:
        offer = _best(orphan, list(left.values()), day, ways, now)
        if offer is None:
            found[orphan.appointment_id] = Proposal((), None)
            continue
        taker = offer.operatives[0]
        found[orphan.appointment_id] = Proposal((taker, *offer.others), offer.begins_at)
        left[taker] = _with(left[taker], orphan, offer.begins_at, day)
    return found


def _best(orphan: Orphan, hands: Sequence[HandsDay], day: date, ways: Ways, now: datetime) -> Offer | None:
    """One person for one visit: whoever goes with them still does."""
    search = Search(replace(orphan.job, people=1), Wish(), ways, now)
    return next(iter(offers_of_day(search, day, [orphan.slot], hands)), None)


def _with(one: HandsDay, orphan: Orphan, begins_at: datetime, day: date) -> HandsDay:
    first = quarter_of(begins_at, day)
    taken = Planned(first, first + orphan.job.quarters, orphan.job.district)
    return replace(one, day=one.day.with_visit(taken))
