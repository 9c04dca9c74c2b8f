"""The public harness: a lesson from plain Python, on a real kernel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tutor.events import CellEnded, StepOpened
from tutor.headless import Lesson
from tutor.lesson import UnknownLesson

DOCS = Path(__file__).parents[2] / "docs" / "testing-lessons.md"


@pytest.fixture(scope="module")
def lesson():
    with Lesson("ndarray-reshape", "row-to-matrix") as lesson:
        yield lesson


@pytest.fixture(autouse=True)
def anew(request):
    if "lesson" in request.fixturenames:
        request.getfixturevalue("lesson").goto("row-to-matrix")
        request.getfixturevalue("lesson").reset()


def test_the_documented_example_runs():
    (example,) = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    exec(compile(example, str(DOCS), "exec"), {})


def test_a_right_cell_passes_and_shows_its_names(lesson):
    verdict = lesson.submit("X = x.reshape((-1, 4))")
    assert verdict.passed
    assert lesson.message == ""
    assert lesson.variables["X"].array.shape == (3, 4)


def test_a_wrong_cell_is_told_what_was_found_and_what_was_asked_for(lesson):
    assert lesson.submit("X = x.reshape((2, 6))").status == "wrong"
    assert "`(2, 6)`" in lesson.message
    assert "`(3, 4)`" in lesson.message


def test_a_question_is_no_attempt(lesson):
    verdict = lesson.submit("print(x.shape)")
    assert not verdict.attempted
    assert lesson.output == "(12,)\n"


def test_a_cell_after_the_step_is_done_has_no_verdict(lesson):
    lesson.submit("X = x.reshape((3, 4))")
    assert lesson.submit("X = 3") is None


def test_skipping_solves(lesson):
    lesson.skip()
    assert lesson.variables["X"].array.shape == (3, 4)
    assert lesson.session.accepted


def test_undo_takes_back_the_last_cell(lesson):
    lesson.submit("y = 3")
    assert "y" in lesson.variables
    lesson.undo()
    assert "y" not in lesson.variables


def test_hints_come_one_at_a_time(lesson):
    hints = lesson.step.hints
    assert [lesson.hint() for _ in range(len(hints) + 1)] == [*hints, None]


def test_next_opens_the_step_after(lesson):
    before = lesson.step.id
    lesson.submit(lesson.step.solution)
    lesson.next()
    assert lesson.step.id != before
    assert isinstance(next(e for e in reversed(lesson.events) if isinstance(e, StepOpened)), StepOpened)


def test_a_cell_that_takes_too_long_is_stopped(lesson):
    with pytest.raises(TimeoutError, match="the cell took longer than 1 seconds"):
        lesson.submit("while True: pass", timeout=1)
    assert lesson.submit("X = x.reshape((3, 4))").passed
    assert isinstance(next(e for e in reversed(lesson.events) if isinstance(e, CellEnded)), CellEnded)


def test_an_unknown_lesson_starts_nothing():
    with pytest.raises(UnknownLesson):
        Lesson("ndarray-rehsape")


@pytest.mark.parametrize("finish", [lambda lesson: lesson.submit("X = x.reshape((3, 4))"), Lesson.skip])
def test_undoing_what_ran_from_the_checkpoint_brings_back_what_it_had_put_back(lesson, finish):
    lesson.submit("x = 5")
    finish(lesson)
    assert lesson.session.accepted and lesson.variables["x"].array.shape == (12,)
    lesson.undo()
    assert not lesson.session.accepted
    assert lesson.variables["x"].text == "5" and "X" not in lesson.variables


def test_what_the_rules_say_of_one_function_is_not_its_slope_by_difference():
    with Lesson("autograd-by-hand", "by-difference") as slope:
        assert slope.submit("slope = 3 * p * p").reason == "literal"
        assert slope.submit("slope = (cube(p + h) - cube(p)) / h").passed
