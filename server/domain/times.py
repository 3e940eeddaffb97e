"""How far an offline time can be trusted.

Two tiers, never mixed. *Hard* holds even against a tampered phone: from the issue of the server's anchor in the
event to the first receipt of the event or of a chain head that covers it. *Asserted* trusts that our own code
measured elapsed time honestly. The phone's wall clock only ever gives an *estimate* inside the asserted interval,
and none where that clock was inconsistent.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

DRIFT = 1e-4
"""A phone's oscillator is within 100 parts in a million."""

TOLERANCE_MS = 5_000
"""Clock readings this far apart still agree: a slow network alone explains them."""

LONGEST_EXCHANGE_MS = 30_000
"""The phone gives up on an answer after this; an anchor was never longer under way."""

WAYS_OF_TRUST = ("asserted_unless_disputed", "witness_required")


class Interval(NamedTuple):
    """Milliseconds since 1970, both ends inside. `earliest_ms` None: nothing bounds it below."""

    earliest_ms: int | None
    latest_ms: int


class Reading(NamedTuple):
    """The phone's clocks at one moment. `mono_ms` counts within one page load (`context_id`) and may pause."""

    wall_ms: float
    mono_ms: float | None = None
    context_id: str | None = None


NO_CLOCK = Reading(0)
"""What stands for the phone's clocks where the phone itself was not in touch: its records came in a file."""


class Contact(NamedTuple):
    """One sync request: what the phone's clocks said, when it was received, when its anchor was issued."""

    received_ms: int
    issued_ms: int
    clock: Reading


class EventClock(NamedTuple):
    """An event's `at`. The last three are what the phone noted when its anchor arrived, in this page load."""

    reading: Reading
    tz: str | None = None
    anchor_mono_ms: float | None = None
    offset_ms: float | None = None
    offset_error_ms: float | None = None


class Recorded(NamedTuple):
    """An event in its chain. `anchor`: the contact whose anchor it names, if that was ours.
    `covered`: the first contact that brought the event or a chain head above it."""

    seq: int
    clock: EventClock
    anchor: Contact | None
    covered: Contact


class Times(NamedTuple):
    """`suspect` is the reason why the wall clock counts for nothing, or None; then there is an `estimate`."""

    hard: Interval
    asserted: Interval
    estimate: Interval | None
    suspect: str | None


def clock_of(at: dict[str, object]) -> EventClock:
    """The clocks in a checked event body's `at`."""
    get = at.get
    reading = Reading(_number(get("wall_ms")) or 0, _number(get("mono_ms")), _text(get("context_id")))
    noted = _number(get("anchor_mono_ms")), _number(get("offset_ms")), _number(get("offset_error_ms"))
    return EventClock(reading, _text(get("tz")), *noted)


def _number(value: Any) -> float | None:
    return value if type(value) is int or type(value) is float else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def times_of_chain(chain: Sequence[Recorded]) -> list[Times]:
    """The times of one device's events, given in the order of their numbers.

    Each event bounds its neighbours: no lower bound ever decreases along the chain, no upper bound increases
    backwards. Where our own clock was set back in between, an anchor of before says nothing (`server_clock`).
    """
    until = _set_back_after(chain)
    if until:
        chain = [*(event._replace(anchor=None) for event in chain[:until]), *chain[until:]]
    alone = [_hard(event) for event in chain]
    hard = _tightened(alone)
    asserted = _tightened([_asserted(*each) for each in zip(chain, alone, strict=True)])
    zones: list[str | None] = [None, *(event.clock.tz for event in chain)]
    found = [_judged(*each) for each in zip(chain, hard, asserted, zones, strict=False)]
    found[:until] = [times._replace(estimate=None, suspect="server_clock") for times in found[:until]]
    return found


def _set_back_after(chain: Sequence[Recorded]) -> int:
    """How many events from the first on were anchored before our own clock was set back.

    An anchor was issued before any event that names it, and before all that came after: read as later than the receipt
    of one of them, it is of a clock that we no longer go by, and so is every anchor before it.
    """
    received = None
    for index in range(len(chain) - 1, -1, -1):
        event = chain[index]
        received = event.covered.received_ms if received is None else min(received, event.covered.received_ms)
        if event.anchor is not None and event.anchor.issued_ms > received:
            return index + 1
    return 0


def interval_for_rule(times: Times, *, trust: str, disputed: bool, witnessed: bool) -> Interval:
    """The one interval a decision works on: narrow where the clock was consistent and nobody doubts it.

    `trust` is the landlord's `offline_time_trust`. A witness lets the narrow interval stand in either way.
    """
    if trust not in WAYS_OF_TRUST:
        raise ValueError(f"offline_time_trust must be one of {', '.join(WAYS_OF_TRUST)}, not {trust!r}")
    doubted = disputed or trust == "witness_required"
    if times.estimate is None or (doubted and not witnessed):
        return times.hard
    return times.estimate


def _hard(event: Recorded) -> Interval:
    earliest = None if event.anchor is None else event.anchor.issued_ms
    return Interval(earliest, event.covered.received_ms)


def _asserted(event: Recorded, hard: Interval) -> Interval:
    """Real time passes at least as fast as the monotonic clock, which may pause but never runs ahead."""
    earliest = hard.earliest_ms
    since_anchor = _mono_since_anchor(event)
    if earliest is not None and since_anchor is not None:
        earliest += _at_least(since_anchor)
    latest = hard.latest_ms
    until_covered = _elapsed(event.clock.reading, event.covered.clock)
    if until_covered is not None:
        latest -= _at_least(until_covered)
    if earliest is not None and earliest > latest:
        return hard
    return Interval(earliest, latest)


