"""Bars from zero on one scale, with what uncertain visits could change said beside and never counted in."""

import pytest

from server.domain.charts import chart_of
from server.domain.standards.series import Point, Series, Unit, share_point, uncertain_in


def a_series(*points: Point, unit: Unit = "percent", target: float | None = None) -> Series:
    return Series("kept", "Kept?", "Mostly.", unit, target, points, uncertain_in(points))


def test_a_percentage_is_drawn_out_of_a_hundred() -> None:
    chart = chart_of(a_series(share_point("Nov", 9, 1, 0), target=95.0))

    assert (chart.bars[0].length, chart.bars[0].said, chart.target_at) == (90.0, "90 %", 95.0)
    assert chart.bars[0].spoken == "Nov: 90 % of 10, below the target"


def test_a_percentage_at_its_target_does_not_miss_it() -> None:
    chart = chart_of(a_series(share_point("Nov", 19, 1, 0), share_point("Dec", 189, 11, 0), target=95.0))

    assert [bar.misses_target for bar in chart.bars] == [False, True]


def test_uncertain_visits_are_a_reach_beside_the_bar_and_no_part_of_it() -> None:
    bar = chart_of(a_series(share_point("Nov", 8, 0, 2))).bars[0]

    assert (bar.length, bar.reach) == (100.0, (80.0, 100.0))
    assert bar.spoken == "Nov: 100 % of 8, 2 uncertain"


def test_where_nothing_is_certain_there_is_no_bar_and_no_zero() -> None:
    bar = chart_of(a_series(share_point("Nov", 0, 0, 2), target=95.0)).bars[0]

    assert (bar.length, bar.said, bar.misses_target, bar.reach) == (None, "None", False, (0.0, 100.0))


@pytest.mark.parametrize(("greatest", "end"), [(0, 1), (1, 1), (3, 5), (10, 10), (11, 20), (230, 500)])
def test_counts_share_a_round_scale_that_holds_all_of_them(greatest: int, end: int) -> None:
    chart = chart_of(a_series(Point("A", 0, greatest, 0, greatest), unit="count"))

    assert (chart.scale_end, chart.bars[0].length) == (end, 100 * greatest / end)
    assert not chart.has_misses
