"""Dates of the demonstration move with the day it is loaded."""

from datetime import date

import pytest

from server.domain.imports.templates import fill_in

SUNDAY = date(2026, 11, 22)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("{today}T10:00", "2026-11-22T10:00"),
        ("{today-22}", "2026-10-31"),
        ("{working_day+1}", "2026-11-23"),
        ("{working_day-1}", "2026-11-20"),
        ("{working_day-6}", "2026-11-13"),
        ("A{day_id}01,{day+1}", "A26112401,2026-11-25"),
    ],
)
def test_a_mark_becomes_its_date(template: str, filled: str) -> None:
    assert fill_in(template, today=SUNDAY, holidays=frozenset(), day=date(2026, 11, 24)) == filled


def test_bank_holidays_are_no_working_days() -> None:
    assert fill_in("{working_day+1}", today=date(2026, 12, 24), holidays=CHRISTMAS) == "2026-12-29"
