"""Working days leave out weekends and the holidays passed in (worked example: Christmas 2026)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.working_days import (
    TooFewWorkingDays,
    clear_working_days,
    due_on,
    is_notice_long_enough,
    is_working_day,
)

HOLIDAYS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
SENT = date(2026, 12, 16)


def test_the_tenth_working_day_after_16_december_2026_is_4_january():
    assert due_on(SENT, 10, HOLIDAYS) == date(2027, 1, 4)


def test_the_day_of_sending_is_not_counted():
    assert due_on(date(2026, 11, 20), 1, HOLIDAYS) == date(2026, 11, 23)


def test_weekends_and_bank_holidays_are_no_working_days():
    assert not is_working_day(date(2026, 12, 26), HOLIDAYS)
    assert not is_working_day(date(2026, 12, 28), HOLIDAYS)
    assert is_working_day(date(2026, 12, 29), HOLIDAYS)


def test_ten_clear_days_are_met_when_sent_on_15_and_not_on_16_december():
    works = date(2027, 1, 4)

    assert clear_working_days(SENT, works, HOLIDAYS) == 9
    assert is_notice_long_enough(date(2026, 12, 15), works, 10, holidays=HOLIDAYS)
    assert not is_notice_long_enough(SENT, works, 10, holidays=HOLIDAYS)


def test_works_on_or_before_the_day_of_sending_had_no_notice():
    assert clear_working_days(SENT, SENT, HOLIDAYS) == 0
    assert clear_working_days(SENT, date(2026, 12, 1), HOLIDAYS) == 0


def test_a_due_date_needs_a_day_to_count():
    with pytest.raises(TooFewWorkingDays):
        due_on(SENT, 0, HOLIDAYS)


DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
COUNTS = st.integers(1, 60)
CLOSED = st.frozensets(st.dates(date(2020, 1, 1), date(2041, 12, 31)), max_size=30)


@given(DAYS, COUNTS, CLOSED)
def test_a_due_date_is_a_working_day_with_one_fewer_clear_days_before_it(
    day: date, count: int, closed: frozenset[date]
) -> None:
    due = due_on(day, count, closed)

    assert is_working_day(due, closed)
    assert clear_working_days(day, due, closed) == count - 1


@given(DAYS, COUNTS, CLOSED)
def test_one_more_day_or_one_more_holiday_never_makes_a_due_date_earlier(
    day: date, count: int, closed: frozenset[date]
) -> None:
    due = due_on(day, count, closed)

    assert due_on(day, count + 1, closed) > due
    assert due_on(day, count, closed | {due}) > due
    assert due_on(day + timedelta(days=1), count, closed) >= due
