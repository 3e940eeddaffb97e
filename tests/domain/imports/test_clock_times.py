"""London clock times become instants, or are refused, or are asked about."""

from datetime import UTC, date, datetime

import pytest

from server.domain.imports.clock_times import read_day, read_moment
from server.domain.imports.problems import CellRefused


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-05T09:00", datetime(2026, 11, 5, 9, 0, tzinfo=UTC)),
        ("2026-07-05T09:00:30", datetime(2026, 7, 5, 8, 0, 30, tzinfo=UTC)),
        ("2026-10-25T01:30+01:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T01:30+00:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-10-25T01:30Z", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_a_clock_time_is_london_time_unless_an_offset_is_written(text: str, instant: datetime) -> None:
    moment = read_moment(text)

    assert (moment.earliest, moment.latest) == (instant, instant)


def test_a_time_that_comes_twice_keeps_both_instants() -> None:
    moment = read_moment("2026-10-25T01:30")

    assert moment.ambiguous
    assert moment.earliest == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment.latest == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2027-03-28T01:30", "time_does_not_exist"),
        ("2026-10-28T25:00", "time_impossible"),
        ("2026-10-28T9am", "time_impossible"),
        ("2026-11-31T08:00", "date_impossible"),
        ("31/11/2026 09:00", "date_impossible"),
        ("2026-11-05", "missing"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read_moment(text)

    assert refused.value.code == code


@pytest.mark.parametrize("minute", ["00:59", "02:00"])
def test_the_minutes_on_both_sides_of_the_skipped_hour_exist(minute: str) -> None:
    assert not read_moment(f"2027-03-28T{minute}").ambiguous


@pytest.mark.parametrize("text", ["2024-02-30", "2011-13-01", "05/11/2026", "2026-1-5", ""])
def test_a_day_must_be_of_the_calendar_and_written_year_first(text: str) -> None:
    with pytest.raises(CellRefused):
        read_day(text)


def test_the_leap_day_of_a_leap_year_is_a_day() -> None:
    assert read_day("2024-02-29") == date(2024, 2, 29)
