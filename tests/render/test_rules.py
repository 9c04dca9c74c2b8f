"""The rules of gradients: every one in both languages, and worked out in numbers that are right."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine.gluon  # noqa: F401  (with it all operations are in the registry)
from engine import autograd, hooks, nd
from engine.ops.op import registry
from tutor.events import Graph
from tutor.inside.graph import GraphWatch
from tutor.lesson.texts import LANGUAGES, Texts
from tutor.render.formula import CHOICE, is_formula, key
from tutor.render.rule import rule

DIFFERENTIABLE = [name for name, row in registry.items() if any(row.vjps)]


def in_catalogue(text: str, language: str) -> bool:
    """Whether a rule is signs alone, or its words are in the catalogue."""
    if choice := CHOICE.fullmatch(text):
        return all(in_catalogue(part, language) for part in choice.groups())
    return is_formula(text) or key(text) in Texts(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_differentiable_operation_has_its_rules_in_each_language(language: str) -> None:
    lacking = {}
    for name in DIFFERENTIABLE:
        row = registry[name]
        wanted = 1 if row.inputs is None else len(row.vjps)
        rules = row.rules if row.inputs is None or len(row.rules) >= wanted else (*row.rules, "")
        if bad := [text for text in rules if not text or not in_catalogue(text, language)]:
            lacking[name] = bad
    assert not lacking


def recorded(expression: str, **arrays: nd.NDArray) -> Graph:
    """The graph of an expression of arrays with gradients, as the kernel tells it."""
    for array in arrays.values():
        array.attach_grad()
    watches: list[GraphWatch] = []

    def on_backward(heads, variables):
        watches.append(GraphWatch(heads, arrays))
        return watches[0].visit

    with autograd.record():
        result = eval(expression, {"nd": nd, **arrays})
    hooks.on_backward = on_backward
    try:
        result.backward()
    finally:
        hooks.on_backward = None
    return Graph(nodes=tuple(watches[0]._nodes), heads=watches[0].heads)


_PYTHON = [
    ("[×·]", "*"),
    ("²", "**2"),
    ("√", "sqrt"),
    ("π", "pi"),
    (r"\|([^|]+)\|", r"abs(\1)"),
    (r"\b(sinh|cosh|sin|cos|log|ln) (\(?-?[\d.e-]+\)?)", r"\1(\2)"),
]
_FUNCTIONS = {name: getattr(math, name) for name in ("sqrt", "pi", "sinh", "cosh", "sin", "cos", "log", "e")}
_FUNCTIONS |= {
    "ln": math.log,
    "sign": lambda value: (value > 0) - (value < 0),
    "floor": math.floor,
    "sigmoid": lambda value: 1 / (1 + math.exp(-value)),
}


def computed(left: str) -> float:
    """What a line of numbers and signs comes to."""
    for sign, python in _PYTHON:
        left = re.sub(sign, python, left)
    return float(eval(left, {"abs": abs, **_FUNCTIONS}))


def equations(expression: str, page, **arrays: nd.NDArray) -> list[tuple[str, float]]:
    """Both sides of every equation in the rules of an expression's graph."""
    event, found = recorded(expression, **arrays), []
    for node in event.nodes:
        for line in rule(event, node.id, page(200)):
            left, _, right = line.plain.rpartition(" = ")
            left = re.split(r"\s{2,}", left)[-1]
            if left and re.fullmatch(r"-?[\d.]+(e-?\d+)?", right) and not re.search(r"Σ|g|⋯|\d \d", left):
                found.append((left, float(right)))
    return found


quarters = st.integers(1, 12).map(lambda count: count / 4)
fractions = st.sampled_from([-0.75, -0.5, 0.25, 0.5, 0.875])


