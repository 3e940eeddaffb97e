"""Ten clear working days between the written notice and planned works, or a manager's reason."""

from datetime import date, timedelta

import pytest

from server.domain.booking.planned_works import NoticeRule, NoticeTooShort, check_notice
from server.outside.holidays import bank_holidays

RULE = NoticeRule(10, bank_holidays((2026, 2027)))
SENT = date(2026, 12, 14)


def test_neither_the_day_of_sending_nor_that_of_the_works_counts_nor_christmas() -> None:
    # 15-18, 21-24, 29, 30 December are ten; the 25th and the 28th are bank holidays.
    assert RULE.earliest_day(SENT) == date(2026, 12, 31)
    check_notice(RULE, SENT, date(2026, 12, 31), allowed_because="")


def test_a_day_sooner_is_refused_and_the_refusal_names_the_first_day() -> None:
    with pytest.raises(NoticeTooShort, match="31 December 2026"):
        check_notice(RULE, SENT, date(2026, 12, 30), allowed_because="  ")


def test_works_without_a_notice_are_refused_and_a_managers_reason_allows_both() -> None:
    with pytest.raises(NoticeTooShort, match="No written notice"):
        check_notice(RULE, None, SENT + timedelta(days=90), allowed_because="")
    check_notice(RULE, None, SENT, allowed_because="The tenant asked us to come with the roofers.")


def test_a_policy_that_asks_for_more_days_moves_the_first_day() -> None:
    longer = NoticeRule(12, RULE.holidays)

    assert longer.earliest_day(SENT) == date(2027, 1, 5)
    with pytest.raises(NoticeTooShort, match="5 January 2027: 12 clear working days"):
        check_notice(longer, SENT, date(2026, 12, 31), allowed_because="")
