"""The picture of an array: its name and shape, its dimensions, its values or the corners of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import prod
from typing import Final

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.events import Array
from tutor.record import record
from tutor.render.grid import grid, grid_width
from tutor.render.numbers import align
from tutor.render.page import Lines, Page
from tutor.render.shape import shape
from tutor.render.width import beside, cut, one_line, widest

Index = tuple[int, ...]
Lit = Callable[[Index], int | None]
"""The axis in whose tint an element is lit, `FILLED`, or None; elements are named by their own index."""
FILLED: Final = -1
"""Lights an element in no axis's colour: the one number that the lit ones of another array make."""
Part = Callable[[Index], int]
"""The number of the part to which an element belongs; neighbouring parts have different grounds."""

_ROWS = 8
_MATRICES = 6
_GAP = "⋯"
_DOWN = "⋮"
_INSET = 4
_SIDE = 1000
_CORNER = 20
"""Left out elements that are looked at along an axis, for a gap's sign that could stand lit."""

ARROW: Final = "→"
"""Between what an element held and what it holds now."""


@record
class _Looks:
    lit: Lit | None
    part: Part | None
    inset: int
    rows: int
    before: Array | None = None


def along(axis: int) -> Lit | None:
    """Lights the first numbers along an axis: all whose other indices are 0."""

    def lit(index: Index) -> int | None:
        return axis if not any(place for other, place in enumerate(index) if other != axis) else None

    return lit if axis >= 0 else None


def picture(
    array: Array,
    page: Page,
    *,
    name: str = "",
    lit: Lit | None = None,
    part: Part | None = None,
    inset: int = _INSET,
    rows: int = _ROWS,
    strong: Sequence[int] = (),
    before: Array | None = None,
) -> Lines:
    """Name and shape, then the values; more than a page holds are left out, with `⋯` in their place.

    `lit` lights elements; `part` sets elements that belong together on one ground, in place of rows;
    `rows` are the most that are drawn; `strong` are axes whose size is bold in the shape; `before` is what
    the array held, which stands in the lit elements with an arrow to what they hold now. An array of more
    than two axes is a row of matrices.
    """
    palette, name = page.palette, one_line(name)
    head = Text().append(name, palette.strong)
    head.append(" " * (max(inset, cell_len(name) + 2 if name else 0) - cell_len(name)))
    head.append_text(shape(array.shape, palette, strong))
    lines = [cut(head, page.width)]
    if not array.values or prod(array.block) != len(array.values):
        empty = "render.arrays.empty" if 0 in array.shape else "render.arrays.unseen"
        return [*lines, cut(Text(" " * inset).append(page.texts(empty), palette.dim), page.width)]
    if len(array.shape) > 1:
        inset = max(inset, len(str(array.shape[-2])) + 1)
    drawn = _values(array, page, _Looks(lit, part, inset, rows, before))
    return [*lines, *(cut(line, page.width) for line in drawn)]


def _values(array: Array, page: Page, looks: _Looks) -> Lines:
    """The values alone, under the dimensions of their axes."""
    leading = array.block[:-2]
    if not leading:
        return _matrix(array, (), page, looks)
    margin = " " * looks.inset
    shown = list(product(*map(range, leading)))[:_MATRICES]
    lines = _flow(
        [
            [Text(margin).append_text(_place(index, page)), *_matrix(array, index, page, looks)]
            for index in shown
        ],
        page.width,
    )
    last = tuple(size - 1 for size in array.shape[:-2])
    if shown[-1] != last:
        lines.append(Text(margin).append(f"{_GAP} ", page.palette.dim).append_text(_place(last, page)))
    return lines


def _flow(blocks: Sequence[Lines], width: int) -> Lines:
    """Blocks side by side as far as they fit, then below."""
    lines: Lines = []
    row: Lines = []
    for block in blocks:
        wider = beside([row, block], gap=1)
        if row and widest(wider) > width:
            lines += [*row, Text()]
            row = block
        else:
            row = wider
    return lines + row


def _place(index: Index, page: Page) -> Text:
    """The index of one matrix among those of an array, `[0, 1]`, each number in its axis's colour."""
    text = Text().append("[", page.palette.dim)
    for axis, number in enumerate(index):
        text.append(", " if axis else "", page.palette.dim)
        text.append(str(number), page.palette.axis(axis))
    return text.append("]", page.palette.dim)


