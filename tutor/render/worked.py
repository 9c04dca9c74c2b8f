"""A rule worked out for single elements of an input, with their numbers, so that a learner can follow it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Final

from tutor.events import Array, Node
from tutor.record import record
from tutor.render import kinds
from tutor.render.arrays import Index
from tutor.render.elements import Unknown, along, number_at, reduced, some, stretched
from tutor.render.formula import CHOICE, in_numbers, is_formula, letters
from tutor.render.numbers import number
from tutor.render.page import Texts

ALL: Final = 4
"""So many elements are all worked out; of more, only the first two."""

_TERMS: Final = 4
_COMPARED = re.compile(r"(?P<left>\w) (?P<sign>[<>≤≥]) (?P<right>\w)")
_HOLDS: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "≤": lambda left, right: left <= right,
    "≥": lambda left, right: left >= right,
}

Known = Mapping[str, Array | str | None]
"""What the letters of the rules stand for: arrays, or the text of a number."""


@record
class _Rule:
    """The rule of one input: its text, the input's letter, and what the letters stand for."""

    node: Node
    text: str
    letter: str
    known: Known
    passed: Array
    texts: Texts

    def value(self, letter: str, index: Index) -> float:
        held = self.known.get(letter)
        if isinstance(held, Array):
            return number_at(held, index)
        try:
            return float(held or "")
        except ValueError:
            raise Unknown from None

    def array(self, letter: str) -> Array:
        held = self.known.get(letter)
        if not isinstance(held, Array):
            raise Unknown
        return held


@record
class Step:
    """An equation, `1 × 3 = 3`, and which element it is about; () for what it needs first, or about all."""

    text: str
    index: Index = ()


Element = Callable[[_Rule, Index], str]
"""The left side of the equation for one element."""


def worked(node: Node, text: str, letter: str, known: Known, passed: Array, texts: Texts) -> list[Step]:
    """A few elements of an input's gradient, each worked out; nothing where numbers are missing."""
    rule = _Rule(node, text, letter, known, passed, texts)
    element = _element(rule)
    if element is None:
        return []
    sign = "→" if CHOICE.fullmatch(text) else "="
    shown = some(passed.shape, ALL if prod(passed.shape) <= ALL else 2)
    try:
        if node.op in ("sum", "mean") and prod(rule.array("g").shape) == 1:  # all get the same
            same = f"{_of_reduction(rule, shown[0])} = {number(number_at(passed, shown[0]))}"
            return [Step(same)] if node.op == "mean" else []
        steps = [
            Step(f"{element(rule, index)} {sign} {number(number_at(passed, index))}", index)
            for index in shown
        ]
        return [*_first(rule, shown[0]), *steps]
    except (Unknown, IndexError, KeyError, OverflowError):
        return []


def _element(rule: _Rule) -> Element | None:
    """How an element of this rule is worked out, or None."""
    op, text = rule.node.op, rule.text
    if op in _SPECIAL:
        return _SPECIAL[op]
    if CHOICE.fullmatch(text):
        return _chosen
    if not is_formula(text) or "Σ" in text or "·" in text or "ᵀ" in text or "[" in text:
        return None
    same = rule.passed.shape == rule.array("g").shape if isinstance(rule.known.get("g"), Array) else False
    if letters(text) <= {"g"} and same:
        return None  # there is nothing to work out
    return _summed


def _summed(rule: _Rule, index: Index) -> str:
    """An element by element rule, added up over the places to which the input was stretched."""
    places = stretched(index, rule.passed.shape, rule.array("g").shape)
    return _added([_with_numbers(rule, rule.text, place) for place in places])


def _with_numbers(rule: _Rule, formula: str, index: Index, **more: float) -> str:
    known = {letter: rule.value(letter, index) for letter in letters(formula) - more.keys()}
    return in_numbers(formula, {**known, **more})


def _added(terms: Sequence[str]) -> str:
    if len(terms) <= _TERMS:
        return " + ".join(terms)
    return " + ".join([*terms[:2], "⋯", terms[-1]])


def _product_sum(pairs: Sequence[tuple[float, float]]) -> str:
    return _added([in_numbers("a × b", {"a": first, "b": second}) for first, second in pairs])


def _of_dot(rule: _Rule, index: Index) -> str:
    """An element of g · bᵀ or aᵀ · g, with vectors as rows and columns."""
    if any(rule.node.arguments.get(name, "False") != "False" for name in ("transpose_a", "transpose_b")):
        raise Unknown
    g, a, b = rule.array("g"), rule.known.get("a"), rule.known.get("b")
    first = len(a.shape) if isinstance(a, Array) else 0
    second = len(b.shape) if isinstance(b, Array) else 0
    if rule.letter == "a":
        rows = index[:-1] if len(index) > 1 else ()
        columns = [()] if second == 1 else [(at,) for at in range(rule.array("b").shape[1])]
        return _product_sum(
            [(number_at(g, (*rows, *at)), number_at(rule.array("b"), (index[-1], *at))) for at in columns]
        )
    columns_of_b = index[1:]
    heights = [()] if first == 1 else [(at,) for at in range(rule.array("a").shape[0])]
    return _product_sum(
        [(number_at(rule.array("a"), (*at, index[0])), number_at(g, (*at, *columns_of_b))) for at in heights]
    )


