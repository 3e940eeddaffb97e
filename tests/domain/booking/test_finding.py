"""Finding slots: what is offered can be kept, and what cannot be kept is not offered."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.booking.diary import Day, Planned, Promised, free_starts
from server.domain.booking.finding import Hand, HandsDay, Job, Offer, Search, Wish, offers_of_day, spread
from server.domain.booking.hours import bits, quarter_of, working_bits
from server.domain.booking.slots import Slot, SlotRow, rows_in_force, slots_of_day
from server.domain.booking.ways import Ways, district_of

TUESDAY = date(2026, 11, 24)
WAYS = Ways({"IP33": (52.24, 0.71), "IP28": (52.32, 0.57)})
EARLIER = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def a_row(code: str = "morning", starts: int = 8, ends: int = 12, **fields: object) -> SlotRow:
    values = {"from_on": date(2014, 4, 1), "weekdays": (0, 1, 2, 3, 4), "offered": True, "reference": "x", **fields}
    return SlotRow(code, code, starts=time(starts), ends=time(ends), **values)  # type: ignore[arg-type]


ROWS = [a_row(), a_row("afternoon", 12, 17), a_row("exact", 9, 16)]


def a_day(name: str = "op-1", *visits: Planned, promised: tuple[Promised, ...] = (), **hand: object) -> HandsDay:
    known = Hand(name, frozenset({"plumbing"}), **hand)  # type: ignore[arg-type]
    return HandsDay(known, bits(32, 68), Day(visits, promised))


def offers(*hands: HandsDay, job: Job | None = None, wish: Wish | None = None, now: datetime = EARLIER) -> list[Offer]:
    search = Search(job or Job("plumbing", 60, 1, "IP33"), wish or Wish(), WAYS, now)
    return offers_of_day(search, TUESDAY, slots_of_day(ROWS, TUESDAY), hands)


def codes(found: list[Offer]) -> set[str]:
    return {offer.slot.code for offer in found}


def test_a_free_day_offers_every_slot_of_the_day() -> None:
    found = offers(a_day())

    assert codes(found) == {"morning", "afternoon", "exact"}
    assert found[0].begins_at == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_nobody_is_offered_without_the_trade() -> None:
    assert offers(a_day(), job=Job("gas", 60, 1, "IP33")) == []


def test_two_people_start_together_and_the_second_needs_no_trade() -> None:
    second = HandsDay(Hand("op-2", frozenset({"gas"})), bits(40, 68), Day())
    (morning, *_) = offers(a_day(), second, job=Job("plumbing", 60, 2, "IP33"))

    assert morning.operatives == ("op-1", "op-2")
    assert morning.begins_at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
    assert offers(a_day(), job=Job("plumbing", 60, 2, "IP33")) == []


def test_a_wish_for_a_woman_excludes_and_a_preferred_operative_only_comes_first() -> None:
    both = (a_day("op-1", sex="m"), a_day("op-2", sex="f"))

    assert {offer.operatives for offer in offers(*both, wish=Wish(sex="f"))} == {("op-2",)}
    assert offers(a_day("op-1", sex="m"), wish=Wish(sex="f")) == []
    assert offers(*both, wish=Wish(operative_id="op-2"))[0].operatives == ("op-2",)
    assert offers(a_day("op-1"), wish=Wish(operative_id="op-2"))[0].operatives == ("op-1",)


def test_the_one_of_the_area_is_sent_before_another() -> None:
    (first, *_) = offers(a_day("op-1"), a_day("op-2", home_areas=frozenset({"IP33"})))

    assert first.operatives == ("op-2",)
    assert first.is_home_area
    assert first.others == ("op-1",)


def test_the_way_from_the_visit_before_is_left_free() -> None:
    far = Planned(32, 36, "IP28")
    exact = [offer for offer in offers(a_day("op-1", far)) if offer.slot.code == "exact"]

    # 12.9 km in a straight line are taken as 31 minutes by road: three quarters after 09:00.
    assert exact[0].slot.start_at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_a_place_that_is_not_known_is_never_near() -> None:
    assert WAYS.between("", "IP33").minutes == 30
    assert WAYS.between("IP33", "IP33").minutes == 11
    assert district_of("ip331aa") == "IP33"
    assert district_of("not one") == ""


def test_today_is_offered_only_where_it_can_still_be_reached() -> None:
    found = offers(a_day(), now=datetime(2026, 11, 24, 11, 20, tzinfo=UTC))

    assert codes(found) == {"afternoon", "exact"}
    assert min(offer.begins_at for offer in found) == datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


def test_visits_without_a_name_take_their_share_of_the_hands() -> None:
    morning = (datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 24, 12, tzinfo=UTC))
    slots = slots_of_day(ROWS[:1], TUESDAY)
    search = Search(Job("plumbing", 60, 1, "IP33"), Wish(), WAYS, EARLIER, spoken_for=(morning,))

    assert offers_of_day(search, TUESDAY, slots, [a_day("op-1")]) == []
    assert len(offers_of_day(search, TUESDAY, slots, [a_day("op-1"), a_day("op-2")])) == 1


def test_the_landlords_own_row_replaces_the_shipped_one_from_its_day() -> None:
    own = a_row(offered=False, from_on=TUESDAY)

    assert rows_in_force([a_row()], [own], TUESDAY) == [own]
    assert rows_in_force([a_row()], [own], TUESDAY - timedelta(days=1)) == [a_row()]
    assert slots_of_day([own], TUESDAY) == []


def test_slots_keep_their_clock_time_when_the_clocks_change() -> None:
    summer = slots_of_day([a_row()], date(2026, 7, 7))

    assert summer == [
        Slot(datetime(2026, 7, 7, 7, tzinfo=UTC), datetime(2026, 7, 7, 11, tzinfo=UTC), "morning", "morning")
    ]
    assert quarter_of(summer[0].start_at, date(2026, 7, 7)) == 32


def test_a_choice_names_different_slots_of_a_day_before_exact_times() -> None:
    chosen = spread(offers(a_day()), most=3)

    assert [offer.slot.code for offer in chosen] == ["morning", "afternoon"]


VISITS = st.lists(
    st.builds(
        lambda first, long, where: Planned(first, first + long, where),
        st.integers(0, 90),
        st.integers(1, 12),
        st.sampled_from(["IP33", "IP28", "ZZ1"]),
    ),
    max_size=6,
)


@given(VISITS, st.integers(1, 10), st.integers(20, 60), st.integers(1, 50))
@settings(max_examples=60, deadline=None)
def test_a_start_is_free_exactly_where_the_visit_and_its_ways_fit(
    visits: list[Planned], quarters: int, begin: int, long: int
) -> None:
    working = bits(begin, begin + long)
    starts = free_starts(working, visits, quarters, lambda where: WAYS.between("IP33", where).quarters)
    for start in range(96):
        works = begin <= start and start + quarters <= min(96, begin + long)
        ways = [(visit, WAYS.between("IP33", visit.district).quarters) for visit in visits]
        clear = all(start + quarters <= visit.first - way or start >= visit.after + way for visit, way in ways)
        assert bool(starts >> start & 1) == (works and clear), start


PROMISES = st.lists(
    st.builds(
        lambda first, room, long, where: Promised(first, first + room, long, where),
        st.integers(32, 60),
        st.integers(0, 16),
        st.integers(1, 6),
        st.sampled_from(["IP33", "IP28"]),
    ),
    max_size=4,
)


@given(VISITS, PROMISES)
@settings(max_examples=60, deadline=None)
def test_one_more_visit_never_breaks_a_promise_that_could_be_kept(
    visits: list[Planned], promised: list[Promised]
) -> None:
    day = Day(tuple(sorted(visits, key=lambda visit: visit.first)), tuple(promised))
    hands = HandsDay(Hand("op-1", frozenset({"plumbing"})), bits(32, 68), day)
    search = Search(Job("plumbing", 60, 1, "IP33"), Wish(), WAYS, EARLIER)
    before = day.misfits(search.way_between)
    for offer in offers_of_day(search, TUESDAY, slots_of_day(ROWS, TUESDAY), [hands]):
        begin = quarter_of(offer.begins_at, TUESDAY)
        after = day.with_visit(Planned(begin, begin + 4, "IP33"))
        assert after.misfits(search.way_between) <= before


def test_promises_move_aside_inside_themselves() -> None:
    """From 10 to 12 and from 12 to 14: both can begin later, so that somebody ill is stood in for at 9:45."""
    promised = (Promised(40, 47, 4, "IP33"), Promised(48, 55, 4, "IP33"))
    busy = a_day("op-1", Planned(32, 36, "IP33"), promised=promised)
    slot = Slot(datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 24, 10, tzinfo=UTC), "x", "x")
    search = Search(Job("plumbing", 60, 1, "IP33"), Wish(), WAYS, EARLIER)

    (offer,) = offers_of_day(search, TUESDAY, [slot], [busy])

    assert offer.begins_at == datetime(2026, 11, 24, 9, 15, tzinfo=UTC)
    assert working_bits({1: (time(8), time(9))}, TUESDAY) == bits(32, 36)
