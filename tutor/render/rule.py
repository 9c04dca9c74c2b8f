"""The local rule of one node of the graph: what comes from above, and what goes on to each input."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from typing import Final

from rich.cells import cell_len
from rich.text import Text

from tutor.events import Array, Graph, Node
from tutor.render import kinds
from tutor.render.formula import LETTER, PRODUCT, in_words, is_formula
from tutor.render.graph import brief, operation
from tutor.render.markup import inline
from tutor.render.page import Lines, Page
from tutor.render.shape import arrow, shape
from tutor.render.width import cut, indent, one_line, widest, wrap
from tutor.render.worked import Known, worked

_LETTERS = "abcdefhk"
_WITH_WEIGHT, _WITH_SCALE = "awb", "aγβ"
_OWN_LETTERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("FullyConnected", "Convolution", "Deconvolution"), _WITH_WEIGHT),
    **dict.fromkeys(("batch_norm", "LayerNorm", "InstanceNorm"), _WITH_SCALE),
}
_UNKNOWN = "?"
_INDENT = 2


def rule(event: Graph, id: int, page: Page, toward: int = -1, *, dense: bool = False) -> Lines:
    """The rule of the node `id`: in letters, in numbers where there are few, and in shapes.

    With `toward`, what it says of that input alone; `dense` goes without blank lines. Nothing for a
    variable, or a node that is not there.
    """
    nodes = {node.id: node for node in event.nodes}
    node = nodes.get(id)
    if node is None or not node.inputs:
        return []
    palette, texts = page.palette, page.texts
    head = Text().append(f"{texts('render.graph.rule')}  ", palette.dim)
    head.append(operation(node), palette.strong)
    above = Text().append("g = ", palette.dim).append(brief(node.gradient) or _UNKNOWN, palette.fg)
    above.append(f" {texts('render.graph.above')}", palette.dim)
    known = _letters(node, nodes)
    if widest([head]) + widest([above]) + 5 <= page.width:
        lines = [Text.assemble(head, "     ", above)]
    else:
        lines = [head, *wrap(above, page.width)]
    apart = [] if dense else [Text()]
    lines += [*apart, *indent(_inputs(node, known, page), _INDENT)]
    for place, letters in enumerate(node.rules[: len(node.inputs)]):
        if toward not in (-1, place):
            continue
        lines += [*apart, *indent(_passed(node, place, letters, known, page), _INDENT)]
    return [cut(line, page.width) for line in lines]


def _letters(node: Node, nodes: Mapping[int, Node]) -> dict[str, Array | str | None]:
    """What the letters of the rules stand for: arrays, or the text of a number."""
    known: dict[str, Array | str | None] = {"g": node.gradient, "y": node.array}
    for letter, side in (("a", "lhs"), ("b", "rhs")):
        if side in node.arguments:
            known[letter] = node.arguments[side]
    known |= {_nth(node, place): array for place, array in node.constants}
    for place, id in enumerate(node.inputs):
        input_node = nodes.get(id)
        known[_letter(node, place)] = input_node.array if input_node is not None else None
    return known


def _letter(node: Node, place: int) -> str:
    """The letter of an input: that of the operand which it is."""
    return _nth(node, node.places[place] if place < len(node.places) else place)


def _nth(node: Node, operand: int) -> str:
    """The letter of an operand, as the rules of the operation call it."""
    own = _OWN_LETTERS.get(node.op, _LETTERS)
    return own[operand] if operand < len(own) else _UNKNOWN


def _inputs(node: Node, known: Known, page: Page) -> Lines:
    """The operation in letters, and the shape behind each letter."""
    palette, sign = page.palette, kinds.sign_of(node.op)
    letters = [letter for letter in _OWN_LETTERS.get(node.op, _LETTERS) if letter in known]
    shown = [_value(known[letter]) if isinstance(known[letter], str) else letter for letter in letters]
    binary = f" {sign} ".join(shown if len(shown) == 2 else ["a", "b"])
    line = Text(binary if sign else f"{one_line(node.op)}({', '.join(shown)})", palette.fg)
    arrays = [(letter, array) for letter in letters if isinstance(array := known[letter], Array)]
    shapes = [
        Text(f"{letter} ", palette.fg).append_text(shape(array.shape, palette)) for letter, array in arrays
    ]
    behind = Text("   ").join(shapes)
    if not shapes or widest([line]) + widest([behind]) + 4 <= page.width - _INDENT:
        return [Text("    ").join([line, behind]) if shapes else line]
    return [line, *wrap(behind, page.width - _INDENT)]


def _passed(node: Node, place: int, letters: str, known: Known, page: Page) -> Lines:
    """One input's rule: letters, the same in numbers, and below the shapes, or element by element."""
    palette, letter = page.palette, _letter(node, place)
    head = Text().append(page.texts("render.graph.for", name=letter), palette.fg).append("   ")
    margin, words = widest([head]), Text(in_words(letters, page.texts), palette.fg)
    room = page.width - _INDENT - margin
    passed = node.passes[place] if place < len(node.passes) else None
    numbers, steps = Text(), []
    if passed is not None:
        steps = worked(node, letters, letter, known, passed, page.texts)
        whole = _whole(letters, known, passed)
        if len(steps) == 1 and (prod(passed.shape) == 1 or not steps[0].index):
            numbers, steps = Text(steps[0].text, palette.fg), []
        elif 0 < cell_len(whole) <= room:
            numbers, steps = Text(whole, palette.fg), []
        elif len(steps) < prod(passed.shape):
            numbers = Text().append("= ", palette.dim).append(brief(passed), palette.fg)
    if numbers and widest([words]) + widest([numbers]) + 3 <= room:
        body = [words.append("   ").append_text(numbers)]
    else:
        body = [*wrap(words, room), *(wrap(numbers, room) if numbers else [])]
    if shapes := _shapes(letters, known, passed, page):
        body.append(shapes)
    if passed is not None and (along := _stretched(letters, known, passed)):
        names = [page.texts("render.rules.stretched_axis", axis=axis) for axis in along]
        body += wrap(inline(page.texts("render.rules.stretched", axes=", ".join(names)), palette), room)
    for step in steps:
        place_of = f"{list(step.index)}  " if step.index else ""
        body += wrap(Text.assemble((place_of, palette.dim), (step.text, palette.fg)), room)
    first, *rest = body
    return [head.append_text(first), *indent(rest, margin)]