def _of_layer(rule: _Rule, index: Index) -> str:
    """An element of what a fully connected layer gives to its data, its weight or its bias."""
    g = rule.array("g")
    if len(g.shape) != 2:
        raise Unknown
    batch, outputs = map(range, g.shape)
    if rule.letter == "a":
        w = rule.array("w")
        return _product_sum([(number_at(g, (index[0], j)), number_at(w, (j, index[1]))) for j in outputs])
    if rule.letter == "w":
        a = rule.array("a")
        return _product_sum([(number_at(g, (i, index[0])), number_at(a, (i, index[1]))) for i in batch])
    return _added([number(number_at(g, (i, index[0]))) for i in batch])


def _of_reduction(rule: _Rule, index: Index) -> str:
    """An element that went, with others, into one element of the result."""
    at = reduced(index, rule.node.arguments, rule.passed.shape)
    g = number_at(rule.array("g"), at)
    if rule.node.op == "sum":
        return "g" if prod(rule.array("g").shape) == 1 else f"g[{', '.join(map(str, at))}]"
    if rule.node.op == "mean":
        return in_numbers("g / c", {"g": g, "c": prod(rule.passed.shape) // prod(rule.array("g").shape)})
    a, y = rule.value("a", index), number_at(rule.array("y"), at)
    if rule.node.op in ("max", "min"):
        return _said(rule, f"{number(a)} = {number(y)}", a == y)
    return in_numbers(rule.text, {"g": g, "a": a, "y": y})


def _of_softmax(rule: _Rule, index: Index) -> str:
    """An element of a rule that adds up along the axis of the shares."""
    what, row = _row(rule, index)
    return _with_numbers(rule, rule.text.replace(what, "c"), index, c=sum(map(prod, row)))


def _row(rule: _Rule, index: Index) -> tuple[str, list[tuple[float, ...]]]:
    """What is added up along the axis of the shares, in letters and in numbers."""
    g, y = rule.array("g"), rule.array("y")
    axis = int(rule.node.arguments.get("axis", "-1")) % len(g.shape)
    row = list(along(index, axis, g.shape[axis]))
    if "Σ g × y" in rule.text:
        return "Σ g × y", [(number_at(g, at), number_at(y, at)) for at in row]
    return "Σ g", [(number_at(g, at),) for at in row]


def _first(rule: _Rule, index: Index) -> list[Step]:
    """The sum that an element of softmax needs, of the first row."""
    if _SPECIAL.get(rule.node.op) is not _of_softmax:
        return []
    what, row = _row(rule, index)
    terms = [
        in_numbers("a × b" if len(pair) > 1 else "a", dict(zip("ab", pair, strict=False))) for pair in row
    ]
    return [Step(f"{what} = {_added(terms)} = {number(sum(map(prod, row)))}")]


def _of_cross_entropy(rule: _Rule, index: Index) -> str:
    """An element of softmax less one-hot, with softmax worked out here."""
    a = rule.array("a")
    row = [number_at(a, at) for at in along(index, 1, a.shape[1])]
    highest = max(row)
    share = math.exp(row[index[1]] - highest) / sum(math.exp(value - highest) for value in row)
    right = float(rule.value("b", index[:1]) == index[1])
    return in_numbers("g × (c - b)", {"g": number_at(rule.array("g"), (0,)), "c": share, "b": right})


def _chosen(rule: _Rule, index: Index) -> str:
    """An element that gets all of g, or nothing, as a condition says."""
    choice = CHOICE.fullmatch(rule.text)
    places = stretched(index, rule.passed.shape, rule.array("g").shape)
    if choice is None or len(places) > 1:
        raise Unknown
    (at,) = places
    if rule.node.op == "clip":
        a = rule.value("a", at)
        low, high = (float(rule.node.arguments[name]) for name in ("a_min", "a_max"))
        return _said(rule, f"{number(low)} ≤ {number(a)} ≤ {number(high)}", low <= a <= high)
    compared = _COMPARED.fullmatch(choice["condition"])
    if compared is None or (choice["value"], choice["other"]) != ("g", "0"):
        raise Unknown
    left, right = (
        float(side) if side.isdigit() else rule.value(side, at) for side in compared.group("left", "right")
    )
    sign = compared["sign"]
    return _said(rule, f"{number(left)} {sign} {number(right)}", _HOLDS[sign](left, right))


def _said(rule: _Rule, condition: str, holds: bool) -> str:
    return rule.texts("render.rules.holds" if holds else "render.rules.fails", condition=condition)


_SPECIAL: Final[Mapping[str, Element]] = {
    "dot": _of_dot,
    "FullyConnected": _of_layer,
    **dict.fromkeys(kinds.REDUCTIONS - {"argmax", "argmin"}, _of_reduction),
    **dict.fromkeys(("softmax", "log_softmax", "softmin"), _of_softmax),
    "softmax_cross_entropy": _of_cross_entropy,
}
