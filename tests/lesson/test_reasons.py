"""Verdicts in words: the sentence that fits the facts, in the language asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tutor
from tutor.events import Verdict
from tutor.lesson import Check, Mistake, Step, Texts, explain
from tutor.lesson.markup import markup_fault
from tutor.lesson.reasons import in_words

STEP = Step(
    id="a",
    title="A",
    text="Make `x`.",
    solution="x = nd.arange(12)",
    check=[Check(array="x"), Check(holds="x.size > 3", say="It is too short.")],
    mistakes=[Mistake(code="x = nd.arange(11)", say="The end is not counted.")],
    why="So.",
)
SHAPE = {"name": "x", "found": [11], "expected": [12], "hint": ""}


def said(reason: str, facts: dict, language: str = "en", **verdict) -> list[str]:
    return explain(Verdict(status="wrong", reason=reason, facts=facts, **verdict), STEP, Texts(language))


def test_what_is_half_made_says_what_is_right_and_what_is_to_come():
    facts = {"right": ["x", "y"], "missing": ["x.grad"]}
    half = Verdict(status="partly", reason="partly", facts=facts)
    assert explain(half, STEP, Texts("en")) == ["Right so far: `x, y`. Still to come: `x.grad`."]
    assert explain(half, STEP, Texts("zh")) == ["`x, y` 已经对了，还差 `x.grad`。"]
    more = Verdict(status="partly", reason="partly", facts={**facts, "missing": []})
    assert explain(more, STEP, Texts("en")) == ["Right so far: `x, y`. The step asks for more."]


def test_a_wrong_shape_names_both_shapes():
    assert said("shape", SHAPE) == ["`x` has shape `(11,)`. The step asks for `(12,)`."]
    assert said("shape", SHAPE, "zh") == ["`x` 的形状是 `(11,)`，这一步要求的是 `(12,)`。"]


def test_a_listed_mistake_is_told_after_a_wrong_shape():
    assert said("shape", SHAPE, mistake=0, check=0) == [
        "`x` has shape `(11,)`. The step asks for `(12,)`.",
        "The end is not counted.",
    ]
    assert said("missing", {"name": "x"}, mistake=0) == ["The end is not counted."]


def test_a_checks_own_text_takes_the_general_reasons_place():
    assert said("holds", {"expression": "x.size > 3"}, check=1) == ["It is too short."]
    assert said("missing", {"name": "x"}, check=1) == ["There is no `x` yet. The step asks for one."]


@pytest.mark.parametrize(
    ("reason", "facts", "expected"),
    [
        (
            "gradient",
            {
                "name": "x",
                "cause": "value",
                "count": 1,
                "size": 1,
                "index": [0],
                "found": 0.0,
                "expected": 28.0,
            },
            "The gradient of `x` is `0`. The step asks for `28`.",
        ),
        (
            "kind",
            {"name": "x", "found": "ndarray", "expected": "NDArray"},
            "`x` is an array of NumPy's, an `ndarray`. "
            "The step asks for an NDArray of MXNet's, as `nd` makes it.",
        ),
        (
            "kind",
            {"name": "x", "found": "method", "expected": "NDArray"},
            "`x` is a function that has not been called yet. Put brackets behind it, `()`.",
        ),
        (
            "answer",
            {"found": "1", "tuple": "(1,)"},
            "The numbers are right. Written as a tuple they are `(1,)`.",
        ),
        (
            "answer",
            {"found": "float32", "quoted": "'float32'"},
            "The word is right. As a string it stands in quotes: `'float32'`.",
        ),
        ("missing", {"name": "x", "kept_as": ""}, "There is no `x` yet. The step asks for one."),
        (
            "missing",
            {"name": "x", "kept_as": "X"},
            "The value is right, but it is called `X`. The step asks for the name `x`.",
        ),
        (
            "shape",
            {**SHAPE, "found": [4, 3], "expected": [3, 4], "hint": "transposed"},
            "`x` has shape `(4, 3)`. The step asks for `(3, 4)`: "
            "the same numbers, with the axes in the other order.",
        ),
        (
            "value",
            {"name": "x", "count": 2, "size": 12, "index": [1, 2], "found": 6.0, "expected": 9.0, "hint": ""},
            "2 of the 12 elements of `x` differ from what the step asks for. "
            "The first is `x[1, 2]`: it is `6`, not `9`.",
        ),
        (
            "value",
            {"name": "n", "count": 1, "size": 1, "index": [], "found": 11, "expected": 12, "hint": ""},
            "`n` is `11`. The step asks for `12`.",
        ),
        (
            "kind",
            {"name": "x", "found": "list", "expected": "NDArray"},
            "`x` is of type `list`. The step asks for `NDArray`.",
        ),
        (
            "literal",
            {"given": "x = nd.ones(3)"},
            "That is right for these numbers only. It should also hold after `x = nd.ones(3)`.",
        ),
        (
            "literal",
            {"given": "a = 1\nb = 2"},
            "That is right for these numbers only. Compute the answer from what is given.",
        ),
        (
            "result",
            {"cause": "none", "found": ""},
            "The cell shows no value. Let its last line be the expression itself.",
        ),
        ("result", {"cause": "value", "found": "3"}, "The value shown is `3`. The step asks for another."),
        (
            "gradient",
            {"name": "x", "cause": "shape", "found": [1], "expected": [4, 1]},
            "The gradient of `x` has shape `(1,)`. The step asks for `(4, 1)`.",
        ),
        (
            "looked_up",
            {"found": ["dir"], "expected": "nd.random", "by": "help"},
            "You looked up `dir`. The step asks for `nd.random`, with `help`.",
        ),
        (
            "looked_up",
            {"found": [], "expected": "nd", "by": ""},
            "Nothing was looked up. The step asks for `nd`.",
        ),
        (
            "error",
            {"error": "NameError", "message": "…"},
            "`NameError` stopped the cell before it could answer.",
        ),
    ],
)
def test_the_sentence_fits_the_facts(reason, facts, expected):
    assert said(reason, facts) == [expected]


def test_nothing_is_said_about_a_pass_or_a_question():
    assert explain(Verdict(status="passed"), STEP, Texts("en")) == []
    assert explain(Verdict(status="explored"), STEP, Texts("en")) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_reason_that_the_judge_gives_has_a_sentence(language):
    inside = Path(tutor.__file__).parent / "inside"
    source = "".join(
        (inside / name).read_text("utf-8") for name in ("checks.py", "compare.py", "verdicts.py")
    )
    codes = set(re.findall(r"""(?:Failure|Difference)\(\s*"([a-z_]+)\"""", source))
    codes |= set(re.findall(r"""_judged\(trial, "[a-z]+", "([a-z_]+)\"""", source))
    assert {"shape", "missing", "not_kept", "literal"} <= codes
    texts = Texts(language)
    assert [
        code for code in sorted(codes | {"time", "memory", "output"}) if f"verdict.{code}" not in texts
    ] == []


