"""A lesson's file becomes a model, or a list of problems with exact places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.lesson import LessonError, load_lesson
from tutor.lesson.source import read_yaml


def problems(path):
    with pytest.raises(LessonError) as caught:
        load_lesson(path)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_lesson_loads(write):
    lesson = load_lesson(write())
    step = lesson.step("row")
    assert (lesson.id, step.kind, step.check[0].subject) == ("shapes", "write", "array")
    assert lesson.path.name == "shapes.yaml"


def test_the_machine_part_of_a_step_holds_no_text(write):
    machine = load_lesson(write()).steps[0].machine("shapes")
    assert machine == {
        "lesson": "shapes",
        "id": "row",
        "kind": "write",
        "given": "from mxnet import nd",
        "solution": "x = nd.arange(3)",
        "accept": [],
        "again": [],
        "check": [{"array": "x", "equals": "nd.arange(3)"}],
        "mistakes": ["x = nd.arange(4)"],
        "options": 0,
        "limit": 60.0,
    }


@pytest.mark.parametrize("answer", ["y", "no", "3", "1e3", "~", "0x10", "2001-01-01"])
def test_every_scalar_is_text(write, answer):
    source = read_yaml(write(f"answer: {answer}"))
    assert source.data == {"answer": answer}


STEP = "    why: It counts from 0.\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Shapes\n", "", "shapes.yaml:1:1: `title` is missing: a few words for the outline"),
        (
            "    hints:",
            "    hint: []\n    hints:",
            "shapes.yaml:15:5: unknown field `hint`; did you mean `hints`?",
        ),
        (
            "    given:",
            "    kind: wrtie\n    given:",
            "shapes.yaml:7:11: unknown kind `wrtie`; it is one of "
            "`write`, `run`, `predict`, `choose`, `lookup`, `train`",
        ),
        (
            "    solution: x = nd.arange(3)\n",
            "",
            "shapes.yaml:4:5: `solution` is missing: what a learner may type",
        ),
        (
            "lesson: shapes",
            "lesson: shape",
            "shapes.yaml:1:9: the file is `shapes.yaml`, so the id must be `shapes`",
        ),
        ("id: row", "id: A row", "shapes.yaml:4:9: `A row` is no id; write it like `row-to-matrix`"),
        ("title: A row", "title:", "shapes.yaml:5:5: `title` is empty: a few words for the outline"),
        ("title: A row", "title: [A, row]", "shapes.yaml:5:12: `title` must be text"),
        (
            "hints:\n      - Think of `arange`.",
            "hints: Think.",
            "shapes.yaml:15:12: `hints` must be a list: lines that begin with `- `",
        ),
        (
            "        equals: nd.arange(3)",
            "        gradient: x",
            "shapes.yaml:10:9: this check has two subjects, `array` and `gradient`; write two checks",
        ),
        (
            "      - array: x\n",
            "      - say: Hm.\n",
            "shapes.yaml:10:9: this check has no subject; the subjects are array, value, gradient, result, "
            "prints, looked_up, raises, function, holds",
        ),
        (
            "array: x\n        equals: nd.arange(3)",
            "holds: x.size == 3",
            "shapes.yaml:10:9: a `holds` check needs `say`: what the learner reads when it is false",
        ),
        (
            "array: x\n        equals: nd.arange(3)",
            "function: f",
            "shapes.yaml:10:9: a `function` check needs `on`: a list of the arguments of each call",
        ),
        (
            "array: x\n        equals: nd.arange(3)",
            "function: f\n        on: ['1, 2)']",
            "shapes.yaml:11:14: no arguments of a call; write them as between its brackets: "
            "`nd.ones(3), 0.1`",
        ),
        (
            "array: x\n        equals: nd.arange(3)",
            "looked_up: help(x)",
            "shapes.yaml:10:20: `help(x)` is no name; a name is like `X` or `nd.NDArray.reshape`",
        ),
        (
            "        equals: nd.arange(3)",
            "        by: help",
            "shapes.yaml:11:13: `by` goes with `looked_up`, not with `array`",
        ),
        ("array: x", "array: x =", "shapes.yaml:10:18: no Python expression: invalid syntax"),
        ("equals: nd.arange(3)", "equals: x = 3", "shapes.yaml:11:19: no Python expression: invalid syntax"),
        ("given: from mxnet import nd", "given: from mxnet", "shapes.yaml:7:22: no Python: invalid syntax"),
        (
            "solution: x = nd.arange(3)",
            "solution: |\n      y = 1\n\n      x = = 3",
            "shapes.yaml:11:11: no Python: invalid syntax",
        ),
        (
            "code: x = nd.arange(4)",
            'code: "x = nd.arange(4"',
            "shapes.yaml:13:29: no Python: '(' was never closed",
        ),
        (
            "{0:3}",
            "{0:3",
            "shapes.yaml:6:30: this brace is no part of `{0:words}` (axes 0 to 3); "
            "in code, put it between backticks",
        ),
        (
            "{0:3}",
            "{4:3}",
            "shapes.yaml:6:30: this brace is no part of `{0:words}` (axes 0 to 3); "
            "in code, put it between backticks",
        ),
        (
            "Think of `arange`.",
            "Think of `arange.",
            "shapes.yaml:16:18: this backtick has no partner in its paragraph",
        ),
        ("One too many.", "One **too many.", "shapes.yaml:14:18: this `**` has no partner in its paragraph"),
        (STEP, f"{STEP}    goal: 0.1\n", "shapes.yaml:18:11: only a `train` step has a `goal`"),
        (
            STEP,
            f"{STEP}    kind: train\n    goal: low\n",
            "shapes.yaml:19:11: `goal` must be a number, not `low`",
        ),
        (STEP, f"{STEP}    limit: 0\n", "shapes.yaml:18:12: `limit` must be more than 0"),
        (STEP, f"{STEP}    options: [a, b]\n", "shapes.yaml:18:14: only a `choose` step has `options`"),
        (STEP, f"{STEP}    why: Again.\n", "shapes.yaml:18:5: `why` stands here twice; keep one"),
        (
            STEP,
            "    why: &w It counts.\n",
            "shapes.yaml:17:10: anchors (`&name`) are no part of the lesson language; write the text out",
        ),
        (STEP, "\twhy: It counts.\n", "shapes.yaml:17:1: a tab; YAML is indented with spaces"),
        (
            "say: One too many.",
            "say: `x` is too long.",
            "shapes.yaml:14:14: a text that begins with ` needs `|` and a new line, or quotes",
        ),
        (
            "say: One too many.",
            "say: Look: too many.",
            "shapes.yaml:14:18: a text with `: ` in it needs quotes, or `|` and a new line",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(write, good, old, new, expected):
    assert old in good
    found = problems(write(good.replace(old, new, 1)))
    assert found == [expected]


def test_a_mistake_in_the_whole_step_list_is_told(write, good):
    assert problems(write(good.split("steps:")[0] + "steps: []\n")) == [
        "shapes.yaml:3:8: a lesson needs at least one step"
    ]


def test_two_steps_with_one_id(write, good):
    second = "  - id: row" + good.split("  - id: row")[1]
    assert problems(write(good + second)) == ["shapes.yaml:18:9: step 1 is called `row` too; ids differ"]


def test_all_problems_come_at_once_in_the_order_of_the_file(write, good):
    wrong = good.replace("title: Shapes", "titel: Shapes").replace("say: One", "sya: One")
    assert [problem.split(": ")[0] for problem in problems(write(wrong))] == [
        "shapes.yaml:1:1",
        "shapes.yaml:2:1",
        "shapes.yaml:13:9",
        "shapes.yaml:14:9",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "bad.yaml:1:1: the file is empty"),
        (b"lesson: a\ntitle: \xff\n", "bad.yaml:2:8: this byte is not UTF-8; save the file as UTF-8"),
        (b"lesson: a\x01\n", "bad.yaml:1:10: the character U+0001 cannot stand in YAML; take it out"),
        (b"just words", "bad.yaml:1:1: the file must hold fields, such as `lesson: …`"),
        (b"[" * 5000, "bad.yaml:1:1: nested too deeply"),
    ],
)
def test_a_file_that_is_no_lesson(write, content, expected):
    assert problems(write(content, "bad.yaml")) == [expected]


def test_a_missing_file(write):
    path = write(name="there.yaml").parent / "missing.yaml"
    assert problems(path) == ["missing.yaml:1:1: cannot be read: No such file or directory"]


CHOOSE = """\
lesson: pick
title: Pick
steps:
  - id: one
    title: One
    kind: choose
    text: Which?
    options: [this, that]
    solution: 1
    mistakes:
      - code: 2
        say: No.
    why: Because.
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("solution: 1", "solution: 3", "pick.yaml:9:15: `3` is no option; the options are numbered 1 to 2"),
        ("code: 2", "code: 1", "pick.yaml:11:15: option 1 is the right answer, so it is no mistake"),
        (
            "    options: [this, that]\n",
            "",
            "pick.yaml:4:5: a `choose` step needs `options`: two choices or more",
        ),
        (
            "    why:",
            "    check: [value: x]\n    why:",
            "pick.yaml:13:12: a `choose` step has no `check`: its answer is `solution`",
        ),
    ],
)
def test_choices(write, old, new, expected):
    assert problems(write(CHOOSE.replace(old, new, 1), "pick.yaml")) == [expected]


def test_a_prediction_is_a_literal(write):
    lesson = CHOOSE.replace("kind: choose", "kind: predict").replace("    options: [this, that]\n", "")
    assert load_lesson(write(lesson.replace("solution: 1", "solution: (3, 4)"), "pick.yaml")).steps
    assert problems(write(lesson.replace("solution: 1", "solution: x.shape"), "pick.yaml")) == [
        "pick.yaml:8:15: a `predict` answer is one literal, such as `(3, 4)`, `12` or `'float32'`"
    ]


def test_looking_up_with_a_question_mark_is_code(write, good):
    assert load_lesson(write(good.replace("solution: x = nd.arange(3)", "solution: nd.random.uniform?")))


@given(st.text(alphabet=st.sampled_from("ab:-{}[]`'\"|>&*#%@! \n\t0é中"), max_size=60))
def test_whatever_stands_in_a_file_ends_in_a_lesson_or_in_problems(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("any") / "any.yaml"
    path.write_text(text)
    with pytest.raises(LessonError) as caught:
        load_lesson(path)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in caught.value.problems)
    assert caught.value.problems
