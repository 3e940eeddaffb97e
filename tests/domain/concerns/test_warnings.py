"""People are told before a clock lapses: at its start, near its end, on its last, and once it lapsed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from server.domain.concerns.warnings import moments, next_look_at, reached
from tests.domain.concerns.law import CHRISTMAS, LIMITS, MONDAY, at, clocks, damp

INVESTIGATION = clocks(damp())["investigation"]
EMERGENCY = clocks(damp(danger_now=True))["emergency"]


def test_ten_working_days_warn_two_working_days_before_and_on_the_last_morning() -> None:
    found = moments(INVESTIGATION, LIMITS, holidays=CHRISTMAS)

    assert found["near"] == datetime(2026, 12, 3, 8, tzinfo=UTC)
    assert found["last"] == datetime(2026, 12, 7, 8, tzinfo=UTC)
    assert found["lapsed"] == datetime(2026, 12, 8, tzinfo=UTC)


def test_a_warning_before_christmas_falls_on_a_working_day() -> None:
    clock = clocks(damp(received_at=datetime(2026, 12, 14, 9, tzinfo=UTC)))["investigation"]

    assert clock.due_on == date(2026, 12, 30)
    assert moments(clock, LIMITS, holidays=CHRISTMAS)["near"] == datetime(2026, 12, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "level"),
    [(0, "started"), (15.99, "started"), (16, "near"), (21.99, "near"), (22, "last"), (25, "lapsed")],
)
def test_twenty_four_hours_warn_eight_and_two_hours_before(hours: float, level: str) -> None:
    assert reached(EMERGENCY, MONDAY + timedelta(hours=hours), LIMITS, holidays=CHRISTMAS) == level


def test_after_each_level_the_next_one_is_waited_for_and_after_the_last_nothing() -> None:
    after = {level: next_look_at(EMERGENCY, level, LIMITS, holidays=CHRISTMAS) for level in ("", "started", "lapsed")}

    assert after == {"": MONDAY, "started": at(24, 1), "lapsed": None}
