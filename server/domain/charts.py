"""How a series is drawn, whatever draws it: each bar from zero, its words, and how far uncertain visits may move it."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.standards.series import Point, Series

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """One point. Lengths are in percent of the whole width; `reach` is None where nothing uncertain can move it."""

    label: str
    said: str
    length: float | None
    misses_target: bool
    reach: tuple[float, float] | None
    spoken: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All bars of a question on one scale, with the target's place on it."""

    bars: tuple[Bar, ...]
    scale_end: float
    target_at: float | None
    target_said: str

    @property
    def has_misses(self) -> bool:
        return any(bar.misses_target for bar in self.bars)

    @property
    def has_reach(self) -> bool:
        return any(bar.reach for bar in self.bars)


def chart_of(series: Series) -> Chart:
    """The series as bars. A percentage is drawn out of a hundred, a count up to a round number above all of them."""
    end = 100.0 if series.unit == "percent" else _round_above(_greatest(series))
    target = series.target
    return Chart(
        bars=tuple(_bar(point, series, end) for point in series.points),
        scale_end=end,
        target_at=None if target is None else 100 * target / end,
        target_said="" if target is None else f"Target {said(target, series.unit)}",
    )


def said(value: float | None, unit: str) -> str:
    """`88.5 %`, `4`; where nothing certain happened there is no number."""
    if value is None:
        return "None"
    number = f"{value:.1f}".removesuffix(".0")
    return f"{number} %" if unit == "percent" else number


def _bar(point: Point, series: Series, end: float) -> Bar:
    value, target = point.value, series.target
    # A count has no good side that a chart could know; what a percentage is of is always what was promised.
    misses = series.unit == "percent" and value is not None and target is not None and value < target
    reach = _reach(point, series.unit)
    return Bar(
        label=point.label,
        said=said(value, series.unit),
        length=None if value is None else 100 * value / end,
        misses_target=misses,
        reach=None if reach is None else (100 * reach[0] / end, 100 * reach[1] / end),
        spoken=_spoken(point, series.unit, misses=misses),
    )


def _reach(point: Point, unit: str) -> tuple[float, float] | None:
    """The value if no uncertain visit was met, and if every one was."""
    if not point.uncertain:
        return None
    if unit == "count":
        return (point.value or 0.0, (point.value or 0.0) + point.uncertain)
    everything = point.met + point.not_met + point.uncertain
    return (100 * point.met / everything, 100 * (point.met + point.uncertain) / everything)


def _spoken(point: Point, unit: str, *, misses: bool) -> str:
    certain = point.met + point.not_met
    if point.value is None:
        number = "nothing certain"
    else:
        number = said(point.value, unit) + (f" of {certain}" if unit == "percent" else "")
    parts = [number, "below the target" if misses else "", f"{point.uncertain} uncertain" if point.uncertain else ""]
    return f"{point.label}: {', '.join(part for part in parts if part)}"


def _greatest(series: Series) -> float:
    values = [(point.value or 0.0) + point.uncertain for point in series.points]
    return max([*values, series.target or 0.0, 1.0])


def _round_above(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 and so on."""
    power = 1.0
    while value > 10 * power:
        power *= 10
    return next(step * power for step in _STEPS if value <= step * power)
