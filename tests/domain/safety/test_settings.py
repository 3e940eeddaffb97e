"""What the settings of lone working may be."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from server.domain.safety import ladder
from server.domain.safety.settings import SafetySettingNotAllowed, put_together, read_value
from server.storage.safety.settings import shipped
from tests.domain.safety.test_watching import TEN

SHIPPED = put_together({name: rows[-1].value for name, (_, rows) in shipped().items()})


def test_every_shipped_value_says_what_it_rests_on() -> None:
    assert all(row.reference for _, rows in shipped().values() for row in rows)


def test_a_flag_of_the_home_shortens_the_jobs_timer_and_never_lengthens_it() -> None:
    assert SHIPPED.timer_minutes("planned", {}) == 120
    assert SHIPPED.timer_minutes("planned", {"F-1": None}) == 30
    assert SHIPPED.timer_minutes("planned", {"F-1": 45, "F-2": 20}) == 20
    assert SHIPPED.timer_minutes("routine", {"F-1": 500}) == 60


def test_a_ladder_whose_steps_come_out_of_order_is_refused() -> None:
    with pytest.raises(SafetySettingNotAllowed):
        put_together({**asdict(SHIPPED), "duty_manager_after_minutes": 4})


@pytest.mark.parametrize(
    ("name", "text"),
    [("office_after_minutes", "0"), ("office_after_minutes", "1441"), ("watched_from_plan", "some"), ("colour", "5")],
)
def test_a_value_that_makes_no_sense_is_refused(name: str, text: str) -> None:
    with pytest.raises(SafetySettingNotAllowed):
        read_value(name, text)


def test_a_missed_check_in_asks_the_phone_first_and_a_call_for_help_the_office() -> None:
    assert ladder.first_rung(ladder.MISSED) == ladder.PHONE
    assert ladder.first_rung(ladder.QUIET) == ladder.OFFICE


def test_each_rung_is_reached_by_its_own_minutes_after_the_deadline() -> None:
    after = [ladder.reached_at(ladder.MISSED, rung, TEN, SHIPPED) - TEN for rung in ladder.RUNGS]

    assert after == [timedelta(minutes=n) for n in (0, 5, 10, 15, 20)]


def test_help_that_was_asked_for_climbs_faster() -> None:
    after = [ladder.reached_at(ladder.HELP, rung, TEN, SHIPPED) - TEN for rung in ladder.RUNGS[1:]]

    assert after == [timedelta(minutes=n) for n in (0, 2, 4, 6)]
