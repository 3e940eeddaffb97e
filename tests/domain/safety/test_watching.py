"""When the server expects a lone worker out, and which word of a phone answers for a missed check-in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from server.domain.safety.watching import Planned, Sign, answers, deadline, look_at_plan

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def a_sign(kind: str = "check_in", earliest: float = 0, latest: float = 1, wall: float = 0, who: str = "op-1") -> Sign:
    """Times in minutes after ten; `wall` is what the phone's own clock said."""
    middle = TEN + minutes((earliest + latest) / 2)
    wall_ms = int((TEN + minutes(wall)).timestamp() * 1000)
    return Sign(who, kind, wall_ms, TEN + minutes(earliest), TEN + minutes(latest), middle, TEN + minutes(latest))


def a_timer(due: float) -> dict[str, object]:
    return {"actor_id": "op-1", "due_ms": int((TEN + minutes(due)).timestamp() * 1000), "stopped": False}


def test_a_phone_whose_clock_is_an_hour_slow_is_expected_when_the_hour_is_really_over() -> None:
    started = a_sign("timer_started", earliest=60, latest=60, wall=0)

    assert deadline(a_timer(due=30), [started]) == TEN + minutes(90)


def test_another_operatives_sign_moves_nobody_elses_deadline() -> None:
    started = a_sign("timer_started", earliest=60, latest=60, wall=0, who="op-2")

    assert deadline(a_timer(due=30), [started]) == TEN + minutes(30)


def test_a_phone_that_claims_the_end_of_all_calendars_is_expected_by_ours() -> None:
    last_ms = 253_402_300_799_999
    started = replace(a_sign("timer_started", earliest=60, latest=60), wall_ms=last_ms)
    timer = {"actor_id": "op-1", "due_ms": last_ms + 30 * 60_000, "stopped": False}

    assert deadline(timer, [started]) == TEN + minutes(90)
    assert deadline(timer, []).year == 9999
    assert deadline(a_timer(due=30), [started]) < TEN


def planned(status: str = "not_started", heard: float | None = None, inside: bool = False) -> Planned:
    return Planned(status, 60, None if heard is None else TEN + minutes(heard), inside)


def test_a_phone_that_was_never_heard_raises_at_the_time_the_plan_expects_it_out() -> None:
    assert look_at_plan(planned(), MIDNIGHT, TEN) == TEN


def test_a_phone_heard_within_the_length_of_the_visit_is_looked_at_later() -> None:
    assert look_at_plan(planned(heard=-59), MIDNIGHT, TEN) == TEN + minutes(1)
    assert look_at_plan(planned(heard=-60), MIDNIGHT, TEN) == TEN


def test_one_who_went_in_is_not_excused_by_a_phone_that_is_heard() -> None:
    assert look_at_plan(planned("inside", heard=0, inside=True), MIDNIGHT, TEN) == TEN


def test_nobody_is_watched_where_nobody_is_inside() -> None:
    for status in ("left", "no_access", "cannot_attend"):
        assert look_at_plan(planned(status), MIDNIGHT, TEN) is None


def test_a_phone_that_is_heard_after_the_day_ends_its_plan() -> None:
    assert look_at_plan(planned(heard=24 * 60), MIDNIGHT, TEN + minutes(25 * 60)) is None


def test_a_check_in_that_can_only_lie_before_the_deadline_answers_it() -> None:
    before = a_sign(latest=30)

    assert answers([before], "op-1", TEN + minutes(30)) == (before, None)


def test_a_check_in_that_may_lie_after_the_deadline_answers_nothing() -> None:
    straddles = a_sign(latest=31)

    assert answers([straddles], "op-1", TEN + minutes(30)) == (None, straddles)


def test_setting_the_timer_is_no_sign_of_life() -> None:
    assert answers([a_sign("timer_started", latest=1)], "op-1", TEN + minutes(30)) == (None, None)
