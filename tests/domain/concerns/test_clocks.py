"""Which hazard clocks run, from when, until when, and what ends them (law.md 3.1)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from server.domain.concerns.clocks import Concern
from server.domain.concerns.limits import Limits
from server.domain.concerns.steps import Step
from server.domain.parameters import DatedValue, Parameter
from tests.domain.concerns.law import LIMITS, MONDAY, at, clocks, confirmed, damp, investigated


def test_a_report_of_damp_starts_a_possible_investigation_of_ten_working_days_from_the_day_after() -> None:
    [clock] = clocks(damp()).values()

    assert (clock.kind, clock.standing, clock.state) == ("investigation", "possible", "running")
    assert clock.due_on == date(2026, 12, 7)
    assert clock.clause == "SI 2025/1042 reg 6"


def test_weekends_and_bank_holidays_do_not_count_among_the_ten() -> None:
    sent_before_christmas = damp(received_at=datetime(2026, 12, 16, 12, tzinfo=UTC))

    assert clocks(sent_before_christmas)["investigation"].due_on == date(2027, 1, 4)


def test_what_reaches_us_before_midnight_in_london_counts_from_that_day() -> None:
    before = damp(received_at=datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    after = damp(received_at=datetime(2026, 6, 30, 23, 1, tzinfo=UTC))

    assert clocks(before)["investigation"].due_on == date(2026, 7, 14)
    assert clocks(after)["investigation"].due_on == date(2026, 7, 15)


def test_danger_now_starts_twenty_four_hours_whatever_was_seen() -> None:
    clock = clocks(damp(danger_now=True, category="structure"))["emergency"]

    assert clock.due_at == MONDAY + timedelta(hours=24)
    assert clock.due_on is None


def test_twenty_four_hours_run_through_weekends_and_through_the_night_the_clocks_change() -> None:
    saturday = damp(danger_now=True, received_at=datetime(2026, 10, 24, 14, 30, tzinfo=UTC))

    assert clocks(saturday)["emergency"].due_at == datetime(2026, 10, 25, 14, 30, tzinfo=UTC)


def test_damp_with_danger_now_runs_both_clocks_until_somebody_says_which_it_is() -> None:
    both = damp(danger_now=True)

    assert set(clocks(both)) == {"emergency", "investigation"}
    assert set(clocks(both, confirmed("emergency", at(23, 12)))) == {"emergency"}
    assert set(clocks(both, confirmed("significant", at(23, 12)))) == {"investigation"}


def test_an_emergency_that_a_competent_person_finds_later_is_known_from_then() -> None:
    clock = clocks(damp(), confirmed("emergency", at(25, 15)))["emergency"]

    assert clock.due_at == at(26, 15)
    assert clock.standing == "confirmed"


def test_other_groups_start_no_ten_day_clock_until_a_dated_row_says_so() -> None:
    gas = damp(category="gas")
    row = DatedValue(date(2026, 10, 27), 10, "a later phase")
    later = Parameter("investigate_other_working_days", (row,))

    assert clocks(gas) == {}
    assert set(clocks(gas, limits=Limits({**LIMITS.parameters, later.name: later}))) == {"investigation"}


def test_before_the_regulations_came_into_force_no_clock_ran() -> None:
    day_before = Concern("damp_mould", True, datetime(2025, 10, 26, 23, 59, tzinfo=UTC))
    that_day = replace(day_before, received_at=datetime(2025, 10, 27, 0, 0, tzinfo=UTC))

    assert clocks(day_before) == {}
    assert set(clocks(that_day)) == {"emergency", "investigation"}


def test_a_call_that_came_before_the_phones_report_is_when_word_reached_us() -> None:
    rang = Step("told_by_phone", at(20, 16, 30), "Sam rang, Ann took it")

    assert clocks(damp(danger_now=True), rang)["emergency"].due_at == at(21, 16, 30)
    assert clocks(damp(), rang)["investigation"].due_on == date(2026, 12, 4)


def test_a_call_after_the_report_moves_nothing() -> None:
    rang = Step("told_by_phone", at(24, 16, 30), "Sam rang, Ann took it")

    assert clocks(damp(), rang) == clocks(damp())


def test_made_safe_to_the_second_is_in_time_and_a_second_later_is_not() -> None:
    danger = damp(danger_now=True, category="gas")
    due_at = MONDAY + timedelta(hours=24)

    assert clocks(danger, Step("made_safe", due_at, "capped"))["emergency"].state == "met"
    late = clocks(danger, Step("made_safe", due_at + timedelta(seconds=1), "capped"))["emergency"]
    assert late.state == "met_late"


def test_the_last_day_counts_whole_in_london() -> None:
    last_minute = datetime(2026, 12, 7, 23, 59, tzinfo=UTC)

    assert clocks(damp(), investigated(last_minute))["investigation"].state == "met"
    assert clocks(damp(), investigated(last_minute + timedelta(minutes=1)))["investigation"].state == "met_late"


def test_a_running_clock_lapses_when_its_day_is_over() -> None:
    clock = clocks(damp())["investigation"]

    assert not clock.has_lapsed(datetime(2026, 12, 7, 23, 59, tzinfo=UTC))
    assert clock.has_lapsed(datetime(2026, 12, 8, 0, 0, tzinfo=UTC))


def test_from_the_end_of_the_investigation_the_summary_has_three_days_and_the_works_five_and_twelve_weeks() -> None:
    found = clocks(damp(), investigated(at(27), safety=True, further=True))

    assert found["summary"].due_on == date(2026, 12, 2)
    assert found["safety_works"].due_on == date(2026, 12, 4)
    assert found["further_works_arranged"].due_on == date(2026, 12, 4)
    assert found["further_works_begun"].due_on == date(2027, 2, 19)


def test_an_investigation_that_finds_no_works_still_owes_the_tenant_its_summary() -> None:
    assert set(clocks(damp(), investigated(at(27)))) == {"investigation", "summary"}


def test_a_second_investigation_owes_a_second_summary() -> None:
    steps = (investigated(at(24)), Step("summary_sent", at(25)), investigated(at(26)))

    assert clocks(damp(), *steps[:2])["summary"].state == "met"
    assert clocks(damp(), *steps)["summary"].state == "running"


def test_a_dismissal_sets_every_running_clock_aside_and_a_reopening_lets_it_run_on_from_its_start() -> None:
    dismissed = Step("dismissed", at(24), "condensation wiped away", {"why": "no_hazard", "competent": "A. Surveyor"})
    reopened = Step("reopened", at(26), "it is back")

    assert clocks(damp(), dismissed)["investigation"].state == "dismissed"
    again = clocks(damp(), dismissed, reopened)["investigation"]
    assert (again.state, again.standing, again.due_on) == ("running", "possible", date(2026, 12, 7))


@pytest.mark.parametrize("why", ["moved_out", "consent_refused", "no_hazard"])
def test_a_lawful_reason_stops_its_clock_and_no_other(why: str) -> None:
    stop = Step("stopped", at(23, 20), "moved to a hotel at 20:00", {"clock": "emergency", "why": why})
    found = clocks(damp(danger_now=True), stop)

    assert (found["emergency"].state, found["emergency"].why) == ("stopped", why)
    assert found["investigation"].state == "running"


def test_what_was_done_counts_though_the_clock_was_stopped_too() -> None:
    stop = Step("stopped", at(23, 20), "moved out", {"clock": "emergency", "why": "moved_out"})
    safe = Step("made_safe", at(23, 22), "made safe")

    assert clocks(damp(danger_now=True), stop, safe)["emergency"].state == "met"
