"""From counts to the answer: a series with its sentence, and beside it why what is not met was not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.standards.catalogue import REPEATED, Standard
from server.domain.standards.counted import APART, MET, NOT_MET, UNCERTAIN
from server.domain.standards.series import Point, Series, share_point, uncertain_in


@dataclass(frozen=True, slots=True)
class Cell:
    """How many parts of one point (a firm or a month) came to this verdict for this reason."""

    point: str
    verdict: str
    code: str
    counted: int


@dataclass(frozen=True, slots=True)
class Target:
    """A share in percent, or None where none is set; `said` names whose it is."""

    percent: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """All parts of a series by verdict and code, the most frequent first."""

    verdict: str
    code: str
    counted: int


@dataclass(frozen=True, slots=True)
class Answer:
    """`points` are keys in the order of the series' points, for links; `apart` counts what stands apart."""

    standard: Standard
    series: Series
    keys: tuple[str, ...]
    reasons: tuple[Reasons, ...]
    apart: int


def answer(standard: Standard, cells: Sequence[Cell], labels: Mapping[str, str], target: Target) -> Answer:
    """`labels` gives each point's name, in order; a point of which nothing was counted is left out."""
    keys = tuple(key for key in labels if any(cell.point == key for cell in cells))
    points = tuple(_point(standard, labels[key], [cell for cell in cells if cell.point == key]) for key in keys)
    series = Series(
        standard=standard.key,
        question=standard.question,
        sentence=sentence(standard, points, _sum(cells, APART)),
        unit=standard.unit,
        target=target.percent if standard.unit == "percent" else None,
        points=points,
        uncertain=uncertain_in(points),
        target_words=target.said,
    )
    return Answer(standard, series, keys, _reasons(cells), _sum(cells, APART))


def _point(standard: Standard, label: str, cells: Sequence[Cell]) -> Point:
    counts = [_sum(cells, verdict) for verdict in (MET, NOT_MET, UNCERTAIN)]
    if standard.unit == "percent":
        return share_point(label, *counts)
    met, not_met, uncertain = counts
    return Point(label, met, not_met, uncertain, float(not_met) if met + not_met else None)


def _sum(cells: Sequence[Cell], verdict: str) -> int:
    return sum(cell.counted for cell in cells if cell.verdict == verdict)


def sentence(standard: Standard, points: Sequence[Point], apart: int) -> str:
    """The answer in words, with what is uncertain and what stands apart said beside it."""
    met, not_met = sum(point.met for point in points), sum(point.not_met for point in points)
    uncertain = uncertain_in(points)
    if not met + not_met + uncertain + apart:
        return f"There were no {standard.noun} in this period."
    said = [_certain(standard, met, not_met)]
    if uncertain:
        verb = "is" if uncertain == 1 else "are"
        said.append(f"{uncertain:,} {verb} uncertain and counted as neither.")
    if apart:
        said.append(f"{apart:,} more {'stands' if apart == 1 else 'stand'} apart and {_is(apart)} not counted.")
    return " ".join(said)


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _certain(standard: Standard, met: int, not_met: int) -> str:
    certain = met + not_met
    if not certain:
        return f"Nothing is certain yet of the {standard.noun} in this period."
    counted = f"{certain:,} {standard.one if certain == 1 else standard.noun}"
    if standard is REPEATED:
        was = "was" if not_met == 1 else "were"
        return f"Of {counted}, {not_met:,} {was} of a repair missed before."
    share = round(100 * met / certain, 1)
    return f"Of {counted}, {met:,} ({share:.1f} %) {standard.met}, {not_met:,} {standard.not_met}."


def _reasons(cells: Sequence[Cell]) -> tuple[Reasons, ...]:
    sums: dict[tuple[str, str], int] = {}
    for cell in cells:
        place = (cell.verdict, cell.code)
        sums[place] = sums.get(place, 0) + cell.counted
    order = (MET, NOT_MET, UNCERTAIN, APART)
    ranked = sorted(sums.items(), key=lambda one: (order.index(one[0][0]), -one[1], one[0][1]))
    return tuple(Reasons(verdict, code, counted) for (verdict, code), counted in ranked)
