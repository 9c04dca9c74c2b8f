"""Broadcasting: each operand as it takes part, its own values and the copies that nobody stores."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from tutor.events import Array, Operation
from tutor.render.grid import grid
from tutor.render.numbers import align
from tutor.render.page import Lines, Page
from tutor.render.shape import arrow, shape
from tutor.render.width import beside, cut, one_line, widest, wrap

_COPY = "░"
_MOST = 6


def spreads(event: Operation) -> bool:
    """Whether an elementwise operation's operands have different shapes."""
    shapes = {operand.array.shape for operand in event.inputs}
    return event.output is not None and len(event.inputs) == 2 and len(shapes) > 1


def spread(event: Operation, sign: str, page: Page) -> Lines:
    """Both operands spread to the shape of the result, `░` for a copy; nothing where they do not fit.

    Over them stand the shapes, under each operand the axes along which it is copied.
    """
    assert event.output is not None
    result = event.output.array
    arrays = [operand.array for operand in event.inputs]
    if not all(map(_drawable, (result, *arrays))) or not all(_stretches(a, result.shape) for a in arrays):
        return []
    operands = (*event.inputs, event.output)
    named = any(operand.name for operand in operands)
    plus, equals = _sign(sign, named, page), _sign("=", named, page)
    for roomy, gap in ((True, 2), (False, 2), (False, 1)):
        left, right, total = (
            _name(operand.name, page)[: int(named)] + _operand(operand.array, result.shape, page, roomy)
            for operand in operands
        )
        lines = beside([left, plus, right, equals, total], gap=gap)
        if widest(lines) <= page.width:
            break
    else:
        lines = [*beside([left, plus, right], gap=2), Text(), *beside([equals, total], 2)]
        if widest(lines) > page.width:
            return []
    note = Text().append(f"{_COPY}  ", page.palette.dim)
    note.append(page.texts("render.operation.copies"), page.palette.dim)
    sizes = [shape(array.shape, page.palette) for array in (*arrays, result)]
    meet = arrow(page.palette, sizes[:2], sizes[2], sign="," if sign == "," else f" {sign}")
    return [cut(meet, page.width), Text(), *lines, Text(), *wrap(note, page.width)]


def _drawable(array: Array) -> bool:
    """Whether all of an array's values are known and few enough to stand beside two others."""
    return (
        bool(array.values)
        and array.block == array.shape
        and len(array.shape) <= 2
        and max(array.shape, default=1) <= _MOST
    )


def _stretches(array: Array, whole: tuple[int, ...]) -> bool:
    """Whether an array broadcasts to a shape."""
    own = array.shape[::-1]
    matches = all(mine in (1, size) for mine, size in zip(own, whole[::-1], strict=False))
    return matches and len(own) <= len(whole)


def _sign(sign: str, named: bool, page: Page) -> Lines:
    return [*[Text()] * (1 + named), Text(sign, page.palette.dim)]


def _name(name: str, page: Page) -> Lines:
    return [Text(one_line(name), page.palette.strong)]


def _operand(array: Array, whole: tuple[int, ...], page: Page, roomy: bool) -> Lines:
    """One operand in the result's shape: its cells, and the axes that were stretched."""
    palette = page.palette
    own = (1,) * (len(whole) - len(array.shape)) + array.shape
    rows, columns = (1, 1, *whole)[-2:]
    own_rows, own_columns = (1, 1, *own)[-2:]
    texts = align(array.values)

    def stored(row: int, column: int) -> bool:
        return row < own_rows and column < own_columns

    def look(row: int, column: int) -> Style:
        return palette.stripes[row % 2] + (palette.fg if stored(row, column) else palette.dim)

    cells = [
        [texts[row * own_columns + column] if stored(row, column) else _COPY for column in range(columns)]
        for row in range(rows)
    ]
    lines = grid(cells, palette, sizes=("", ""), axes=(0, 1), look=look, roomy=roomy, inset=0)
    stretched = [axis for axis, (mine, size) in enumerate(zip(own, whole, strict=True)) if mine < size]
    for axis in stretched:
        word = Text().append(f"{page.texts('render.axes.axis')} ", palette.dim)
        lines.append(word.append(str(axis), palette.axis(axis)))
    return lines
