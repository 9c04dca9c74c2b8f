"""The pytest plugin: `pytest lessons/` checks each step of each lesson, one test item a step.

It is loaded in every pytest run of an environment that has the tutor, so it imports the rest of the
tutor only once it meets a lesson.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tutor.headless.trials import Report, Trials

_LESSON = re.compile(r"^lesson:", re.MULTILINE)
_OVERLAY = re.compile(r"^language:", re.MULTILINE)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix != ".yaml" or not _is_lesson(file_path):
        return None
    collector: pytest.Collector = LessonFile.from_parent(parent, path=file_path)
    return collector


def _is_lesson(path: Path) -> bool:
    text = path.read_text("utf-8", errors="replace")
    return bool(_LESSON.search(text)) and not _OVERLAY.search(text)


class LessonFile(pytest.File):
    """A lesson's file. Its steps share one kernel, which ends with the file's last item."""

    @cached_property
    def languages(self) -> list[str]:
        from tutor.headless.trials import languages_of

        return languages_of(self.path.parent)

    @cached_property
    def trials(self) -> Trials:
        from tutor.headless.trials import Trials

        return Trials(self.path, self.languages)

    def collect(self) -> Iterator[pytest.Item]:
        from tutor.headless.trials import TEXTS
        from tutor.lesson import LessonError

        yield LessonItem.from_parent(self, name=TEXTS)
        try:
            steps = self.trials.steps
        except LessonError:
            return  # the item on the texts reports it
        for step in steps:
            yield LessonItem.from_parent(self, name=step.id)

    def teardown(self) -> None:
        if "trials" in self.__dict__:
            self.trials.close()


class LessonItem(pytest.Item):
    """The trials of one step, or the reading of the lesson's texts."""

    parent: LessonFile

    def runtest(self) -> None:
        report = self._report()
        if not report.good:
            raise StepFailed("\n".join(str(problem) for problem in report.problems))

    def _report(self) -> Report:
        from tutor.headless.trials import TEXTS, check_texts

        if self.name == TEXTS:
            return check_texts(self.path, self.parent.languages)
        return self.parent.trials.check(self.name)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, StepFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"{self.path.stem}: {self.name}"


class StepFailed(Exception):
    """A step does not hold; the message is the plain report."""
