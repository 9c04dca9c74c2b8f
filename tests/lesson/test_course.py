"""A course is a folder; its lessons are read one by one, when they are asked for."""

from __future__ import annotations

import pytest

from tutor.lesson import SHIPPED, Course, LessonError, UnknownLesson, locate
from tutor.lesson.note import Note, coverage

CONTENTS = """\
parts:
  - id: first
    title: First things
    lessons: [shapes, broken]
"""


@pytest.fixture
def folder(write, good, tmp_path):
    write(CONTENTS, "course.yaml")
    write(good)
    write("steps: [", "broken.yaml")
    return tmp_path


def test_opening_a_course_reads_no_lesson(folder):
    course = Course(folder)
    assert course.ids == ("shapes", "broken")
    assert course.lesson("shapes").title == "Shapes"
    with pytest.raises(LessonError, match=r"broken.yaml:1:9: not YAML here"):
        course.lesson("broken")


def test_a_lesson_is_read_once(folder):
    course = Course(folder)
    assert course.lesson("shapes") is course.lesson("shapes")


def test_an_unknown_name_is_answered_with_the_nearest(folder):
    with pytest.raises(UnknownLesson, match=r"no lesson is called `shpaes`; did you mean `shapes`\?"):
        Course(folder).lesson("shpaes")


def test_lessons_follow_each_other(folder):
    course = Course(folder)
    assert (course.following("shapes"), course.following("broken")) == ("broken", "")
    assert course.part("shapes").id == "first"


def test_parts_have_titles_in_each_language(folder, write):
    write("parts:\n  first: 起步\n", "zh/course.yaml")
    course = Course(folder)
    assert course.part("shapes", "zh").title == "起步"
    assert course.part_titles("en") == {"first": "First things"}


def test_a_folder_without_contents_is_one_part_by_file_name(write, good, tmp_path):
    write(good)
    write(good.replace("lesson: shapes", "lesson: again"), "again.yaml")
    write("rows: {}", "note.yaml")
    assert Course(tmp_path).ids == ("again", "shapes")


def test_an_empty_folder_has_no_lessons(tmp_path):
    with pytest.raises(LessonError, match="there are no lessons here"):
        Course(tmp_path).ids  # noqa: B018


def test_a_course_by_folder_file_or_name(folder):
    assert locate(str(folder)) == (Course(folder), None)
    assert locate("shapes.yaml") == (Course(folder), "shapes")
    assert locate(None) == (Course(SHIPPED), None)
    with pytest.raises(UnknownLesson, match="no lesson and no file is called `zzz`"):
        locate("zzz")


def test_names_that_the_course_does_not_have_are_problems(folder, write, good):
    write("rows:\n  D01: A row.\n", "note.yaml")
    write(
        good.replace("steps:", "needs: [shape]\nsteps:").replace(
            "    given:", "    covers: [D02]\n    given:"
        )
    )
    assert [str(problem) for problem in Course(folder).problems("shapes")] == [
        "shapes.yaml:3:9: no lesson is called `shape`; did you mean `shapes`?",
        "shapes.yaml:8:14: the note has no row `D02`; did you mean `D01`?",
    ]


def test_coverage_lists_the_steps_of_each_row(folder, write, good):
    write(good.replace("    given:", "    covers: [D01]\n    given:"))
    lessons = [Course(folder).lesson("shapes")]
    assert coverage(Note(rows={"D01": "One.", "D02": "Two."}), lessons) == {
        "D01": [("shapes", "row")],
        "D02": [],
    }


def test_the_shipped_note_has_the_same_rows_in_both_languages():
    from tutor.lesson.note import load_note
    from tutor.lesson.source import read_yaml

    english, chinese = load_note(SHIPPED), read_yaml(SHIPPED / "zh" / "note.yaml").data["rows"]
    assert list(english.rows) == list(chinese)
    assert len(english.rows) == 44


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ("parts: []", "course.yaml:1:8: there are no lessons in these parts"),
        (
            CONTENTS.replace("broken", "shapes"),
            "course.yaml:4:23: `shapes` stands in the course twice; keep one",
        ),
        (
            CONTENTS.replace("title", "titel"),
            "course.yaml:2:5: `title` is missing: a few words for the outline",
        ),
    ],
)
def test_contents_that_cannot_be_used(folder, write, contents, expected):
    write(contents, "course.yaml")
    with pytest.raises(LessonError) as caught:
        Course(folder).ids  # noqa: B018
    assert str(caught.value.problems[0]) == expected


def test_a_languages_folder_is_compared_with_the_course(folder, write):
    write("rows: {D01: One., D02: Two.}", "note.yaml")
    write("parts:\n  fisrt: 起步\n", "zh/course.yaml")
    write("rows:\n  D01: 一。\n", "zh/note.yaml")
    write("lesson: gone", "zh/gone.yaml")
    assert [str(problem) for problem in Course(folder).translation_problems("zh")] == [
        "zh/gone.yaml:1:1: there is no lesson `gone` that this would translate",
        "zh/course.yaml:2:3: `first` is missing",
        "zh/course.yaml:2:3: nothing is called `fisrt`; did you mean `first`?",
        "zh/note.yaml:2:3: `D02` is missing",
    ]


@pytest.mark.parametrize("language", ["zh"])
def test_the_shipped_course_is_translated(language):
    assert Course(SHIPPED).translation_problems(language) == []