def _matrix(array: Array, leading: Index, page: Page, looks: _Looks) -> Lines:
    """One matrix (or the vector, or the single number) at an index of the leading axes."""
    axes, palette = len(array.shape), page.palette
    held = (1, 1, *array.block)[-2:]
    real = (1, 1, *array.shape)[-2:]
    numbers = _numbers(array, leading, held)
    rows = _kept(held[0], real[0], looks.rows)

    def place(axis: int, at: int) -> int:
        return real[axis] - 1 if at == held[axis] - 1 else at

    def named(row: int, column: int) -> Index:
        return (*leading, *(place(0, row), place(1, column))[2 - min(axes, 2) :])

    old: dict[int, float] = {}
    if looks.before is not None and looks.lit is not None:
        for at, value in enumerate(_numbers(looks.before, leading, held)):
            if looks.lit(named(*divmod(at, held[1]))) is not None:
                old[at] = value
    room = page.width - looks.inset
    cells, columns = _fitted(numbers, old, held[1], real[1], rows, room, looks.lit is not None)

    def left_out(row: int | None, column: int | None) -> list[Index]:
        """Elements for which a gap's sign stands, of very many not all."""
        most = _CORNER if row is column is None else _SIDE
        down = _hidden(rows, real[0], most) if row is None else (place(0, row),)
        across = _hidden(columns, real[1], most) if column is None else (place(1, column),)
        return [(*leading, *each[2 - min(axes, 2) :]) for each in product(down, across)]

    def look(row: int, column: int) -> Style:
        line, at = rows[row], columns[column]
        if line is None or at is None:
            behind = left_out(line, at)
            seen = [axis for axis in map(looks.lit, behind) if axis is not None] if looks.lit else []
            if seen:
                return palette.slice(seen[0])
            ground = looks.part(behind[0]) if looks.part is not None else 1 if looks.lit else row
            return palette.stripes[ground % 2] + palette.dim
        index = named(line, at)
        if looks.lit is not None:
            axis = looks.lit(index)
            if axis is None:
                return palette.stripes[1] + palette.dim
            return palette.filled if axis == FILLED else palette.slice(axis)
        ground = looks.part(index) if looks.part is not None else row
        return palette.stripes[ground % 2] + palette.fg

    sizes = str(real[0]) if axes > 1 else "", str(real[1]) if axes else ""
    both = (max(0, axes - 2), max(0, axes - 1))
    return grid(
        cells, palette, sizes=sizes, axes=both, look=look, roomy=looks.lit is not None, inset=looks.inset
    )


def _numbers(array: Array, leading: Index, held: tuple[int, ...]) -> Sequence[float]:
    """The values of one matrix of a block."""
    start = 0
    for place, size in zip(leading, array.block, strict=False):
        start = start * size + place
    count = held[0] * held[1]
    return array.values[start * count : (start + 1) * count]


def _hidden(places: Sequence[int | None], size: int, most: int) -> range:
    """The places along an axis that its gap stands for; of more than about `most`, some equally far apart."""
    first = places.index(None)
    return range(first, size - 1, max(1, (size - 1 - first) // most))


def _kept(held: int, size: int, most: int) -> list[int | None]:
    """Which of the `held` places are drawn; None is the gap before the last one."""
    if held == size and held <= most:
        return list(range(held))
    return [*range(max(1, min(held - 1, most - 2))), None, held - 1]


def _fitted(
    numbers: Sequence[float],
    old: Mapping[int, float],
    held: int,
    size: int,
    rows: Sequence[int | None],
    width: int,
    roomy: bool,
) -> tuple[list[list[str]], list[int | None]]:
    """The values as strings, with as many digits and columns as the width has room for."""
    most = held + 1
    while True:
        columns = _kept(held, size, most)
        for digits in (4, 3):
            cells = _strings(numbers, old, held, rows, columns, digits)
            if most <= 3 or grid_width(cells, str(size), roomy) <= width:
                return cells, columns
        most -= 1


def _strings(
    numbers: Sequence[float],
    old: Mapping[int, float],
    held: int,
    rows: Sequence[int | None],
    columns: Sequence[int | None],
    digits: int,
) -> list[list[str]]:
    """The drawn values, and the signs of what is left out."""
    places = [
        row * held + column for row in rows if row is not None for column in columns if column is not None
    ]
    texts = align([numbers[place] for place in places], digits)
    written = [place for place in places if place in old]
    for place, before, now in zip(
        written,
        align([old[place] for place in written], digits),
        align([numbers[place] for place in written], digits),
        strict=True,
    ):
        texts[places.index(place)] = f"{before}{ARROW}{now}"
    down = _DOWN.center(len(texts[0]))
    rest = iter(texts)
    return [[_sign(row, column, down) or next(rest) for column in columns] for row in rows]


def _sign(row: int | None, column: int | None, down: str) -> str:
    """What stands in a gap: nothing where a value does."""
    if row is not None:
        return _GAP if column is None else ""
    return down if column is not None else " "
