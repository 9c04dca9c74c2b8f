"""A matrix drawn on cells: values on striped ground, `├── 4 ──┤` above it, `┬ 3 ┴` beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.render.page import Lines
from tutor.render.palette import Palette
from tutor.render.width import pad

Cells = Sequence[Sequence[str]]
Look = Callable[[int, int], Style]


def grid_width(cells: Cells, label: str = "", roomy: bool = False) -> int:
    """The cells that the values take on the screen, without the dimension at their left."""
    return sum(_columns(cells, label, roomy)) + (0 if roomy else 1)


def grid(
    cells: Cells,
    palette: Palette,
    *,
    sizes: tuple[str, str],
    axes: tuple[int, int],
    look: Look,
    roomy: bool = False,
    inset: int = 2,
) -> Lines:
    """Rows of equally many strings, with the sizes of both axes; an empty size draws no dimension.

    `look` gives the style of the cell at (row, column) of `cells`. `roomy` sets each value in the
    middle of its own ground, so that a single row or column can be lit. The values begin at `inset`.
    """
    columns = _columns(cells, sizes[1], roomy)
    heading = dimension(grid_width(cells, sizes[1], roomy), sizes[1], axes[1], palette)
    side = _side(len(cells), sizes[0], axes[0], palette, inset)
    lines = [Text.assemble(" " * inset, heading)] if heading.plain else []
    for row, (values, line) in enumerate(zip(cells, side, strict=True)):
        for place, (value, width) in enumerate(zip(values, columns, strict=True)):
            line.append(" " * (width - cell_len(value) - roomy) + value + " " * roomy, look(row, place))
        if not roomy and values:
            line.append(" ", look(row, len(values) - 1))
        lines.append(line)
    return lines


def dimension(width: int, size: str, axis: int, palette: Palette) -> Text:
    """The line over an axis that runs to the right, its size in the middle.

    >>> from tutor.render.palette import DARK
    >>> dimension(13, "4", 1, DARK).plain, dimension(3, "1", 1, DARK).plain
    ('├──── 4 ────┤', '├1┤')
    """
    if not size:
        return Text()
    label = f" {size} " if width >= len(size) + 6 else size
    dashes = max(0, width - 2 - len(label))
    line = Text().append("├" + "─" * (dashes // 2), palette.line(axis))
    line.append(label, palette.axis(axis, strong=True))
    return line.append("─" * (dashes - dashes // 2) + "┤", palette.line(axis))


def _side(height: int, size: str, axis: int, palette: Palette, inset: int) -> Lines:
    """The dimension beside the rows, one piece a row, each exactly `inset` cells wide."""
    label, line = palette.axis(axis, strong=True), palette.line(axis)
    pieces = [Text() for _ in range(height)]
    if size and height == 1:
        pieces[0].append(size, label)
    elif size and height == 2:
        pieces[0].append(size, label).append("┬", line)
        pieces[1].append("┴", line)
    elif size:
        for row, piece in enumerate(pieces):
            if row == height // 2:
                piece.append(size, label)
            else:
                piece.append("┬" if row == 0 else "┴" if row == height - 1 else "│", line)
    return [pad(pad(piece, inset - 1, right=True), inset) for piece in pieces]


def _columns(cells: Cells, label: str, roomy: bool) -> list[int]:
    """The columns' widths: all as the widest value, but a column of gaps as narrow as its sign."""
    blanks = 2 if roomy else 1
    gaps = [
        all(len(value) == 1 and not value.isdigit() for value in column)
        for column in zip(*cells, strict=True)
    ]
    widest = max((cell_len(value) for row in cells for value in row), default=1)
    widths = [blanks + (1 if gap else widest) for gap in gaps]
    if widths:
        widths[0] += max(0, len(label) + 2 - sum(widths) - (0 if roomy else 1))
    return widths
