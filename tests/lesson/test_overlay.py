"""A translation lies over the English lesson: what it lacks stays English and is reported."""

from __future__ import annotations

import pytest

from tutor.lesson import load_lesson, overlay_problems, translated

ZH = """\
lesson: shapes
language: zh
title: 形状
steps:
  row:
    title: 一行
    text: 造一个行向量 `x`，{0:3 个元素}。
    mistakes:
      - 多了一个。
    hints:
      - 想想 `arange`。
    why: 它从 0 数起。
"""


def test_every_text_is_translated_and_no_code(write):
    lesson = load_lesson(write())
    write(ZH, "zh/shapes.yaml")
    chinese = translated(lesson, "zh")
    step = chinese.steps[0]
    assert (chinese.title, step.title, step.hints) == ("形状", "一行", ("想想 `arange`。",))
    assert step.mistakes[0].say == "多了一个。"
    assert step.machine("shapes") == lesson.steps[0].machine("shapes")
    assert (chinese.language, lesson.language) == ("zh", "en")
    assert overlay_problems(lesson, "zh") == []


def test_without_an_overlay_the_lesson_is_in_english(write):
    lesson = load_lesson(write())
    assert translated(lesson, "zh").title == "Shapes"
    assert [str(problem) for problem in overlay_problems(lesson, "zh")] == [
        "zh/shapes.yaml:1:1: there is no translation of `shapes`; write this file"
    ]


def test_the_texts_of_checks_are_matched_with_those_that_have_one(write, good):
    checks = "      - value: y\n        say: First.\n      - value: z\n      - value: w\n        say: Last.\n"
    lesson = load_lesson(write(good.replace("    mistakes:", f"{checks}    mistakes:")))
    write(ZH.replace("    hints:", "    says: [甲, 乙]\n    hints:"), "zh/shapes.yaml")
    assert [check.say for check in translated(lesson, "zh").steps[0].check] == [None, "甲", None, "乙"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    why: 它从 0 数起。\n", "", "zh/shapes.yaml:6:5: `why` is missing"),
        ("title: 形状\n", "", "zh/shapes.yaml:1:1: `title` is missing: the lesson's title"),
        (
            "      - 多了一个。",
            "      - 一\n      - 二",
            "zh/shapes.yaml:9:7: `mistakes` has 2 texts, the lesson has 1",
        ),
        (
            "    hints:\n      - 想想 `arange`。\n",
            "",
            "zh/shapes.yaml:6:5: `hints` has 0 texts, the lesson has 1",
        ),
        (
            "language: zh",
            "language: ja",
            "zh/shapes.yaml:2:11: the folder is `zh`, so the language must be `zh`",
        ),
        (
            "lesson: shapes",
            "lesson: shape",
            "zh/shapes.yaml:1:9: the file is `shapes.yaml`, so the id must be `shapes`",
        ),
        (
            "{0:3 个元素}",
            "{0:3 个元素",
            "zh/shapes.yaml:7:22: this brace is no part of `{0:words}` (axes 0 to 3); "
            "in code, put it between backticks",
        ),
        ("    why:", "    wy:", "zh/shapes.yaml:12:5: unknown field `wy`; did you mean `why`?"),
    ],
)
def test_what_does_not_fit_the_lesson_is_reported(write, old, new, expected):
    lesson = load_lesson(write())
    write(ZH.replace(old, new, 1), "zh/shapes.yaml")
    assert [str(problem) for problem in overlay_problems(lesson, "zh")] == [expected]


def test_a_step_under_another_id_is_missing_and_left_over(write):
    lesson = load_lesson(write())
    write(ZH.replace("  row:", "  rwo:"), "zh/shapes.yaml")
    assert [str(problem) for problem in overlay_problems(lesson, "zh")] == [
        "zh/shapes.yaml:5:3: step `row` is missing",
        "zh/shapes.yaml:6:5: `shapes` has no step `rwo`; did you mean `row`?",
    ]


def test_a_list_of_another_length_stays_english(write):
    lesson = load_lesson(write())
    write(ZH.replace("      - 想想 `arange`。", "      - 想想。\n      - 再想想。"), "zh/shapes.yaml")
    assert translated(lesson, "zh").steps[0].hints == ("Think of `arange`.",)
