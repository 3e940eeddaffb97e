"""How far an offline time can be trusted, on both sides of each doubt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.times import (
    Contact,
    EventClock,
    Interval,
    Reading,
    Recorded,
    clock_of,
    interval_for_rule,
    times_of_chain,
)

NINE = 1_795_338_000_000
MINUTE = 60_000
HOUR = 60 * MINUTE


def a_contact(at_ms, *, offset_ms=0, mono_ms=0.0, context="page-1"):
    """The phone's wall clock reads server time less `offset_ms`."""
    return Contact(at_ms, at_ms, Reading(at_ms - offset_ms, mono_ms, context))


def an_event(at_ms, *, seq=1, offset_ms=0, mono_ms=None, context="page-2", anchor=None, covered=None, **clock):
    reading = Reading(at_ms - offset_ms, mono_ms, context)
    return Recorded(
        seq,
        EventClock(reading, **{"tz": "Europe/London", **clock}),
        anchor if anchor is not None else a_contact(NINE),
        covered if covered is not None else a_contact(NINE + 9 * HOUR),
    )


def judge(*events):
    return times_of_chain(list(events))


def test_an_offline_event_lies_between_its_anchor_and_its_receipt():
    (times,) = judge(an_event(NINE + HOUR))

    assert times.hard == Interval(NINE, NINE + 9 * HOUR)


def test_a_consistent_clock_gives_an_estimate_within_seconds():
    (times,) = judge(an_event(NINE + HOUR))

    assert times.suspect is None
    assert times.estimate.earliest_ms >= NINE + HOUR - 2_000
    assert times.estimate.latest_ms <= NINE + HOUR + 2_000


def test_a_clock_that_is_two_hours_slow_all_day_is_corrected():
    slow = 2 * HOUR
    (times,) = judge(
        an_event(
            NINE + HOUR,
            offset_ms=slow,
            anchor=a_contact(NINE, offset_ms=slow),
            covered=a_contact(NINE + 9 * HOUR, offset_ms=slow),
        )
    )

    assert times.suspect is None
    assert times.estimate.earliest_ms <= NINE + HOUR <= times.estimate.latest_ms


def test_elapsed_time_in_one_page_narrows_both_ends():
    (times,) = judge(
        an_event(
            NINE + HOUR,
            mono_ms=HOUR,
            context="page-1",
            anchor_mono_ms=0.0,
            covered=a_contact(NINE + 3 * HOUR, mono_ms=3 * HOUR),
        )
    )

    assert times.asserted.earliest_ms == pytest.approx(NINE + HOUR, abs=1_000)
    assert times.asserted.latest_ms == pytest.approx(NINE + HOUR, abs=1_000)
    assert times.hard == Interval(NINE, NINE + 3 * HOUR)


def test_without_the_phones_own_note_the_anchor_may_have_been_long_under_way():
    (times,) = judge(an_event(NINE + HOUR, mono_ms=HOUR, context="page-1"))

    assert times.asserted.earliest_ms == pytest.approx(NINE + HOUR - 30_000, abs=1_000)


def test_a_phone_that_slept_widens_the_interval_and_is_no_suspect():
    """The monotonic clock paused for five of the six hours."""
    (times,) = judge(an_event(NINE + 6 * HOUR, mono_ms=HOUR, context="page-1", anchor_mono_ms=0.0))

    assert times.suspect is None
    assert times.asserted.earliest_ms <= NINE + 6 * HOUR <= times.asserted.latest_ms


def test_a_clock_set_back_before_the_event_and_right_after_it_is_seen():
    (times,) = judge(
        an_event(
            NINE + 3 * HOUR,
            offset_ms=2 * HOUR,
            mono_ms=3 * HOUR,
            context="page-1",
            anchor_mono_ms=0.0,
            covered=a_contact(NINE + 5 * HOUR, mono_ms=5 * HOUR),
        )
    )

    assert times.suspect == "wall_back"
    assert times.estimate is None
    assert times.asserted.earliest_ms <= NINE + 3 * HOUR <= times.asserted.latest_ms


def test_a_clock_set_forward_for_good_is_a_jump():
    (times,) = judge(
        an_event(
            NINE + HOUR,
            offset_ms=-HOUR,
            mono_ms=HOUR,
            context="page-1",
            covered=a_contact(NINE + 2 * HOUR, offset_ms=-HOUR, mono_ms=2 * HOUR),
        )
    )

    assert times.suspect == "wall_jump"


def test_an_offset_that_changed_over_a_reload_is_named():
    (times,) = judge(an_event(NINE + HOUR, covered=a_contact(NINE + 9 * HOUR, offset_ms=-HOUR)))

    assert times.suspect == "offset_changed"


