"""What an author saves while the session is open, a lesson or the course: it is noticed, and read anew."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tutor.lesson import SHIPPED, Course, Lesson, LessonError

PAUSE: Final = 0.5
"""Seconds between two looks at the files."""

Stamp = tuple[object, ...]
"""Time and size of a file and of its translation; of a folder without `course.yaml` the names in it."""


class SavedLessons:
    """Looks at the file of the lesson that is open, and at `course.yaml`. Lessons that ship do not change."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._stamps: dict[tuple[str, str], Stamp] = {}

    @property
    def may_change(self) -> bool:
        return self._course.folder != SHIPPED

    def changed(self, lesson: str, language: str) -> bool:
        """Whether the lesson's file or its translation was saved since the last look at it."""
        stamp = self._stamp(f"{lesson}.yaml", language)
        return bool(stamp) and self._differs((lesson, language), stamp)  # none: an editor just replaces it

    def contents_changed(self, language: str) -> bool:
        """The same of the list of lessons, or of the folder where there is no list."""
        stamp = self._stamp("course.yaml", language)
        return self._differs(("", language), stamp or tuple(self._course.files))

    def _stamp(self, name: str, language: str) -> Stamp:
        folder = self._course.folder
        return tuple(filter(None, map(_seen, (folder / name, folder / language / name))))

    def _differs(self, key: tuple[str, str], stamp: Stamp) -> bool:
        before = self._stamps.get(key)
        self._stamps[key] = stamp
        return before is not None and before != stamp

    def read(self, lesson: str, language: str) -> str:
        """Reads the lesson anew; what is wrong with it, "" if nothing. Then the one before stays."""
        try:
            self._course.read_anew(lesson, language)
        except LessonError as error:
            return str(error.problems[0])
        return ""

    def read_contents(self, lesson: str) -> str:
        """The same for the list of lessons; `lesson` is the open one."""
        try:
            self._course.read_contents_anew(lesson)
        except LessonError as error:
            return str(error.problems[0])
        return ""


def _seen(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def same_until(index: int, before: Lesson, after: Lesson) -> bool:
    """Whether two versions of a lesson agree in the step at `index` and all before it."""
    return before.title == after.title and before.steps[: index + 1] == after.steps[: index + 1]
