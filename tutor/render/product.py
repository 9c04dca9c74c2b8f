"""How two shapes meet in a product: the rule with letters, and the picture of one row and one column."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from rich.text import Text

from tutor.events import Array, Operation
from tutor.render.arrays import FILLED, picture
from tutor.render.grid import grid
from tutor.render.markup import body
from tutor.render.numbers import number
from tutor.render.page import Lines, Page
from tutor.render.shape import arrow, shape
from tutor.render.width import beside, cut, indent, widest

_BETWEEN = 3
_INDENT = 2


def panel(page: Page) -> Lines:
    """How two shapes meet in `dot`: the rule, what it says, and its picture."""
    palette, texts = page.palette, page.texts
    head = Text().append("dot  ", palette.dim).append(texts("render.product.title"), palette.strong)
    lines = [cut(head, page.width), Text(), *indent(rule(page.narrow(_INDENT)), _INDENT), Text()]
    lines += body(texts("render.product.words"), page)
    drawn = boxes(("m", "k", "n"), page)
    return [*lines, Text(), Text(), *drawn] if drawn else lines


def rule(page: Page) -> Lines:
    """`(m, k) · (k, n) → (m, n)`, with a bracket that joins the two axes which must be equal."""
    palette = page.palette
    left, right = shape(("m", "k"), palette), shape(("k", "n"), palette)
    line = arrow(palette, [left, right], shape(("m", "n"), palette), sign=" ·")
    start, end = line.plain.index("k"), line.plain.rindex("k")
    bracket = Text(" " * start).append("└" + "─" * (end - start - 1) + "┘", palette.faint)
    return [cut(line, page.width), cut(bracket, page.width)]


def boxes(sizes: tuple[str, str, str], page: Page) -> Lines:
    """Three empty matrices, m × k, k × n and m × n: a row of the first meets a column of the second.

    Nothing where they do not fit.
    """
    m, k, n = sizes
    palette = page.palette
    inset = max(map(len, sizes)) + 1
    row, column = palette.lit[1 % len(palette.lit)], palette.lit[0]
    for inner, outer in ((4, 3), (3, 2), (2, 1)):
        blocks = [
            _box((3, inner), (m, k), page, inset, lambda place: row if place[0] == 0 else None),
            _sign("·", page),
            _box((inner, outer), (k, n), page, inset, lambda place: column if place[1] == 0 else None),
            _sign("=", page),
            _box((3, outer), (m, n), page, inset, lambda place: palette.filled if place == (0, 0) else None),
        ]
        lines = beside(blocks, gap=1)
        if widest(lines) <= page.width:
            return lines
    return []


def scheme(event: Operation, page: Page) -> Lines:
    """The product of two matrices laid out so that the lit row and column meet at the lit number.

    The right factor stands above, the left one beside, the product where they cross. Where that does
    not fit, the empty boxes with the sizes on their edges; nothing for other than two matrices
    as they are.
    """
    left, right = (operand.array for operand in event.inputs)
    assert event.output is not None
    result = event.output.array
    turned = any("transpose" in name and value == "True" for name, value in event.arguments.items())
    if turned or not (len(left.shape) == len(right.shape) == len(result.shape) == 2) or not result.values:
        return []
    x = picture(left, page, name=event.inputs[0].name, lit=lambda i: 1 if i[0] == 0 else None, inset=2)
    y = picture(right, page, name=event.inputs[1].name, lit=lambda i: 0 if i[1] == 0 else None, inset=2)
    z = picture(result, page, name=event.output.name, lit=lambda i: FILLED if i == (0, 0) else None, inset=2)
    lines = [*indent(y, widest(x) + _BETWEEN), Text(), *beside([x, z], gap=_BETWEEN)]
    if widest(lines) > page.width or len(lines) > 24:
        return boxes((str(left.shape[0]), str(left.shape[1]), str(right.shape[1])), page)
    return [*lines, Text(), *_terms(left, right, result, page)]


def _terms(left: Array, right: Array, result: Array, page: Page) -> Lines:
    """The lit number worked out: `0·2 + 1·1 + 2·4 + 3·3 = 18`."""
    if left.block != left.shape or right.block != right.shape:
        return []
    palette, line = page.palette, Text()
    inner, columns = right.shape
    for place in range(inner):
        line.append(" + " if place else "", palette.dim)
        line.append(number(left.values[place]), palette.axis(1))
        line.append("·", palette.dim).append(number(right.values[place * columns]), palette.axis(0))
    line.append(" = ", palette.dim).append(number(result.values[0]), palette.strong)
    return [line] if widest([line]) <= page.width else []


def _box(
    extent: tuple[int, int],
    sizes: tuple[str, str],
    page: Page,
    inset: int,
    lit: Callable[[tuple[int, int]], Style | None],
) -> Lines:
    rows, columns = extent
    ground = page.palette.stripes[1]
    blank = " " if page.palette.colours else "·"
    return grid(
        [[blank] * columns] * rows,
        page.palette,
        sizes=sizes,
        axes=(0, 1),
        look=lambda row, column: lit((row, column)) or ground,
        roomy=True,
        inset=inset,
    )


def _sign(sign: str, page: Page) -> Lines:
    return [Text(), Text(), Text(sign, page.palette.dim)]
