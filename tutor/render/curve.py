"""A loss curve on dots: a run, its ghosts, a goal as a dashed line, axes with round numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.render.numbers import number
from tutor.render.page import Lines, Page
from tutor.render.scale import Scale, round_up, scale_for
from tutor.render.width import cut

Points = Sequence[tuple[int, float]]

_EMPTY = "\u2800"
_DOTS_ACROSS = 2


def curve(
    run: Points,
    page: Page,
    *,
    ghosts: Sequence[Points] = (),
    goal: float | None = None,
    log: bool = True,
    height: int = 14,
) -> Lines:
    """The curve with its axes, `height` lines high and two more for the numbers below.

    Losses that are no finite numbers leave a gap; on a logarithmic scale, so do those that are not
    above 0. Nothing for a run without a point to draw.
    """
    shown = [_drawable(points, log) for points in (run, *ghosts)]
    values = [value for points in shown for _, value in points]
    if not shown[0] or page.width < 16:
        return []
    if goal is not None and (goal > 0 or not log):
        values.append(goal)
    else:
        goal = None
    scale, height = scale_for(values, height, log)
    most = round_up(max(step for points in shown for step, _ in points))
    margin = max(cell_len(label) for _, label in scale.ticks)
    width = page.width - margin - 2
    cells = _layers(shown, goal, scale, most, width, height, page)
    return _framed(cells, scale, most, margin, page)


def thin(points: Points, columns: int) -> list[tuple[int, float]]:
    """At most two points for each of `columns` stretches of equally many: its lowest and its highest.

    >>> thin([(1, 5.0), (2, 9.0), (3, 1.0), (4, 2.0)], 1)
    [(2, 9.0), (3, 1.0)]
    """
    if len(points) <= 2 * columns:
        return list(points)
    kept: list[tuple[int, float]] = []
    for column in range(columns):
        stretch = points[column * len(points) // columns : (column + 1) * len(points) // columns]
        ends = {min(stretch, key=_value), max(stretch, key=_value)}
        kept += sorted(ends)
    return kept


def _value(point: tuple[int, float]) -> float:
    return point[1]


def _drawable(points: Points, log: bool) -> list[tuple[int, float]]:
    return [(step, value) for step, value in points if math.isfinite(value) and (value > 0 or not log)]


def _layers(
    runs: Sequence[Points],
    goal: float | None,
    scale: Scale,
    most: float,
    width: int,
    height: int,
    page: Page,
) -> list[list[tuple[str, Style]]]:
    """The cells of the picture, lines from the top: the run over its ghosts over the goal."""
    palette = page.palette
    cells = [[(" ", palette.fg)] * width for _ in range(height)]
    row = -1 if goal is None else scale.line(scale.at(goal), height)
    if goal is not None:
        cells[row] = [("╌", palette.faint)] * width
    for place in reversed(range(len(runs))):
        style = palette.dim if place else palette.bright
        for line, dots in enumerate(_dots(runs[place], scale, most, width, height)):
            for column, dot in enumerate(dots):
                if dot != _EMPTY:
                    below = cells[line][column][0]
                    both = ord(dot) | ord(below) if below > _EMPTY else ord(dot)
                    cells[line][column] = (chr(both), style)
    label = f" {page.texts('render.training.goal')}"
    if goal is not None and cell_len(label) < width:
        cells[row][width - cell_len(label) :] = [(character, palette.next) for character in label]
    return cells


def _dots(points: Points, scale: Scale, most: float, width: int, height: int) -> list[str]:
    """One run as lines of braille, with a stroke between neighbouring points."""
    # Imported where it is used: no screen needs it before the first loop has run.
    from plotille import Canvas

    canvas = Canvas(width, height, xmin=0, xmax=most, ymin=scale.low, ymax=scale.high)
    kept = thin(points, width * _DOTS_ACROSS)
    before = kept[0] if kept else (0, 0.0)
    for point in kept:
        canvas.line(before[0], scale.at(before[1]), point[0], scale.at(point[1]))
        before = point
    return [line.ljust(width, _EMPTY)[:width] for line in canvas.plot(linesep="\n").split("\n")]


def _framed(
    cells: list[list[tuple[str, Style]]], scale: Scale, most: float, margin: int, page: Page
) -> Lines:
    """The picture between its axes."""
    palette, height, width = page.palette, len(cells), page.width - margin - 2
    labels = {scale.line(place, height): label for place, label in scale.ticks}
    lines: Lines = []
    for row, line_cells in enumerate(cells):
        line = Text().append(labels.get(row, "").rjust(margin) + " ", palette.dim)
        line.append("┤" if row in labels else "│", palette.hairline)
        for character, style in line_cells:
            line.append(character, style)
        lines.append(line)
    foot, numbers = _foot(most, width)
    corner = " " * (margin + 1)
    lines.append(Text(corner).append("└" + foot, palette.hairline))
    lines.append(Text(f"{corner} ").append(numbers, palette.dim))
    return [cut(line, page.width) for line in lines]


def _foot(most: float, width: int) -> tuple[str, str]:
    """The axis of the steps and the numbers below it.

    >>> _foot(3, 12)
    ('────┴──┴───┴', '    1  2   3')
    """
    each = max(1, round(round_up(most / 3)))
    axis, numbers = ["─"] * width, ""
    for mark in range(each, int(most) + 1, each):
        column = round(mark / most * (width - 1))
        text = number(mark)
        start = min(column - len(text) // 2, width - len(text))
        if start > len(numbers) or (start == 0 == len(numbers)):
            axis[column] = "┴"
            numbers = numbers.ljust(start) + text
    return "".join(axis), numbers
