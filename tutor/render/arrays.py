"""The picture of an array: its name and shape, its dimensions, its values or the corners of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import prod

from rich.style import Style
from rich.text import Text

from tutor.events import Array
from tutor.render.grid import grid, grid_width
from tutor.render.numbers import align
from tutor.render.page import Lines, Page
from tutor.render.shape import shape
from tutor.render.width import beside, cut, widest

Index = tuple[int, ...]
Lit = Callable[[Index], int | None]
"""The axis in whose tint an element is lit, or None; elements are named by their own index."""

_ROWS = 8
_MATRICES = 6
_GAP = "⋯"
_DOWN = "⋮"
_INSET = 4


def picture(
    array: Array,
    page: Page,
    *,
    name: str = "",
    lit: Lit | None = None,
    stripe: int = 0,
    inset: int = _INSET,
    strong: Sequence[int] = (),
) -> Lines:
    """Name and shape, then the values; more than a page holds are left out, with `⋯` in their place.

    `lit` lights elements; `stripe` changes a vector's ground after so many elements; `strong` are
    axes whose size is bold in the shape. An array of more than two axes is a row of matrices.
    """
    palette = page.palette
    head = Text().append(name, palette.strong)
    head.append(" " * (max(inset, len(name) + 2 if name else 0) - len(name)))
    head.append_text(shape(array.shape, palette, strong))
    lines = [cut(head, page.width)]
    if not array.values or prod(array.block) != len(array.values):
        empty = "render.arrays.empty" if 0 in array.shape else "render.arrays.unseen"
        return [*lines, cut(Text(" " * inset).append(page.texts(empty), palette.dim), page.width)]
    return lines + values(array, page, lit=lit, stripe=stripe, inset=inset)


def values(
    array: Array, page: Page, *, lit: Lit | None = None, stripe: int = 0, inset: int = _INSET
) -> Lines:
    """The values alone, under the dimensions of their axes."""
    leading = array.block[:-2]
    inset = max(inset, len(str(array.shape[-2])) + 1 if len(array.shape) > 1 else 0)
    if not leading:
        return _matrix(array, (), page, lit, stripe, inset)
    shown = list(product(*map(range, leading)))
    last = tuple(size - 1 for size in array.shape[:-2])
    blocks = []
    for index in shown[:_MATRICES]:
        block = _matrix(array, index, page, lit, stripe, inset)
        blocks.append([Text(" " * inset).append_text(_place(index, page)), *block])
    lines = _flow(blocks, page.width)
    if shown[:_MATRICES][-1] != last:
        more = Text(" " * inset).append(f"{_GAP} ", page.palette.dim).append_text(_place(last, page))
        lines += [cut(more, page.width)]
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


def _matrix(array: Array, leading: Index, page: Page, lit: Lit | None, stripe: int, inset: int) -> Lines:
    """One matrix (or the vector, or the single number) at an index of the leading axes."""
    axes = len(array.shape)
    rows = array.block[-2] if axes > 1 else 1
    columns = array.block[-1] if axes else 1
    start = 0
    for place, size in zip(leading, array.block, strict=False):
        start = start * size + place
    start *= rows * columns
    numbers = array.values[start : start + rows * columns]
    row_places = _kept(rows, array.shape[-2] if axes > 1 else 1, _ROWS)
    sizes = (str(array.shape[-2]) if axes > 1 else "", str(array.shape[-1]) if axes else "")
    cells, column_places = _fitted(numbers, columns, row_places, array, page.width - inset, lit is not None)

    def index(row: int, column: int) -> Index | None:
        real_row, real_column = row_places[row], column_places[column]
        if real_row is None or real_column is None:
            return None
        place = _real(real_row, rows, array.shape[-2] if axes > 1 else 1)
        along = _real(real_column, columns, array.shape[-1] if axes else 1)
        return (*leading, *((place,) if axes > 1 else ()), *((along,) if axes else ()))

    def look(row: int, column: int) -> Style:
        at = index(row, column)
        palette = page.palette
        if lit is not None:
            axis = lit(at) if at is not None else None
            return palette.slice(axis) if axis is not None else palette.stripes[1] + palette.dim
        ground = palette.stripes[(column // stripe if stripe else row) % 2]
        return ground + (palette.dim if at is None else palette.fg)

    return grid(
        cells,
        page.palette,
        sizes=sizes,
        axes=(axes - 2, axes - 1),
        look=look,
        roomy=lit is not None,
        inset=inset,
    )


def _kept(held: int, size: int, most: int) -> list[int | None]:
    """Which of the `held` places are drawn; None is the gap before the last one."""
    if held == size and held <= most:
        return list(range(held))
    first = min(held - 1, max(1, most - 2))
    return [*range(first), None, held - 1]


def _real(place: int, held: int, size: int) -> int:
    """The array's own index of a place in its block, whose last place is the array's last."""
    return size - 1 if place == held - 1 else place


def _fitted(
    numbers: Sequence[float],
    columns: int,
    row_places: Sequence[int | None],
    array: Array,
    width: int,
    roomy: bool,
) -> tuple[list[list[str]], list[int | None]]:
    """The values as strings, with as many digits and columns as the width has room for."""
    size = array.shape[-1] if array.shape else 1
    most = columns + 1
    while True:
        places = _kept(columns, size, most)
        for digits in (4, 3):
            cells = _strings(numbers, columns, row_places, places, digits)
            if grid_width(cells, str(size), roomy) <= width:
                return cells, places
        if most <= 3:
            return cells, places
        most -= 1


def _strings(
    numbers: Sequence[float],
    columns: int,
    row_places: Sequence[int | None],
    places: Sequence[int | None],
    digits: int,
) -> list[list[str]]:
    shown = [
        numbers[row * columns + column]
        for row in row_places
        if row is not None
        for column in places
        if column is not None
    ]
    texts = align(shown, digits)
    down = _DOWN.center(len(texts[0]))
    rest = iter(texts)
    return [[_sign(row, column, down) or next(rest) for column in places] for row in row_places]


def _sign(row: int | None, column: int | None, down: str) -> str:
    """What stands in a gap: nothing where a value does."""
    if row is not None:
        return _GAP if column is None else ""
    return down if column is not None else " "