def _whole(letters: str, known: Known, passed: Array) -> str:
    """A product of two in the numbers of all arrays, `2 · 1 3 = 2 6`, where it is read off like that."""
    if PRODUCT.fullmatch(letters) is None:
        return ""
    held = [known.get(match["letter"]) for match in LETTER.finditer(letters)]
    sizes = [prod(each.shape) for each in held if isinstance(each, Array)]
    if len(set(sizes)) > 1 if "·" not in letters else 1 not in sizes:
        return ""
    if max(sizes, default=1) != prod(passed.shape):
        return ""
    numbers = LETTER.sub(lambda match: _value(known.get(match["letter"])), letters)
    return "" if _UNKNOWN in numbers or "…" in numbers else f"{numbers} = {brief(passed)}"


def _stretched(letters: str, known: Known, passed: Array) -> list[int]:
    """The axes along which an element by element rule adds up what came from above."""
    g, others = known.get("g"), known.get("y")
    if not isinstance(g, Array) or not isinstance(others, Array) or not is_formula(letters):
        return []
    missing = len(g.shape) - len(passed.shape)
    if missing < 0 or {"·", "ᵀ", "Σ"} & set(letters) or prod(passed.shape) >= prod(g.shape):
        return []
    own = (1,) * missing + passed.shape
    return [axis for axis, (mine, size) in enumerate(zip(own, g.shape, strict=True)) if mine < size]


def _value(held: Array | str | None) -> str:
    return one_line(held) if isinstance(held, str) else brief(held) or _UNKNOWN


def _shapes(letters: str, known: Known, passed: Array | None, page: Page) -> Text | None:
    """The shapes of a rule that is a product of two; None for other rules."""
    product = PRODUCT.fullmatch(letters)
    if product is None or passed is None:
        return None
    sizes = []
    for term in LETTER.finditer(letters):
        held = known.get(term["letter"])
        if not isinstance(held, Array):
            return None
        sizes.append(shape(held.shape[::-1] if term["turned"] else held.shape, page.palette))
    return arrow(page.palette, sizes, shape(passed.shape, page.palette), sign=f" {product['sign']}")