@given(st.text(max_size=30))
def test_a_fact_never_breaks_the_markup_around_it(fact):
    assert markup_fault(f"`x{in_words(fact)}`") is None


@pytest.mark.parametrize(
    ("count", "size", "language", "begins"),
    [
        (2, 3, "en", "2 of the 3 elements of `x` differ from"),
        (
            1,
            3,
            "en",
            "1 of the 3 elements of `x` differs from what the step asks for: `x[0]` is `1`, not `2`.",
        ),
        (3, 3, "en", "All 3 elements of `x` differ from"),
        (1, 1, "en", "The element of `x` is `1`."),
        (2, 3, "zh", "`x` 的 3 个元素里有 2 个不符合要求"),
        (1, 3, "zh", "`x` 的 3 个元素里有 1 个不符合要求：`x[0]` 现在是 `1`，应为 `2`。"),
        (3, 3, "zh", "`x` 的 3 个元素全都不符合要求"),
        (1, 1, "zh", "`x` 的元素是 `1`"),
    ],
)
def test_how_many_elements_differ_is_said_as_one_says_it(count, size, language, begins):
    facts = {
        "name": "x",
        "count": count,
        "size": size,
        "index": [0],
        "found": 1.0,
        "expected": 2.0,
        "hint": "",
    }
    assert said("value", facts, language)[0].startswith(begins)
    [gradient] = said("gradient", facts | {"cause": "value"}, language)
    all_of_them = {"en": "All 3 elements of `x`'s gradient are off", "zh": "3 个元素全都不对"}[language]
    assert (all_of_them in gradient) == (count == size > 1)
    assert "{" not in gradient
