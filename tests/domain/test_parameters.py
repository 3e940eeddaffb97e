"""A policy value holds from its date until the next; there is no default."""

from datetime import date

import pytest

from server.domain.parameters import DatedValue, NoValueInForce, Parameter

CAP = Parameter(
    "cap_pence_per_day",
    (DatedValue(date(2014, 4, 1), 7000, "HS004A 5"), DatedValue(date(2026, 4, 1), 8000, "HS004A 5")),
)


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2014, 4, 1), 7000), (date(2026, 3, 31), 7000), (date(2026, 4, 1), 8000), (date(2099, 1, 1), 8000)],
)
def test_a_value_holds_from_its_own_date(day: date, value: int):
    assert CAP.on(day) == value


def test_a_day_before_the_first_value_has_none_and_not_zero():
    with pytest.raises(NoValueInForce, match="cap_pence_per_day has no value in force on 2014-03-31") as error:
        CAP.on(date(2014, 3, 31))

    assert (error.value.code, error.value.name) == ("no_value_in_force", "cap_pence_per_day")
    assert CAP.find(date(2014, 3, 31)) is None


def test_a_row_may_say_that_from_its_day_no_value_is_set():
    ended = CAP.overlaid([DatedValue(date(2027, 4, 1), None, "HS004A 5")])

    assert ended.on(date(2027, 3, 31)) == 8000
    with pytest.raises(NoValueInForce):
        ended.on(date(2027, 4, 1))


def test_of_two_rows_with_one_date_the_one_laid_over_wins():
    overlaid = CAP.overlaid([DatedValue(date(2026, 4, 1), 9000, "HS004A 5")])

    assert [row.value for row in overlaid.values] == [7000, 9000]