def _mono_since_anchor(event: Recorded) -> float | None:
    """Monotonic time from the anchor's arrival; without the phone's own note, from its request, less the
    longest that an answer may take."""
    reading = event.clock.reading
    if event.clock.anchor_mono_ms is not None and reading.mono_ms is not None:
        return reading.mono_ms - event.clock.anchor_mono_ms
    elapsed = None if event.anchor is None else _elapsed(event.anchor.clock, reading)
    return None if elapsed is None else elapsed - LONGEST_EXCHANGE_MS


def _elapsed(first: Reading, then: Reading) -> float | None:
    """Monotonic milliseconds between two readings of one page load, else None."""
    if first.context_id is None or first.context_id != then.context_id:
        return None
    if first.mono_ms is None or then.mono_ms is None:
        return None
    return then.mono_ms - first.mono_ms


def _at_least(mono_ms: float) -> int:
    return max(0, int(mono_ms * (1 - DRIFT)))


def _tightened(intervals: Sequence[Interval]) -> list[Interval]:
    earliest: int | None = None
    floors = []
    for own, _ in intervals:
        if own is not None and (earliest is None or own > earliest):
            earliest = own
        floors.append(earliest)
    latest = intervals[-1].latest_ms if intervals else 0
    backward = []
    for floor, interval in zip(reversed(floors), reversed(intervals), strict=True):
        latest = min(latest, interval.latest_ms)
        backward.append(Interval(floor, latest))
    return backward[::-1]


def _judged(event: Recorded, hard: Interval, asserted: Interval, zone_before: str | None) -> Times:
    if asserted.earliest_ms is not None and asserted.earliest_ms > asserted.latest_ms:
        # Only a phone whose clocks were tampered with contradicts itself: then nothing it measured counts.
        return Times(hard, hard, None, "wall_jump")
    offsets = _Offsets(_offset_before(event), _offset_after(event))
    suspect = _suspicion(event, asserted, offsets, zone_before)
    estimate = None if suspect else _estimate(event, asserted, offsets)
    return Times(hard, asserted, estimate, suspect)


class _Offsets(NamedTuple):
    """Server time less the phone's, before the event and after it."""

    before: float
    after: float


def _suspicion(event: Recorded, asserted: Interval, offsets: _Offsets, zone_before: str | None) -> str | None:
    if event.anchor is None:
        return "no_anchor"
    if event.covered.clock == NO_CLOCK:
        return "by_file"
    if zone_before is not None and event.clock.tz is not None and zone_before != event.clock.tz:
        return "tz_changed"
    allowed = _agreement_ms(event)
    changed = abs(offsets.after - offsets.before) > allowed
    middle = event.clock.reading.wall_ms + offsets.before
    found = _wall_against_mono(event, event.anchor, allowed, changed) or _wall_against_bounds(middle, asserted, allowed)
    return found or ("offset_changed" if changed else None)


def _wall_against_mono(event: Recorded, anchor: Contact, allowed: float, changed: bool) -> str | None:
    """A wall clock that fell behind elapsed time was set back. One that ran ahead slept, unless its offset to
    ours changed as well: then it was set forward."""
    since = _wall_less_mono(anchor.clock, event.clock.reading) or 0
    until = _wall_less_mono(event.clock.reading, event.covered.clock) or 0
    if min(since, until) < -allowed:
        return "wall_back"
    return "wall_jump" if changed and max(since, until) > allowed else None


def _wall_against_bounds(middle: float, asserted: Interval, allowed: float) -> str | None:
    if middle > asserted.latest_ms + allowed:
        return "future"
    too_early = asserted.earliest_ms is not None and middle < asserted.earliest_ms - allowed
    return "wall_back" if too_early else None


def _wall_less_mono(first: Reading, then: Reading) -> float | None:
    """How much further the wall clock went than the monotonic one; sleep makes it positive, honestly."""
    elapsed = _elapsed(first, then)
    return None if elapsed is None else then.wall_ms - first.wall_ms - elapsed


def _offset_before(event: Recorded) -> float:
    """Server time less the phone's, as of the anchor: by the phone's own round trip, else from its request."""
    if event.clock.offset_ms is not None:
        return event.clock.offset_ms
    anchor = event.anchor or event.covered
    return anchor.received_ms - anchor.clock.wall_ms


def _offset_after(event: Recorded) -> float:
    return event.covered.received_ms - event.covered.clock.wall_ms


def _agreement_ms(event: Recorded) -> float:
    since = event.anchor.issued_ms if event.anchor else event.covered.received_ms
    return TOLERANCE_MS + DRIFT * max(0, event.covered.received_ms - since)


def _estimate(event: Recorded, asserted: Interval, offsets: _Offsets) -> Interval:
    """Around the corrected wall clock, as wide as the offsets differ; never outside the asserted interval."""
    error = max(event.clock.offset_error_ms or 0, abs(offsets.after - offsets.before), 1_000)
    middle = event.clock.reading.wall_ms + offsets.before
    floor = asserted.earliest_ms if asserted.earliest_ms is not None else int(middle - error)
    earliest = min(max(int(middle - error), floor), asserted.latest_ms)
    latest = max(min(int(middle + error) + 1, asserted.latest_ms), earliest)
    return Interval(earliest, latest)
