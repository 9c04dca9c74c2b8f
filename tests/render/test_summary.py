"""A lesson's end: every step with how it went and what it taught, within the page, in both languages."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tutor.events import LessonEnded, StepResult
from tutor.lesson import SHIPPED, Course
from tutor.lesson.note import load_note
from tutor.render.summary import summary

LESSON = "ndarray-reshape"


@pytest.fixture(scope="module")
def course():
    return Course(SHIPPED)


def ended(lesson, *how):
    """The lesson's end after steps that went as told: (status, attempts, hints, review) each."""
    steps = zip(lesson.steps, how, strict=False)
    return LessonEnded(
        lesson=lesson.id,
        results=tuple(StepResult(step.id, *rest, step.covers, back) for step, (*rest, back) in steps),
    )


HOW = (("done", 0, 0, False), ("done", 2, 1, True), ("skipped", 0, 0, True), ("", 0, 0, False))


def test_each_step_tells_how_it_went_and_what_comes_back_is_counted(course, page, plain):
    lesson = course.lesson(LESSON)
    text = plain(summary(ended(lesson, *HOW), lesson, course.note.rows, page(78)))
    assert "1 right at once · 1 after a hint or a mistake · 1 skipped · 1 still open" in text
    signs = [line[4] for line in text.splitlines() if line[4:5].strip()]
    assert signs == ["✓", "✓", "✓", "»", "○", "?"]
    assert "2 mistakes · 1 hint" in text
    assert "2 of these steps will come back" in text


def test_a_row_of_the_note_stands_once_at_the_first_step_that_teaches_it(course, page, plain):
    lesson = course.lesson(LESSON)
    rows = {row for step in lesson.steps for row in step.covers}
    event = ended(lesson, *[HOW[0]] * len(lesson.steps))
    text = " ".join(plain(summary(event, lesson, dict.fromkeys(rows, "The row."), page(300))).split())
    assert text.count("The row.") == len(rows)
    assert "come back" not in text


def test_a_lesson_without_a_note_and_a_step_that_is_gone_are_no_trouble(course, page, plain):
    lesson = course.lesson(LESSON)
    event = LessonEnded(lesson=LESSON, results=(StepResult("gone", "done", covers=("X1",)),))
    assert "gone" in plain(summary(event, lesson, {}, page(60)))


@given(
    how=st.lists(
        st.tuples(
            st.sampled_from(["", "begun", "done", "skipped"]),
            st.integers(0, 2000),
            st.integers(0, 9),
            st.booleans(),
        ),
        max_size=12,
    ),
    lesson=st.sampled_from([LESSON, "softmax-gluon"]),
    language=st.sampled_from(["en", "zh"]),
    width=st.integers(10, 130),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_line_is_wider_than_its_page(course, page, how, lesson, language, width):
    lesson = course.lesson(lesson, language)
    rows = load_note(SHIPPED, language).rows
    for line in summary(ended(lesson, *how), lesson, rows, page(width, language=language)):
        assert cell_len(line.plain) <= width, line.plain