def test_a_clock_a_year_ahead_is_in_the_future():
    (times,) = judge(an_event(NINE + HOUR, offset_ms=-365 * 24 * HOUR))

    assert times.suspect == "future"


def test_a_clock_fallen_back_to_1970_is_set_back():
    (times,) = judge(an_event(NINE + HOUR, offset_ms=NINE))

    assert times.suspect == "wall_back"


def test_an_event_without_an_anchor_of_ours_has_no_lower_bound():
    event = an_event(NINE + HOUR)._replace(anchor=None)
    (times,) = judge(event)

    assert times.suspect == "no_anchor"
    assert times.hard == Interval(None, NINE + 9 * HOUR)


def test_an_anchor_of_before_our_own_clock_was_set_back_bounds_nothing():
    """Issued at nine; then our clock was put right by half an hour, and the event came ten minutes later."""
    (times,) = judge(an_event(NINE - 25 * MINUTE, covered=a_contact(NINE - 20 * MINUTE)))

    assert times.hard == times.asserted == Interval(None, NINE - 20 * MINUTE)
    assert (times.suspect, times.estimate) == ("server_clock", None)


def test_what_was_anchored_after_our_clock_was_set_back_is_as_good_as_ever():
    received = a_contact(NINE - 10 * MINUTE)
    early = an_event(NINE - 25 * MINUTE, seq=1, anchor=a_contact(NINE - 2 * HOUR), covered=received)
    before = an_event(NINE - 20 * MINUTE, seq=2, covered=received)
    after = an_event(NINE - 12 * MINUTE, seq=3, anchor=a_contact(NINE - 15 * MINUTE), covered=received)
    judged = judge(early, before, after)

    assert [times.suspect for times in judged] == ["server_clock", "server_clock", None]
    assert judged[0].hard == judged[1].hard == Interval(None, NINE - 10 * MINUTE)
    assert judged[2].hard == Interval(NINE - 15 * MINUTE, NINE - 10 * MINUTE)
    assert judged[2].estimate.earliest_ms <= NINE - 12 * MINUTE <= judged[2].estimate.latest_ms


def test_a_change_of_zone_is_named_and_summer_time_is_none():
    same, moved = judge(an_event(NINE + HOUR), an_event(NINE + 2 * HOUR, seq=2, tz="Europe/Paris"))

    assert (same.suspect, moved.suspect) == (None, "tz_changed")


def test_neighbours_in_the_chain_bound_each_other():
    late_anchor = an_event(NINE + 2 * HOUR, seq=1, anchor=a_contact(NINE + 2 * HOUR))
    old_anchor = an_event(NINE + 3 * HOUR, seq=2, covered=a_contact(NINE + 4 * HOUR))
    first, second = judge(late_anchor, old_anchor)

    assert second.hard.earliest_ms == NINE + 2 * HOUR
    assert first.hard.latest_ms == NINE + 4 * HOUR


def test_clocks_that_contradict_themselves_fall_back_to_the_hard_interval():
    (times,) = judge(
        an_event(
            NINE + HOUR,
            mono_ms=20 * HOUR,
            context="page-1",
            anchor_mono_ms=0.0,
            covered=a_contact(NINE + 2 * HOUR, mono_ms=21 * HOUR),
        )
    )

    assert times.asserted == times.hard
    assert times.estimate is None


@pytest.mark.parametrize(
    ("trust", "disputed", "witnessed", "narrow"),
    [
        ("asserted_unless_disputed", False, False, True),
        ("asserted_unless_disputed", True, False, False),
        ("asserted_unless_disputed", True, True, True),
        ("witness_required", False, False, False),
        ("witness_required", False, True, True),
    ],
)
def test_the_rule_gets_the_narrow_interval_only_where_nobody_doubts_it(trust, disputed, witnessed, narrow):
    (times,) = judge(an_event(NINE + HOUR))

    given_to_rule = interval_for_rule(times, trust=trust, disputed=disputed, witnessed=witnessed)

    assert given_to_rule == (times.estimate if narrow else times.hard)


def test_no_witness_makes_an_inconsistent_clock_right():
    (times,) = judge(an_event(NINE + HOUR, offset_ms=NINE))

    assert interval_for_rule(times, trust="witness_required", disputed=False, witnessed=True) == times.hard


def test_a_way_of_trust_that_nobody_knows_is_refused():
    (times,) = judge(an_event(NINE + HOUR))

    with pytest.raises(ValueError, match="offline_time_trust"):
        interval_for_rule(times, trust="always", disputed=False, witnessed=False)


