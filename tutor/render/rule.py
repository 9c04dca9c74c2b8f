"""The local rule of one node of the graph: what comes from above, and what goes on to each input."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rich.text import Text

from tutor.events import Array, Graph, Node
from tutor.render import kinds
from tutor.render.graph import brief, operation
from tutor.render.page import Lines, Page, Texts
from tutor.render.shape import arrow, shape
from tutor.render.width import cut, indent, one_line, widest, wrap

_TERM = re.compile(r"(?P<letter>[abgy])(?P<turned>ᵀ)?")
_PRODUCT = re.compile(r"[abgy]ᵀ? (?P<sign>[·×/]) [abgy]ᵀ?")
_WORDS = re.compile(r"[a-z]{2,} [a-z]{2,}| [a-z]{2,}$|^[a-z]{3,} ")
_CHOICE = re.compile(r"(?P<value>.+) where (?P<condition>.+), else (?P<other>.+)")
_LETTERS = "abcdefhk"
_UNKNOWN = "?"
_INDENT = 2


def rule(event: Graph, id: int, page: Page, toward: int = -1) -> Lines:
    """The rule of the node `id`: in letters, in numbers where there are few, and in shapes.

    With `toward`, what it says of that input alone. Nothing for a variable, or a node that is not there.
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
    lines += [Text(), *indent([_inputs(node, known, page)], _INDENT)]
    for place, letters in enumerate(node.rules[: len(node.inputs)]):
        if toward not in (-1, place):
            continue
        lines += [Text(), *indent(_passed(node, place, letters, known, page), _INDENT)]
    return [cut(line, page.width) for line in lines]


def _letters(node: Node, nodes: Mapping[int, Node]) -> dict[str, Array | str | None]:
    """What the letters of the rules stand for: arrays, or the text of a number."""
    known: dict[str, Array | str | None] = {"g": node.gradient, "y": node.array}
    for letter, side in (("a", "lhs"), ("b", "rhs")):
        if side in node.arguments:
            known[letter] = node.arguments[side]
    for place, id in enumerate(node.inputs):
        input_node = nodes.get(id)
        known[_letter(node, place)] = input_node.array if input_node is not None else None
    return known


def _letter(node: Node, place: int) -> str:
    """The letter of an input. Constants leave no node, so a lone input may be the second operand.

    Then its rule speaks of the first.
    """
    if len(node.inputs) == 1 and "rhs" not in node.arguments:
        rule = node.rules[place] if place < len(node.rules) else ""
        if "lhs" in node.arguments or ("a" in _mentioned(rule) and kinds.sign_of(node.op)):
            return "b"
    return _LETTERS[place] if place < len(_LETTERS) else _UNKNOWN


def _mentioned(rule: str) -> set[str]:
    return {match["letter"] for match in re.finditer(rf"(?<![a-z]){_TERM.pattern}(?![a-z])", rule)}


def _inputs(node: Node, known: Mapping[str, Array | str | None], page: Page) -> Text:
    """The operation in letters, and the shape behind each letter."""
    palette, sign = page.palette, kinds.sign_of(node.op)
    letters = [letter for letter in _LETTERS if letter in known]
    shown = [_value(known[letter]) if isinstance(known[letter], str) else letter for letter in letters]
    binary = f" {sign} ".join(shown if len(shown) == 2 else ["a", "b"])
    line = Text().append(binary if sign else f"{one_line(node.op)}({', '.join(shown)})", palette.fg)
    gap = "    "
    for letter in letters:
        array = known[letter]
        if isinstance(array, Array):
            line.append(f"{gap}{letter} ", palette.fg).append_text(shape(array.shape, palette))
            gap = "   "
    return line


def _passed(
    node: Node, place: int, letters: str, known: Mapping[str, Array | str | None], page: Page
) -> Lines:
    """One input's rule: letters, the same in numbers, and below the shapes."""
    palette = page.palette
    head = Text().append(page.texts("render.graph.for", name=_letter(node, place)), palette.fg).append("   ")
    passed = node.passes[place] if place < len(node.passes) else None
    numbers = _TERM.sub(lambda match: _value(known.get(match["letter"])), letters)
    line = Text.assemble(head, (in_words(letters, page.texts), palette.fg))
    if passed is not None:
        few = _PRODUCT.fullmatch(letters) is not None and _UNKNOWN not in numbers and "…" not in numbers
        line.append("   ").append(f"{numbers} = " if few else "= ", palette.dim if not few else palette.fg)
        line.append(brief(passed), palette.fg)
    lines = wrap(line, page.width - _INDENT)
    if shapes := _shapes(letters, known, passed, page):
        lines.append(Text.assemble(" " * widest([head]), shapes))
    return lines


def in_words(rule: str, texts: Texts) -> str:
    """A rule in the learner's language; one of signs and letters alone stays as it is."""
    if choice := _CHOICE.fullmatch(rule):
        parts = {name: in_words(part, texts) for name, part in choice.groupdict().items()}
        return texts("render.rules.choice", **parts)
    if not _WORDS.search(rule):
        return rule
    key = f"render.rules.{re.sub(r'[^a-z0-9]+', '_', rule.lower()).strip('_')}"
    known = texts(key)
    return rule if known == key else known


def _value(held: Array | str | None) -> str:
    return one_line(held) if isinstance(held, str) else brief(held) or _UNKNOWN


def _shapes(
    letters: str, known: Mapping[str, Array | str | None], passed: Array | None, page: Page
) -> Text | None:
    """The shapes of a rule that is a product of two; None for other rules."""
    product = _PRODUCT.fullmatch(letters)
    if product is None or passed is None:
        return None
    sizes = []
    for term in _TERM.finditer(letters):
        held = known.get(term["letter"])
        if not isinstance(held, Array):
            return None
        sizes.append(shape(held.shape[::-1] if term["turned"] else held.shape, page.palette))
    return arrow(page.palette, sizes, shape(passed.shape, page.palette), sign=f" {product['sign']}")
