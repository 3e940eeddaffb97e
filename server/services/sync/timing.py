"""When the events of a delivery can have happened: the pure rule of `domain.times`, fed from what is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from server.domain.gaps import Range, left_of
from server.domain.times import Contact, EventClock, Interval, Reading, Recorded, Times, clock_of, times_of_chain
from server.services.sync.chains import Chain
from server.services.sync.delivery import Delivery, Incoming
from server.storage import journal, visits
from server.storage.phones import devices

Anchors = dict[tuple[str | None, str | None], Contact | None]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=4096)
def instant(milliseconds: float) -> datetime:
    """The moment so many milliseconds after 1970. What came together was received at one, and shares its anchors."""
    return _EPOCH + timedelta(milliseconds=milliseconds)


def give_times(delivery: Delivery, chain: Chain, events: Sequence[Incoming]) -> None:
    """Set the times of events of one chain, given in the order of their numbers, whose bodies can be read."""
    if not events:
        return
    contacts = _first_contacts(delivery, chain, events)
    before = _before(delivery, chain, events[0].envelope.seq, contacts[0])
    anchors: Anchors = {}
    recorded = [_recorded(delivery, one, contact, anchors) for one, contact in zip(events, contacts, strict=True)]
    found = times_of_chain([*([before.recorded] if before else []), *recorded])[1 if before else 0 :]
    enrolled_ms = round(delivery.phone.enrolled_at.timestamp() * 1000)
    for one, times in zip(events, found, strict=True):
        one.times = _bounded(times, enrolled_ms, before)


def _recorded(delivery: Delivery, one: Incoming, contact: Contact, anchors: Anchors) -> Recorded:
    """`anchors` holds those read already: a day's events bear few."""
    at = (one.body or {})["at"]
    clock = clock_of(at)
    wanted = (at.get("anchor_id"), clock.reading.context_id)
    if wanted not in anchors:
        anchors[wanted] = delivery.keys.read_anchor(delivery.phone.device_id, *wanted)
    return Recorded(one.envelope.seq, clock, anchors[wanted], contact)


def _first_contacts(delivery: Delivery, chain: Chain, events: Sequence[Incoming]) -> list[Contact]:
    """The contact that first brought each event, or a head that covers it.

    A head covers an event only where every number between them is here: else its hash says nothing about it.
    """
    now = delivery.contact
    own = [one.contact or now for one in events]
    lowest = events[0].envelope.seq
    if chain.row.heard.seq < lowest:
        return own
    heads = true_heads(delivery, chain, lowest)
    spans = [*chain.row.account.gaps, *_lost_and_not_here(delivery, chain)]
    return [
        min([contact, *_covering(one.envelope.seq, heads, spans)], key=lambda each: each.received_ms)
        for one, contact in zip(events, own, strict=True)
    ]


def _lost_and_not_here(delivery: Delivery, chain: Chain) -> list[Range]:
    """What the phone declared lost, without what came before it did, or has come since."""
    device_id = delivery.phone.device_id
    lost = devices.lost_ranges(delivery.connection, device_id, chain.epoch)
    if not lost:
        return []
    bounds = min(first for first, _ in lost), max(last for _, last in lost)
    here = journal.numbers_between(delivery.connection, device_id, chain.epoch, *bounds)
    return left_of(lost, sorted({*here, *chain.standing, *chain.claimed}))


def true_heads(delivery: Delivery, chain: Chain, lowest: int) -> list[devices.Heard]:
    """The heads announced from a number upwards at which the announced record stands: the others prove nothing yet."""
    device_id = delivery.phone.device_id
    heads = devices.heads_from(delivery.connection, device_id, chain.epoch, lowest)
    look_up = {heard.head.seq for heard in heads} - chain.standing.keys()
    for row in journal.at_numbers(delivery.connection, device_id, chain.epoch, look_up):
        if row.code != "hash_mismatch":
            chain.standing.setdefault(row.seq, row.hash)
    return [heard for heard in heads if chain.standing.get(heard.head.seq) == heard.head.hash]


def _covering(seq: int, heads: Sequence[devices.Heard], spans: Sequence[Sequence[int]]) -> list[Contact]:
    def is_unbroken(upper: int) -> bool:
        return all(last < seq or first > upper for first, last in spans)

    return [heard.contact for heard in heads if heard.head.seq >= seq and is_unbroken(heard.head.seq)]


@dataclass(frozen=True)
class _Before:
    """The event below a delivery's first: what it asserts bounds those that follow."""

    recorded: Recorded
    asserted_ms: int | None
    received_ms: int

    def bound(self, hard: Interval) -> int:
        """The earliest of what follows; 0 where our own clock was set back between the two receipts."""
        if self.asserted_ms is None or (self.asserted_ms > hard.latest_ms and self.received_ms > hard.latest_ms):
            return 0
        return self.asserted_ms


def _before(delivery: Delivery, chain: Chain, seq: int, covered: Contact) -> _Before | None:
    if seq == 1 or chain.row.account.highest == 0:
        return None
    row = visits.chain_before(delivery.connection, delivery.phone.device_id, chain.epoch, seq)
    if row is None or row[0] is None:
        return None
    hard_from_at, asserted_from_at, noted, received_at = row
    earliest = round(hard_from_at.timestamp() * 1000)
    asserted = None if asserted_from_at is None else round(asserted_from_at.timestamp() * 1000)
    contact = Contact(earliest, earliest, Reading(earliest))
    clock = EventClock(Reading(earliest), noted.get("tz"))
    received_ms = round(received_at.timestamp() * 1000)
    return _Before(Recorded(0, clock, contact, covered), asserted, received_ms)


def _bounded(times: Times, enrolled_ms: int, before: _Before | None) -> Times:
    """No event of a phone is older than the phone's enrolment, whose id it bears, nor than the event before it.

    Where our own clock was set back since then, that says nothing: it would read as later than the receipt.
    """
    if enrolled_ms > times.hard.latest_ms:
        return Times(times.hard, times.asserted, None, times.suspect or "server_clock")
    hard = _from(times.hard, enrolled_ms)
    floor = max(enrolled_ms, 0 if before is None else before.bound(hard))
    if times.asserted.latest_ms < floor:
        return Times(hard, hard, None, times.suspect or "wall_jump")
    asserted = _from(times.asserted, floor)
    estimate = times.estimate
    if estimate is not None:
        latest = max(estimate.latest_ms, asserted.earliest_ms or 0)
        estimate = Interval(max(estimate.earliest_ms or 0, asserted.earliest_ms or 0), latest)
    return Times(hard, asserted, estimate, times.suspect)


def _from(interval: Interval, floor_ms: int) -> Interval:
    """From a floor that is not above its end."""
    own = interval.earliest_ms
    if own is not None and floor_ms <= own:
        return interval
    return Interval(floor_ms, interval.latest_ms)
