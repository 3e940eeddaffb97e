"""A series as an SVG that the server draws: no script, no style of its own, as wide as its place.

Lengths are in percent and in em, so that text keeps its size on a phone and grows with the reader's. What a colour
says, a stripe and a sign say too; a screen reader hears the question, the answer and every number.
"""

from markupsafe import Markup

from server.domain.charts import Bar, Chart, chart_of
from server.domain.standards.series import Series

ROW_EM, HEAD_EM = 3.2, 1.8
_LONGEST_LABEL = 34

_SVG = Markup(
    '<svg class="chart-drawing" role="img" aria-labelledby="{name}-title {name}-desc" height="{height}em" width="100%">'
    '<title id="{name}-title">{question}</title><desc id="{name}-desc">{spoken}</desc>'
    '<defs><pattern id="{name}-stripes" width="8" height="8" patternUnits="userSpaceOnUse"'
    ' patternTransform="rotate(45)"><rect class="chart-pale" width="8" height="8"/>'
    '<rect class="chart-stripe" width="4" height="8"/></pattern></defs>{target}{rows}</svg>'
)
_FIGURE = Markup('<figure class="chart">{drawing}{legend}</figure>')
_WORDS = Markup(
    '<text x="0" y="{y}em"><tspan class="chart-value">{said}{sign}</tspan><tspan dx="0.5em">{label}</tspan></text>'
)
_TRACK = Markup('<rect class="chart-track" x="0" y="{y}em" width="100%" height="1em"/>')
_BAR = Markup('<rect class="chart-bar" x="0" y="{y}em" width="{length}%" height="1em"/>')
_STRIPED = Markup(
    '<rect class="chart-miss" fill="url(#{name}-stripes)" x="0" y="{y}em" width="{length}%" height="1em"/>'
)
_REACH = Markup('<line class="chart-reach" x1="{left}%" x2="{right}%" y1="{y}em" y2="{y}em"/>')
_TARGET = Markup(
    '<line class="chart-halo" x1="{at}%" x2="{at}%" y1="{top}em" y2="{end}em"/>'
    '<line class="chart-target" x1="{at}%" x2="{at}%" y1="{top}em" y2="{end}em"/>'
)
_TARGET_WORDS = Markup('<text class="chart-value" x="{at}%" y="1.1em" text-anchor="{anchor}">{said}</text>')


def draw_chart(series: Series) -> Markup:
    """The figure for a page: drawing, and beneath it what its signs mean. Nothing where there is nothing to draw."""
    chart = chart_of(series)
    if not chart.bars:
        return Markup()
    return _FIGURE.format(drawing=_drawing(series, chart), legend=_legend(chart))


def _drawing(series: Series, chart: Chart) -> Markup:
    name, head = f"chart-{series.standard}", HEAD_EM if chart.target_said else 0.2
    height = round(head + ROW_EM * len(chart.bars), 2)
    rows = [_row(bar, name, head + ROW_EM * number, chart.target_at) for number, bar in enumerate(chart.bars)]
    return _SVG.format(
        name=name,
        height=height,
        question=series.question,
        spoken=f"{series.sentence} {'. '.join(bar.spoken for bar in chart.bars)}.",
        rows=Markup().join(rows),
        target=_target(chart),
    )


def _row(bar: Bar, name: str, top: float, target_at: float | None) -> Markup:
    under = round(top + 1.4, 2)
    parts = [
        _WORDS.format(
            y=round(top + 1.05, 2), said=bar.said, sign=" ▼" if bar.misses_target else "", label=_short(bar.label)
        ),
        _TRACK.format(y=under),
    ]
    if bar.length:
        drawn = _STRIPED if bar.misses_target else _BAR
        parts.append(drawn.format(name=name, y=under, length=round(bar.length, 2)))
    if bar.reach:
        left, right = (round(end, 2) for end in bar.reach)
        parts.append(_REACH.format(left=left, right=right, y=round(under + 1.3, 2)))
    if target_at is not None:
        parts.append(_TARGET.format(at=_inside(target_at), top=round(under - 0.2, 2), end=round(under + 1.2, 2)))
    return Markup().join(parts)


def _target(chart: Chart) -> Markup:
    """What the marks across the bars are, on the side where there is room."""
    if chart.target_at is None:
        return Markup()
    at = _inside(chart.target_at)
    return _TARGET_WORDS.format(at=at, anchor="end" if at > 50 else "start", said=chart.target_said)


def _inside(percent: float) -> float:
    """Near either edge half of the mark would be cut off."""
    return round(min(max(percent, 0.6), 99.4), 2)


def _legend(chart: Chart) -> Markup:
    words = []
    if chart.has_misses:
        words.append("Striped, with ▼: below the target.")
    if chart.has_reach:
        words.append("Thin line: how far the uncertain ones could move it, either way.")
    return Markup("<figcaption>{}</figcaption>").format(" ".join(words)) if words else Markup()


def _short(label: str) -> str:
    """The table beside has the whole of it."""
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1].rstrip() + "…"