def test_the_clocks_of_a_body_are_read_whatever_else_stands_there():
    clock = clock_of({"wall_ms": 5, "mono_ms": 1.5, "context_id": "c", "tz": "Europe/London", "offset_ms": "x"})

    assert clock == EventClock(Reading(5, 1.5, "c"), "Europe/London")


steps = st.lists(
    st.tuples(
        st.sampled_from(["event", "sleep", "reload", "wall", "sync"]),
        st.integers(1, 4 * HOUR),
        st.floats(-1e-4, 1e-4),
    ),
    min_size=1,
    max_size=14,
)


class Phone:
    """An honest phone in true time: its monotonic clock pauses in sleep and drifts, its wall clock may be set."""

    def __init__(self):
        self.true, self.wall, self.mono, self.page = NINE, NINE + 1_234, 0.0, 0
        self.anchor, self.anchor_mono, self.waiting, self.done = None, None, [], []
        self.sync(400)

    def reading(self):
        return Reading(self.wall, self.mono, f"page-{self.page}")

    def pass_time(self, ms, *, asleep=False, drift=0.0):
        self.true += ms
        self.wall += ms
        self.mono += 0 if asleep else ms * (1 + drift)

    def sync(self, latency):
        asked = self.reading()
        self.pass_time(latency // 2)
        contact = Contact(self.true, self.true, asked)
        self.done += [(true, Recorded(n, clock, anchor, contact)) for true, n, clock, anchor in self.waiting]
        self.waiting = []
        self.pass_time(latency - latency // 2)
        self.anchor, self.anchor_mono, self.anchor_page = contact, self.mono, self.page

    def record(self):
        noted = self.anchor_mono if self.anchor_page == self.page else None
        clock = EventClock(self.reading(), "Europe/London", noted)
        self.waiting.append((self.true, len(self.done) + len(self.waiting) + 1, clock, self.anchor))


def live(day):
    phone = Phone()
    for what, ms, drift in day:
        phone.pass_time(ms, asleep=what == "sleep", drift=drift)
        if what == "wall":
            phone.wall += ms if drift > 0 else -ms
        if what == "reload":
            phone.page, phone.mono = phone.page + 1, 0.0
        if what == "sync":
            phone.sync(ms % 29_000)
        phone.record()
    phone.sync(700)
    return phone.done


@settings(max_examples=300)
@given(steps)
def test_an_honest_phones_true_time_is_always_inside(day):
    lived = live(day)

    for (true, _), times in zip(lived, times_of_chain([event for _, event in lived]), strict=True):
        assert times.hard.earliest_ms <= true <= times.hard.latest_ms
        assert times.asserted.earliest_ms <= true <= times.asserted.latest_ms
        assert times.hard.earliest_ms <= times.asserted.earliest_ms
        assert times.asserted.latest_ms <= times.hard.latest_ms


@settings(max_examples=300)
@given(steps, st.integers(-(10**13), 10**13), st.floats(-1e9, 1e9), st.sampled_from(["page-0", "forged"]))
def test_a_hostile_phone_cannot_leave_the_hard_interval(day, wall, mono, page):
    lived = live(day)
    forged = [
        event._replace(clock=EventClock(Reading(wall, mono, page), None, mono / 2, wall, 0)) for _, event in lived
    ]

    for (true, _), times in zip(lived, times_of_chain(forged), strict=True):
        assert times.hard.earliest_ms <= true <= times.hard.latest_ms
        assert times.hard.earliest_ms <= times.asserted.earliest_ms <= times.asserted.latest_ms
        assert times.asserted.latest_ms <= times.hard.latest_ms


minutes = st.integers(0, 120)


@settings(max_examples=300)
@given(st.lists(st.tuples(minutes, minutes, st.booleans()), min_size=1, max_size=8))
def test_whatever_our_own_clock_did_no_interval_is_empty_and_none_says_more_than_was_known(contacts):
    chain = [
        an_event(NINE, seq=n, anchor=a_contact(NINE + issued * MINUTE), covered=a_contact(NINE + received * MINUTE))
        if is_anchored
        else an_event(NINE, seq=n, covered=a_contact(NINE + received * MINUTE))._replace(anchor=None)
        for n, (issued, received, is_anchored) in enumerate(contacts, start=1)
    ]

    for event, times in zip(chain, times_of_chain(chain), strict=True):
        assert times.hard.latest_ms <= event.covered.received_ms
        assert times.hard.earliest_ms is None or times.hard.earliest_ms <= times.hard.latest_ms
        assert times.asserted.earliest_ms is None or times.asserted.earliest_ms <= times.asserted.latest_ms
        if times.suspect == "server_clock":
            assert times.hard.earliest_ms is None
