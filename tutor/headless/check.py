"""`d2l-tutor check`: every step of lessons, tried and reported."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tutor.headless.report import as_json, line, summary, write_junit
from tutor.headless.trials import TEXTS, Report, Trials, check_texts, languages_of
from tutor.lesson import Course, LessonError, UnknownLesson, locate

FAILED, UNUSABLE = 1, 2


def check_command(targets: list[str], language: str | None, junit: Path | None, *, json: bool) -> int:
    """Check the lessons that `targets` name (none: all that ship); returns the exit status.

    0 if all holds, 1 if something does not, 2 if a target or the JUnit file cannot be used.
    """
    reports: list[Report] = []
    lesson = ""
    try:
        for report in check(targets, language):
            reports.append(report)
            if json:
                continue
            if report.lesson != lesson:
                print(lesson := report.lesson)
            print(line(report), flush=True)
    except (LessonError, UnknownLesson) as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    print(as_json(reports) if json else summary(reports))
    if junit is not None:
        try:
            write_junit(reports, junit)
        except OSError as error:
            print(f"cannot write {junit}: {error.strerror}", file=sys.stderr)
            return UNUSABLE
    return 0 if all(report.good for report in reports) else FAILED


def check(targets: Iterable[str], language: str | None = None) -> Iterator[Report]:
    """The reports on all lessons that `targets` name, each as soon as it is there.

    With a `language`, that one's texts are looked at alone; otherwise those of all languages that the
    folder has. Raises `UnknownLesson` and `LessonError` for a target that is no course and no lesson.
    """
    named: list[str | None] = [*targets]
    for target in named or [None]:
        course, lesson = locate(target)
        languages = [language] if language else languages_of(course.folder)
        for id in course.ids if lesson is None else [lesson]:
            path = course.folder / f"{id}.yaml"
            if path.exists():  # what is not there is told of the course below
                yield from check_lesson(path, languages)
        if lesson is None:
            yield from check_course(course, languages)


def check_lesson(path: Path, languages: list[str]) -> Iterator[Report]:
    """The report on a lesson's texts, then, where the lesson can be read, one on each step."""
    texts = check_texts(path, languages)
    yield texts
    try:
        trials = Trials(path, languages)
    except LessonError:
        return
    with trials:
        for step in trials.steps:
            yield trials.check(step.id)


def check_course(course: Course, languages: list[str]) -> Iterator[Report]:
    """What belongs to no lesson of the course: its contents and their translations, lessons in no part."""
    problems = course.contents_problems() + [
        problem
        for language in languages
        if language != "en"
        for problem in course.translation_problems(language)
    ]
    yield Report(course.folder.name, TEXTS, tuple(problems))
    for path in course.files:
        if path.stem not in course.ids:
            yield check_texts(path, languages)
