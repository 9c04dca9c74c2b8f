"""The fitted line of a linear regression over its data: labels against each feature, one plot a feature."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from rich.text import Text

from tutor.events import Array, Samples
from tutor.render.braille import EMPTY, Canvas
from tutor.render.numbers import number
from tutor.render.page import Lines, Page
from tutor.render.width import beside, cut, pad

_GAP: Final = 3
_MARGIN: Final = 0.04
_NARROWEST: Final = 12

Point = tuple[float, float]


def fit(samples: Samples, known: Mapping[str, Array], page: Page, height: int = 8) -> Lines:
    """Samples as dots and the line of the parameters as they are, `height` lines and three more.

    With two features, each plot's line holds the other feature at its mean. Nothing where a parameter's
    values are not known or the page is too narrow.
    """
    weights = known.get(samples.weight)
    bias = known.get(samples.bias) if samples.bias else None
    if weights is None or (samples.bias and bias is None):
        return []
    rows = [row for row in zip(*samples.features, strict=True) if all(map(math.isfinite, row))]
    count = len(rows)
    width = (page.width - _GAP * (count - 1)) // count if count else 0
    if width < _NARROWEST or count != len(weights.values) or not all(map(math.isfinite, samples.labels)):
        return []
    means = [sum(row) / len(row) for row in rows]
    middle = (bias.values[0] if bias is not None and bias.values else 0.0) + sum(
        weight * mean for weight, mean in zip(weights.values, means, strict=True)
    )
    plots = []
    for place, (row, weight, mean) in enumerate(zip(rows, weights.values, means, strict=True)):
        key = "render.training.fit" if count == 1 else "render.training.fit_feature"
        caption = Text(page.texts(key, number=place + 1), page.palette.dim)
        points = list(zip(row, samples.labels, strict=True))
        plot = _plot(points, weight, middle - weight * mean, width, height, page)
        plots.append([pad(cut(line, width), width) for line in (caption, *plot)])
    return beside(plots, _GAP)


def _plot(points: Sequence[Point], slope: float, start: float, width: int, height: int, page: Page) -> Lines:
    """Dots, the line `start + slope · x` over them, and what the axes run from and to."""
    palette = page.palette
    (left, right), (low, high) = _ends([x for x, _ in points]), _ends([y for _, y in points])
    dots, line = (Canvas(width - 1, height, (left, low), (right, high)) for _ in range(2))
    for point in points:
        dots.dot(point)
    if math.isfinite(start + slope * left) and math.isfinite(start + slope * right):
        line.line((left, start + slope * left), (right, start + slope * right))
    lines: Lines = []
    for under, over in zip(dots.lines(), line.lines(), strict=True):
        row = Text().append("│", palette.hairline)
        for dot, stroke in zip(under, over, strict=True):
            both = chr(ord(dot) | ord(stroke))
            row.append(" " if both == EMPTY else both, palette.dim if stroke == EMPTY else palette.bright)
        lines.append(row)
    lines.append(Text("└" + "─" * (width - 1), palette.hairline))
    first, last = number(left, 2), number(right, 2)
    lines.append(Text(f" {first}{last:>{max(0, width - 1 - len(first))}}", palette.dim))
    return lines


def _ends(values: Sequence[float]) -> Point:
    """The lowest and the highest, with a little room beyond."""
    low, high = min(values), max(values)
    room = _MARGIN * (high - low) or 1.0
    return low - room, high + room
