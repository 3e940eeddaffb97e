"""Days nobody works: a bank holiday added later moves the limits in law, the landlord's own closing day does not."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask

from server.domain.errors import DoorstepError
from server.outside.clock import FixedClock
from server.services.concerns.sweep_clocks import warn_of_year
from server.services.days.days_off import days_off
from server.services.days.keep_days import NewDay, add_day, check_year, remove_day, unchecked_year
from server.storage.days import closed_days
from tests.factories import LANDLORD
from tests.services.concerns.concerns import a_concern, clock_of, somebody, told

ONE_OFF = date(2026, 12, 1)


def test_a_one_off_bank_holiday_moves_a_running_limit_and_taking_it_back_moves_it_back(
    app: Flask, clock: FixedClock
) -> None:
    manager = somebody("contract_manager")
    report_id = a_concern()
    add_day(NewDay(ONE_OFF, "A coronation", True), viewer=manager, clock=clock)
    assert clock_of(report_id, "investigation").due_on == date(2026, 12, 8)

    [row] = closed_days.listed(LANDLORD)
    remove_day(row.day_id, viewer=manager, clock=clock)

    assert clock_of(report_id, "investigation").due_on == date(2026, 12, 7)


def test_a_day_on_which_the_landlord_is_shut_moves_promises_and_no_limit_in_law(app: Flask, clock: FixedClock) -> None:
    report_id = a_concern()
    add_day(NewDay(ONE_OFF, "Staff day", False), viewer=somebody("director"), clock=clock)

    assert ONE_OFF in days_off(LANDLORD, [2026])
    assert ONE_OFF not in days_off(LANDLORD, [2026], in_law=True)
    assert clock_of(report_id, "investigation").due_on == date(2026, 12, 7)


def test_a_day_is_added_once_and_not_in_the_past(app: Flask, clock: FixedClock) -> None:
    manager = somebody("contract_manager")
    add_day(NewDay(ONE_OFF, "A coronation", True), viewer=manager, clock=clock)

    with pytest.raises(DoorstepError, match="on the list already"):
        add_day(NewDay(ONE_OFF, "Again", False), viewer=manager, clock=clock)
    with pytest.raises(DoorstepError, match="from today on"):
        add_day(NewDay(date(2026, 11, 22), "Yesterday", True), viewer=manager, clock=clock)


def test_from_october_on_people_hear_once_that_nobody_checked_next_year(app: Flask, clock: FixedClock) -> None:
    manager = somebody("contract_manager")
    clock.at = datetime(2026, 9, 30, 22, 59, tzinfo=UTC)
    assert (unchecked_year(LANDLORD, clock.now()), warn_of_year(clock=clock)) == (None, 0)

    clock.at = datetime(2026, 9, 30, 23, 0, tzinfo=UTC)
    assert (unchecked_year(LANDLORD, clock.now()), warn_of_year(clock=clock)) == (2027, 1)
    assert warn_of_year(clock=clock) == 0
    assert told() == [("holiday_year", manager.email)]

    check_year(2027, viewer=manager, clock=clock)
    assert unchecked_year(LANDLORD, clock.now()) is None


def test_no_years_have_no_days_off(app: Flask) -> None:
    assert days_off(LANDLORD, []) == frozenset()