@given(a=st.lists(quarters, min_size=1, max_size=4), negative=st.booleans())
@pytest.mark.parametrize(
    "expression",
    [
        *(
            f"x.{name}()"
            for name in ("exp", "expm1", "log", "log2", "log10", "log1p", "sqrt", "rsqrt", "cbrt")
        ),
        *(f"x.{name}()" for name in ("square", "reciprocal", "sin", "cos", "tan", "arctan", "sinh", "cosh")),
        *(
            f"x.{name}()"
            for name in ("tanh", "arcsinh", "degrees", "radians", "sigmoid", "abs", "norm", "mean")
        ),
        *(
            "nd.softsign(x)",
            "nd.softrelu(x)",
            "x * x * 2",
            "3 / x",
            "x / 3",
            "x ** 3",
            "2 ** x",
            "-x",
            "x % 2",
        ),
        *("nd.softmax(x)[0]", "nd.log_softmax(x)[0]", "x.prod()", "x.sum() * 2", "nd.hypot(x, 2)"),
    ],
)
def test_what_is_worked_out_is_right(expression: str, a: list[float], negative: bool, page) -> None:
    defined = ("log", "sqrt", "cbrt", "**", "mod", "%")
    sign = -1 if negative and not any(name in expression for name in defined) else 1
    x = nd.array([sign * value for value in a])
    for left, right in equations(expression, page, x=x):
        assert computed(left) == pytest.approx(right, rel=1e-2, abs=1e-2), left


@given(a=st.lists(fractions, min_size=6, max_size=6), b=st.lists(fractions, min_size=6, max_size=6))
@pytest.mark.parametrize(
    ("expression", "left", "right"),
    [
        ("nd.dot(x, w)", (2, 3), (3, 2)),
        ("nd.dot(x, w)", (6,), (6,)),
        ("nd.dot(x, w)", (2, 3), (3,)),
        ("x * w", (2, 3), (1, 3)),
        ("x / w", (2, 1), (2, 3)),
        ("x + w", (3, 2), (2,)),
        ("x - w", (1, 2), (3, 1)),
        ("nd.FullyConnected(x, w, no_bias=True, num_hidden=2)", (2, 3), (2, 3)),
        ("(nd.dot(x, w) - 1) ** 2", (2, 3), (3, 1)),
    ],
)
def test_products_and_stretched_operands_are_worked_out_right(expression, left, right, a, b, page) -> None:
    x, w = (nd.array(values[: math.prod(shape)]).reshape(shape) for values, shape in ((a, left), (b, right)))
    found = equations(expression, page, x=x, w=w)
    assert found
    for side, result in found:
        assert computed(side) == pytest.approx(result, rel=1e-2, abs=1e-2), side


def test_the_terms_of_cross_entropy_are_shares_less_the_right_answer(page) -> None:
    x = nd.array([[1, 2, 3], [0, 0, 0]])
    event = recorded("nd.softmax_cross_entropy(x, nd.array([2, 0]))", x=x)
    lines = [line.plain.strip() for line in rule(event, event.heads[0], page(100))]
    assert "[0, 0]  1 × (0.09003 - 0) = 0.09003" in lines


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("x.relu()", "[0]  -1 > 0 does not hold → 0"),
        ("nd.maximum(x, 1)", "[1]  2 ≥ 1 holds → 1"),
        ("nd.clip(x, 0, 1)", "[1]  0 ≤ 2 ≤ 1 does not hold → 0"),
        ("x.max()", "[1]  2 = 2 holds → 1"),
    ],
)
def test_a_choice_says_whether_its_condition_holds(expression: str, said: str, page) -> None:
    event = recorded(expression, x=nd.array([-1, 2]))
    assert said in [line.plain.strip() for line in rule(event, event.heads[0], page(100))]


def test_a_constant_has_its_letter_and_its_numbers(page) -> None:
    w = nd.array([[3], [4]])
    event = recorded("nd.dot(nd.array([[1, 2]]), w)", w=w)
    lines = [line.plain.strip() for line in rule(event, event.heads[0], page(100))]
    assert "a · b    a (1, 2)   b (2, 1)" in lines
    assert "for b   aᵀ · g   1 2 · 1 = 1 2" in lines
