"""Ten clear working days between the written notice and planned works, or a manager's reason."""

from datetime import date, timedelta

import pytest

from server.domain.booking.planned_works import NoticeTooShort, check_notice, earliest_day
from server.outside.holidays import bank_holidays

HOLIDAYS = bank_holidays((2026, 2027))
SENT = date(2026, 12, 14)


def test_neither_the_day_of_sending_nor_that_of_the_works_counts_nor_christmas() -> None:
    # 15-18, 21-24, 29, 30 December are ten; the 25th and the 28th are bank holidays.
    assert earliest_day(SENT, HOLIDAYS) == date(2026, 12, 31)
    check_notice(SENT, date(2026, 12, 31), allowed_because="", holidays=HOLIDAYS)


def test_a_day_sooner_is_refused_and_the_refusal_names_the_first_day() -> None:
    with pytest.raises(NoticeTooShort, match="31 December 2026"):
        check_notice(SENT, date(2026, 12, 30), allowed_because="  ", holidays=HOLIDAYS)


def test_works_without_a_notice_are_refused_and_a_managers_reason_allows_both() -> None:
    with pytest.raises(NoticeTooShort, match="No written notice"):
        check_notice(None, SENT + timedelta(days=90), allowed_because="", holidays=HOLIDAYS)
    check_notice(None, SENT, allowed_because="The tenant asked us to come with the roofers.", holidays=HOLIDAYS)
