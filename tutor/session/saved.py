"""A lesson that its author saves while the session is open: that is noticed, and it is read anew."""

from __future__ import annotations

from typing import Final

from tutor.lesson import SHIPPED, Course, Lesson, LessonError

PAUSE: Final = 0.5
"""Seconds between two looks at the files."""

Stamp = tuple[tuple[int, int], ...]
"""Time and size of a lesson's file and of its translation."""


class SavedLessons:
    """Looks at the file of the lesson that is open. Lessons that ship do not change."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._stamps: dict[tuple[str, str], Stamp] = {}

    @property
    def may_change(self) -> bool:
        return self._course.folder != SHIPPED

    def changed(self, lesson: str, language: str) -> bool:
        """Whether the lesson's file or its translation was saved since the last look at it."""
        paths = [self._course.folder / f"{lesson}.yaml"]
        if language != "en":
            paths.append(self._course.folder / language / f"{lesson}.yaml")
        stamp: Stamp = ()
        for path in paths:
            try:
                status = path.stat()
            except OSError:
                continue
            stamp += ((status.st_mtime_ns, status.st_size),)
        if not stamp:  # an editor is just putting another in its place
            return False
        before = self._stamps.get((lesson, language))
        self._stamps[lesson, language] = stamp
        return before is not None and before != stamp

    def read(self, lesson: str, language: str) -> str:
        """Reads the lesson anew; what is wrong with it, "" if nothing. Then the one before stays."""
        try:
            self._course.read_anew(lesson, language)
        except LessonError as error:
            return str(error.problems[0])
        return ""


def same_until(index: int, before: Lesson, after: Lesson) -> bool:
    """Whether two versions of a lesson agree in the step at `index` and all before it."""
    return before.title == after.title and before.steps[: index + 1] == after.steps[: index + 1]
