"""Bank holidays are those of gov.uk, where a substitute day stands in for a weekend."""

from datetime import date

import pytest

from server.outside.holidays import bank_holidays

# As gov.uk lists them for England and Wales.
LISTED = {
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}


@pytest.mark.parametrize(("year", "listed"), LISTED.items())
def test_the_days_are_those_that_gov_uk_lists(year: int, listed: str) -> None:
    assert bank_holidays([year]) == {date.fromisoformat(f"{year}-{day}") for day in listed.split()}


def test_several_years_are_joined() -> None:
    assert {date(2026, 12, 28), date(2027, 3, 29)} <= bank_holidays(range(2026, 2028))
