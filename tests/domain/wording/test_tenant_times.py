"""Times are London times, and a time that is not sure says so."""

from datetime import UTC, datetime, timedelta

import pytest

from server.domain.wording.tenant_times import clock_time, day_in_words, london_date, recorded_time, slot_in_words

WINTER = datetime(2026, 11, 24, 10, 6, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (WINTER, "10:06am"),
        (SUMMER, "12:30am"),
        (datetime(2026, 11, 24, 12, tzinfo=UTC), "midday"),
        (datetime(2026, 11, 24, 0, tzinfo=UTC), "midnight"),
        (datetime(2026, 11, 24, 12, 5, tzinfo=UTC), "12:05pm"),
        (datetime(2026, 11, 24, 17, tzinfo=UTC), "5pm"),
    ],
)
def test_clock_times_are_londons_and_midday_has_a_name(at: datetime, words: str) -> None:
    assert clock_time(at) == words


def test_the_day_is_londons() -> None:
    assert day_in_words(london_date(SUMMER)) == "Thursday 2 July"


def test_a_slot_has_both_ends_and_a_point_has_one() -> None:
    assert slot_in_words(WINTER, WINTER + timedelta(hours=2)) == "between 10:06am and 12:06pm"
    assert slot_in_words(WINTER, None) == "at 10:06am"


def test_an_unsure_time_is_shown_as_its_whole_interval() -> None:
    assert recorded_time(WINTER, WINTER + timedelta(seconds=40)) == "at 10:06am"
    assert recorded_time(WINTER, WINTER + timedelta(minutes=15)) == "between 10:06am and 10:21am"
    assert "on Wednesday 25 November" in recorded_time(WINTER, WINTER + timedelta(days=1))
