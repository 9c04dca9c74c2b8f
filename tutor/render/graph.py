"""The recorded graph as a tree, heads first: shapes, values, what came back along each path, and the sum.

From a variable the tree grows the other way, through what used it up to the heads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.text import Text

from tutor.events import Array, Graph, Node
from tutor.record import record
from tutor.render import kinds
from tutor.render.markup import inline
from tutor.render.numbers import number, span
from tutor.render.page import Lines, Page
from tutor.render.shape import shape
from tutor.render.signs import GRADIENT
from tutor.render.width import flush, lit, one_line, pad, widest, wrap

_MOST_ROWS = 200
_FEW = 4
_STEP = 2
_ALIGNED = 5


@record
class Row:
    """One line of the tree: a node as it is reached along one path.

    `trunk` tells for each ancestor whether more of its children follow; `leaf`: none hang under it; `again`:
    those that do are already shown further up. `arrived` is what came back along the line. `rule` says whose
    rule explains that: an operation's id, and which of its inputs is meant, -1 for all.
    """

    node: Node
    trunk: tuple[bool, ...] = ()
    last: bool = True
    arrived: Array | None = None
    rule: tuple[int, int] | None = None
    leaf: bool = False
    folded: bool = False
    again: bool = False

    @property
    def depth(self) -> int:
        return len(self.trunk)


def rows(event: Graph, folded: Collection[int] = (), start: int | None = None) -> list[Row]:
    """The tree's lines from the heads down, without what hangs under the `folded` nodes (by id).

    A variable stands once for every path into it, an operation's inputs only where it is first reached.
    With `start`, the tree of that node alone; that of a variable is what used it, up to the heads.
    """
    nodes = {node.id: node for node in event.nodes}
    roots = [nodes[id] for id in (event.heads if start is None else (start,)) if id in nodes]
    below = _users(event) if start is not None and is_variable(event, start) else _inputs(event)
    stack = [Row(node, arrived=node.gradient, rule=(node.id, -1)) for node in reversed(roots)]
    found: list[Row] = []
    seen: set[int] = set()
    while stack and len(found) < _MOST_ROWS:
        row = stack.pop()
        node, children = row.node, below[row.node.id]
        again = bool(children) and node.id in seen
        row = replace(row, leaf=not children, folded=bool(children) and node.id in folded, again=again)
        found.append(row)
        if row.folded or row.again:
            continue
        seen.add(node.id)
        trunk, end = (*row.trunk, not row.last), len(children) - 1
        hanging = [replace(child, trunk=trunk, last=at == end) for at, child in enumerate(children)]
        stack += reversed(hanging)
    return found


def is_variable(event: Graph, id: int) -> bool:
    """Whether a node of the graph is what a learner made, and no operation."""
    return any(node.id == id and not node.inputs for node in event.nodes)


def _inputs(event: Graph) -> Mapping[int, list[Row]]:
    """What hangs under each node in the tree of the heads: what it was computed from.

    An operation's line is explained by what it passes on, a variable's by what was passed to it.
    """
    nodes = {node.id: node for node in event.nodes}
    below: dict[int, list[Row]] = {id: [] for id in nodes}
    for node in event.nodes:
        for place, child in _children(node, nodes):
            rule = (child.id, -1) if child.inputs else (node.id, place)
            below[node.id].append(Row(child, arrived=_passed(node, place, child), rule=rule))
    return below


def _users(event: Graph) -> Mapping[int, list[Row]]:
    """What hangs under each node in the tree of a variable: what was computed from it, first come first."""
    nodes = {node.id: node for node in event.nodes}
    below: dict[int, list[Row]] = {id: [] for id in nodes}
    for node in reversed(event.nodes):
        for place, child in _children(node, nodes):
            below[child.id].append(Row(node, arrived=_passed(node, place, child), rule=(node.id, place)))
    return below


def _children(node: Node, nodes: Mapping[int, Node]) -> list[tuple[int, Node]]:
    return [(place, nodes[id]) for place, id in enumerate(node.inputs) if id in nodes]


def _passed(node: Node, place: int, child: Node) -> Array | None:
    """What a node gave to one of its inputs; where that is not known, what the input got in all."""
    return node.passes[place] if place < len(node.passes) else child.gradient


def tree(
    event: Graph,
    page: Page,
    *,
    chosen: int | None = None,
    folded: Collection[int] = (),
    start: int | None = None,
) -> Lines:
    """The tree in columns, the row at index `chosen` lit, then each sum of several paths into a variable."""
    palette, shown = page.palette, rows(event, folded, start)
    leaves = [row.depth for row in shown if row.leaf]
    reach = max(leaves, default=0) if max(leaves, default=0) <= _ALIGNED else 0
    sums = _sums(shown)
    names = [_heading("node", page)]
    names += [_name(row, reach, index == chosen, page) for index, row in enumerate(shown)]
    shapes = [_heading("shape", page), *(_shape(row, page) for row in shown)]
    arrays = [*(row.arrived for row in shown), *(each.node.gradient for each in sums)]
    if _upwards(shown) and sums:
        arrays[0] = None  # the sum below says it
    texts, room = _aligned(arrays), page.width - widest(names) - widest(shapes) - 3
    for few, digits in ((1, 4), (1, 2)):  # the names say more than the middle of a gradient, or its digits
        if max(map(cell_len, texts), default=0) > room:
            texts = _aligned(arrays, few, digits)
    values = [_heading("value", page), *(Text(brief(row.node.array), palette.fg) for row in shown)]
    gradients = [_heading("passed" if _upwards(shown) else "gradient", page)]
    ends = {max(each.lines) for each in sums}
    for index, text in enumerate(texts[: len(shown)]):
        sign = Text().append("+ " if index in ends else "", palette.dim)
        gradients.append(sign.append(text, palette.fg))
    lines = _columns([names, shapes, values, gradients], page.width)
    if chosen is not None and 0 <= chosen < len(shown):
        lines[chosen + 1] = lit(lines[chosen + 1], page)
    for each, text in zip(sums, texts[len(shown) :], strict=True):
        lines += _sum(each.node, text, len(each.lines), page)
    return lines


def brief(array: Array | None, few: int = _FEW, digits: int = 4) -> str:
    """An array's values in a few cells: all of up to `few`, else the lowest and the highest.

    >>> brief(Array((2, 1), "float32", "cpu(0)", (0.0, 1.5), (2, 1), 0.0, 1.5))
    '0 1.5'
    """
    if array is None:
        return ""
    if 0 < len(array.values) <= few and array.block == array.shape:
        return " ".join(number(value, digits) for value in array.values)
    return span(array, digits)


def operation(node: Node) -> str:
    """What a node did, as short as a sign: `× 2`, `dot`.

    >>> operation(Node(1, "multiply", arguments={"rhs": "2"})), operation(Node(2, "dot"))
    ('× 2', 'dot')
    """
    sign = kinds.sign_of(node.op) or node.op
    left, right = node.arguments.get("lhs"), node.arguments.get("rhs")
    if left is not None and node.op not in ("add", "multiply"):
        return one_line(f"{left} {sign}")
    number = right if left is None else left
    return one_line(node.op if number is None else f"{sign} {number}")


@record
class _Sum:
    """A variable into which more than one path leads, and the lines at which they end."""

    node: Node
    lines: Sequence[int]


def _upwards(shown: Sequence[Row]) -> bool:
    """Whether the tree is that of a variable."""
    return bool(shown) and not shown[0].node.inputs and not shown[0].leaf


def _sums(shown: Sequence[Row]) -> list[_Sum]:
    """The sums that the tree shows; in the tree of a variable, that of its own."""
    if _upwards(shown):
        ends = {shown[0].node.id: [index for index, row in enumerate(shown) if row.depth == 1]}
    else:
        ends = {}
        for index, row in enumerate(shown):
            if row.leaf:
                ends.setdefault(row.node.id, []).append(index)
    nodes = {row.node.id: row.node for row in shown}
    return [_Sum(nodes[id], lines) for id, lines in ends.items() if len(lines) > 1]


def _aligned(arrays: Sequence[Array | None], few: int = _FEW, digits: int = 4) -> list[str]:
    """Brief values; where arrays have equally many, number under number."""
    parts = [brief(array, few, digits).split(" ") for array in arrays]
    widths: dict[int, list[int]] = {}
    for part in parts:
        known = widths.setdefault(len(part), [0] * len(part))
        widths[len(part)] = [max(old, len(text)) for old, text in zip(known, part, strict=True)]
    return [
        " ".join(text.rjust(width) for text, width in zip(part, widths[len(part)], strict=True))
        for part in parts
    ]


def _heading(column: str, page: Page) -> Text:
    return Text(page.texts(f"render.graph.{column}"), page.palette.dim)


def _name(row: Row, reach: int, chosen: bool, page: Page) -> Text:
    palette, text = page.palette, Text()
    for more in row.trunk[1:]:
        text.append("│ " if more else "  ", palette.faint)
    if row.depth:
        text.append("└" if row.last else "├", palette.faint)
        stretch = max(1, (reach - row.depth) * _STEP + 1) if row.leaf else 1
        text.append("─" * stretch, palette.faint)
    if row.leaf:
        text.append("── " if row.depth else "  ", palette.faint)
    else:
        text.append("↑ " if row.again else "▸ " if row.folded else "▾ ", palette.dim)
    what = operation(row.node) if row.node.op else ""
    if row.node.name or not what:
        text.append(one_line(row.node.name) or "·", palette.strong)
        what = f"  {what}" if what else ""
    return text.append(what, palette.strong if chosen else palette.fg)


def _shape(row: Row, page: Page) -> Text:
    return shape(row.node.array.shape, page.palette) if row.node.array is not None else Text()


def _columns(columns: Sequence[Lines], width: int) -> Lines:
    """Names and shapes to the left, values and gradients to the right.

    A narrow page does without the values, then without the shapes; what is left of the names is cut.
    """
    names, shapes, values, gradients = columns
    used = [*map(widest, columns)]
    if sum(used) + 3 > width:
        values, used[2] = [Text() for _ in values], 0
    if width - sum(used[1:]) - 3 < min(used[0], width * 2 // 3):
        shapes, used[1] = [Text() for _ in shapes], 0
    used[0] = max(1, min(used[0], width - sum(used[1:]) - sum(map(bool, used[1:]))))
    spare = width - sum(used)
    gap, right = 1 + min(2, max(0, spare - 3) // 3) if used[1] else 0, 2 if spare > 3 else 1
    lines: Lines = []
    for name, own, value, gradient in zip(names, shapes, values, gradients, strict=True):
        line = pad(name, used[0]).append(" " * gap).append_text(pad(own, used[1]))
        line = flush(line, value, width - used[3] - right, gap=1)
        lines.append(flush(line, gradient, width, gap=1))
    return lines


def _sum(node: Node, total: str, count: int, page: Page) -> Lines:
    """The line under the paths into one variable: what they add up to."""
    palette = page.palette
    result = Text().append(f"{GRADIENT} {total}", palette.strong)
    code = "both" if count == 2 else "paths"
    words = inline(page.texts(f"render.graph.{code}", name=node.name, count=count), palette, palette.dim)
    stroke = Text("─" * min(page.width, widest([result])), palette.faint)
    over = flush(Text(), stroke, page.width, gap=0)
    if widest([words]) + widest([result]) + 2 > page.width:
        return [over, flush(Text(), result, page.width, gap=0), *wrap(words, page.width)]
    return [over, flush(words, result, page.width)]
