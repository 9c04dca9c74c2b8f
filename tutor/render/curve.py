"""A loss curve on dots: a run, its ghosts, a goal as a dashed line, axes with round numbers and epochs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.render.braille import DOTS_ACROSS, EMPTY, Canvas
from tutor.render.numbers import number
from tutor.render.page import Lines, Page
from tutor.render.scale import Scale, round_up, scale_for
from tutor.render.width import cut

Points = Sequence[tuple[int, float]]

Epochs = Sequence[tuple[int, int]]
"""Each epoch's number and the step that it ended with."""

_VALUE = _STYLE = itemgetter(1)

_STROKES = (1, 2, 4, 6)
"""The run draws each of its dots, the ghosts one of so many: they are told apart without colours."""

GHOSTS = len(_STROKES) - 1
"""How many ghosts are drawn at most."""


def curve(
    run: Points,
    page: Page,
    *,
    ghosts: Sequence[Points] = (),
    epochs: Epochs = (),
    goal: float | None = None,
    log: bool = True,
    height: int = 14,
) -> Lines:
    """The curve with its axes, `height` lines high and two more for the numbers below, three with epochs.

    `ghosts` are earlier runs, the last of them first, each fainter than the one before. Losses that are
    no finite numbers leave a gap; on a logarithmic scale, so do those that are not above 0. Nothing for
    a run without a point to draw.
    """
    shown = [_drawable(points, log) for points in (run, *ghosts[:GHOSTS])]
    values = [value for points in shown for _, value in points]
    if not shown[0] or page.width < 16:
        return []
    if goal is not None and (goal > 0 or not log):
        values.append(goal)
    else:
        goal = None
    scale, height = scale_for(values, height, log)
    most = round_up(max(points[-1][0] for points in shown if points))
    word = page.texts("render.training.epochs") if epochs else ""
    margin = max(cell_len(word) - 1, *(cell_len(label) for _, label in scale.ticks))
    width = page.width - margin - 2
    ends = [(number, round(step / most * (width - 1))) for number, step in epochs if step <= most]
    cells = _layers(shown, ends, goal, scale, most, width, height, page)
    lines = _framed(cells, scale, most, margin, page)
    if ends:
        lines.append(Text().append(_named(ends, margin, width, page), page.palette.dim))
    return [cut(line, page.width) for line in lines]


def stroke(place: int) -> str:
    """How the run, at place 0, and its ghosts look in a legend.

    >>> [stroke(place) for place in range(4)]
    ['⠒⠒⠒⠒', '⠂⠂⠂⠂', '⠂⠀⠂⠀', '⠂⠀⠀⠂']
    """
    canvas = Canvas(4, 1, (0, 0), (7, 3))
    canvas.line((0, 2), (7, 2))
    canvas.keep_every(_STROKES[place])
    return canvas.lines()[0]


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
        kept += sorted({min(stretch, key=_VALUE), max(stretch, key=_VALUE)})
    return kept


def _drawable(points: Points, log: bool) -> list[tuple[int, float]]:
    low = 0.0 if log else -math.inf
    return [point for point in points if low < point[1] < math.inf]


def _layers(
    runs: Sequence[Points],
    ends: Epochs,
    goal: float | None,
    scale: Scale,
    most: float,
    width: int,
    height: int,
    page: Page,
) -> list[list[tuple[str, Style]]]:
    """The cells of the picture, from the top: the run over its ghosts, the goal and the epochs' ends."""
    palette = page.palette
    cells = [[(" ", palette.fg)] * width for _ in range(height)]
    for _, column in ends:
        for line in cells:
            line[column] = ("┊", palette.hairline)
    row = -1 if goal is None else scale.line(scale.at(goal), height)
    if goal is not None:
        cells[row] = [("╌", palette.faint)] * width
    for place in reversed(range(len(runs))):
        style = palette.dim if place else palette.bright
        for below, dots in zip(cells, _dots(runs[place], place, scale, most, width, height), strict=True):
            for column, dot in enumerate(dots):
                if dot != EMPTY:
                    under = below[column][0]
                    below[column] = (chr(ord(dot) | ord(under)) if under > EMPTY else dot, style)
    label = f" {page.texts('render.training.goal')}"
    if goal is not None and cell_len(label) < width:
        cells[row][width - cell_len(label) :] = [(character, palette.next) for character in label]
    return cells


def _dots(points: Points, place: int, scale: Scale, most: float, width: int, height: int) -> list[str]:
    """One run as lines of braille, with a stroke between neighbouring points."""
    canvas = Canvas(width, height, (0, scale.low), (most, scale.high))
    places = [(step, scale.at(value)) for step, value in thin(points, width * DOTS_ACROSS)]
    for before, after in zip(places[:1] + places, places, strict=False):
        canvas.line(before, after)
    canvas.keep_every(_STROKES[place])
    return canvas.lines()


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
        for style, group in groupby(line_cells, key=_STYLE):
            line.append("".join(character for character, _ in group), style)
        lines.append(line)
    foot, numbers = _foot(most, width)
    corner = " " * (margin + 1)
    lines.append(Text(corner).append("└" + foot, palette.hairline))
    lines.append(Text(f"{corner} ").append(numbers, palette.dim))
    return lines


def _named(ends: Epochs, margin: int, width: int, page: Page) -> str:
    """The row of epochs: `epoch 1` in each stretch, or the word before all of them and their numbers."""
    named = [(page.texts("render.training.epoch_short", epoch=number), end) for number, end in ends]
    text = _numbered(named, width)
    if all(name in text for name, _ in named):
        return " " * (margin + 2) + text
    word = page.texts("render.training.epochs")
    return (
        word
        + " " * (margin + 2 - cell_len(word))
        + _numbered([(str(number), end) for number, end in ends], width)
    )


def _numbered(ends: Sequence[tuple[str, int]], width: int) -> str:
    """The epochs' names, each in the middle of its stretch, those that have room.

    >>> _numbered([("1", 5), ("2", 11), ("3", 17)], 18)
    '   1     2     3'
    """
    text, before = "", 0
    for label, end in ends:
        size, used = cell_len(label), cell_len(text)
        start = (before + end) // 2 + 1 - size // 2
        if before < start - (size + 1) // 2 + 1 and start > used - (not text) and start + size <= width:
            text += " " * (start - used) + label
        before = end
    return text


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
