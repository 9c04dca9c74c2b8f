"""`d2l-tutor lint`: all that can be said of lessons without a kernel, as `file:line:column: what`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator

from tutor.headless.check import FAILED, UNUSABLE, check_course
from tutor.headless.trials import check_texts, languages_of
from tutor.lesson import Course, LessonError, Problem, UnknownLesson, locate
from tutor.lesson.source import read_yaml

LONGEST = 60
"""Seconds that the engine may take to say which names it knows."""


def lint_command(targets: list[str], language: str | None) -> int:
    """Print what is wrong in the lessons that `targets` name, or in all; returns the exit status."""
    try:
        problems = list(lint(targets, language))
    except (LessonError, UnknownLesson) as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    for problem in problems:
        print(problem)
    return FAILED if problems else 0


def lint(targets: Iterable[str], language: str | None = None) -> Iterator[Problem]:
    """What is wrong in lessons, their place in the course, their translations, and the names in `see`.

    With a `language`, translations into that one alone. Raises as `check` does.
    """
    named: list[str | None] = [*targets]
    for target in named or [None]:
        course, lesson = locate(target)
        languages = [language] if language else languages_of(course.folder)
        ids = course.ids if lesson is None else (lesson,)
        for id in ids:
            path = course.folder / f"{id}.yaml"
            if path.exists():
                yield from check_texts(path, languages).problems
        if lesson is None:
            for report in check_course(course, languages):
                yield from report.problems
        yield from _names(course, ids)


def _names(course: Course, ids: Iterable[str]) -> Iterator[Problem]:
    """The names in `see` that the engine does not have."""
    places = []
    for id in ids:
        try:
            lesson = course.lesson(id)
        except LessonError:  # told already
            continue
        for index, step in enumerate(lesson.steps):
            places += [(lesson.path, ("steps", index, "see", at), name) for at, name in enumerate(step.see)]
    unknown = set(_unknown(sorted({name for _, _, name in places})))
    for path, place, name in places:
        if name in unknown:
            yield read_yaml(path).problem(place, f"the engine has no `{name}`")


def _unknown(names: list[str]) -> list[str]:
    command = [sys.executable, "-P", "-m", "tutor.inside.known"]
    done = subprocess.run(
        command, input=json.dumps(names), capture_output=True, text=True, timeout=LONGEST, check=True
    )
    unknown: list[str] = json.loads(done.stdout)
    return unknown
