"""The facts of the monthly report: each question with its answer, its chart and its numbers, ready to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from server.domain.charts import Bar, Chart, chart_of, said
from server.domain.errors import DoorstepError
from server.domain.standards.series import Point, Series

MONTHS_SHOWN = 6
_COLUMNS = ("Month", "Met", "Not met", "Uncertain", "Value")
# A missed appointment meets nothing, be it a repair's first.
_COLUMNS_OF_COUNT = ("Month", "First misses", "Missed again", "Uncertain", "Repeats")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in London."""

    begins_on: date

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.next.begins_on - timedelta(days=1)

    @property
    def next(self) -> Month:
        return Month((self.begins_on.replace(day=28) + timedelta(days=4)).replace(day=1))

    @property
    def before(self) -> Month:
        return Month((self.begins_on - timedelta(days=1)).replace(day=1))

    @property
    def key(self) -> str:
        """As 2026-11."""
        return f"{self.begins_on:%Y-%m}"

    @property
    def in_words(self) -> str:
        return f"{_MONTHS[self.begins_on.month - 1]} {self.begins_on.year}"

    def back(self, months: int) -> Month:
        return self if months == 0 else self.before.back(months - 1)


def month_of(day: date) -> Month:
    return Month(day.replace(day=1))


def month_named(text: str) -> Month:
    """From 2026-11, as a browser's field gives it."""
    try:
        return Month(date.fromisoformat(f"{text}-01"))
    except ValueError as error:
        raise DoorstepError("wrong_month", "Give the month as 2026-11.") from error


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on top. `firm_name` is empty for all contractors together; `made` says when, in words."""

    landlord_name: str
    firm_name: str
    month: Month
    made: str


def report_facts(cover: Cover, answers: Sequence[Series]) -> dict[str, object]:
    """As `server/documents/standards.typ` reads them."""
    return {
        "title": f"Standards in {cover.month.in_words}",
        "particulars": [
            ["Landlord", cover.landlord_name],
            ["Contractor", cover.firm_name or "All contractors"],
            ["Month", cover.month.in_words],
            ["Made", cover.made],
        ],
        "blocks": [{"kind": "text", "text": _HOW_TO_READ}],
        "columns": list(_COLUMNS),
        "numbers": [1, 2, 3, 4],
        "widths": [3, 2, 2, 2, 2],
        "series": [_series(one) for one in answers],
    }


_HOW_TO_READ = (
    "Each question is answered for the month; the chart and the table show the months before it too. "
    "What is uncertain counts neither as met nor as not met and stands apart: a thin line under a bar says how far it "
    "could move the value, either way."
)


def _series(series: Series) -> dict[str, object]:
    chart = chart_of(series)
    return {
        "question": series.question,
        "sentence": series.sentence,
        "spoken": f"{series.question} {'. '.join(bar.spoken for bar in chart.bars)}.",
        "bars": [_bar(bar) for bar in chart.bars],
        "target_at": chart.target_at,
        "target_said": chart.target_said,
        "notes": _notes(series, chart),
        "columns": list(_COLUMNS if series.unit == "percent" else _COLUMNS_OF_COUNT),
        "rows": [_row(point, series.unit) for point in series.points],
    }


def _bar(bar: Bar) -> dict[str, object]:
    reach = None if bar.reach is None else list(bar.reach)
    return {"label": bar.label, "said": bar.said, "length": bar.length, "misses": bar.misses_target, "reach": reach}


def _notes(series: Series, chart: Chart) -> str:
    parts = [series.target_words]
    if chart.has_misses:
        parts.append("Striped, with ▼: below the target.")
    if series.uncertain:
        number = f"{series.uncertain} {'is' if series.uncertain == 1 else 'are'}"
        parts.append(f"{number} uncertain and counted apart.")
    return " ".join(part for part in parts if part)


def _row(point: Point, unit: str) -> list[str]:
    return [point.label, str(point.met), str(point.not_met), str(point.uncertain), said(point.value, unit)]
