"""Does a lesson work? Every answer that a step lists, tried in a real kernel through the session.

A step is good when the empty answer does not pass; its solution and each alternative pass; each listed
mistake fails with its own message and the solution passes after it; and skipping leaves the names that
solving leaves. All steps of a lesson share one kernel; between trials the step is reset.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tutor.events import Event, Notice, Variable, Verdict
from tutor.headless.lesson import Lesson
from tutor.kernel import KernelFailed
from tutor.lesson import LessonError, Problem, Step, Texts, explain, locate, overlay_problems
from tutor.lesson.problems import Place
from tutor.lesson.rules import Finding
from tutor.lesson.source import Source, read_yaml
from tutor.lesson.texts import LANGUAGES
from tutor.record import record

GRACE = 30.0
"""Seconds that an answer may take beyond the step's `limit`, for a slow machine."""

TEXTS = "texts"
"""The report on what stands in a lesson's files has this name in place of a step's id."""


@record
class Report:
    """What was found about one step; it is good when there are no problems."""

    lesson: str
    step: str
    problems: tuple[Problem, ...] = ()
    seconds: float = 0.0
    trials: int = 0

    @property
    def good(self) -> bool:
        return not self.problems


def languages_of(folder: Path) -> list[str]:
    """The languages that a folder of lessons has texts in: English and its overlays' folders."""
    overlays = sorted(
        path.parent.name
        for path in folder.glob("*/*.yaml")
        if path.parent.name in LANGUAGES or (folder / path.name).exists()
    )
    return ["en", *dict.fromkeys(overlays)]


def check_texts(path: Path, languages: list[str]) -> Report:
    """Reads a lesson's file, its place in the course and its translations; runs nothing."""
    began = time.perf_counter()
    try:
        course, id = locate(str(path))
        lesson = course.lesson(id or path.stem)
        problems = course.problems(lesson.id)
    except LessonError as error:
        problems = list(error.problems)
    else:
        for language in languages:
            problems += overlay_problems(lesson, language) if language != "en" else []
    return Report(path.stem, TEXTS, tuple(problems), time.perf_counter() - began)


class Trials:
    """The trials of one lesson's steps. A context manager: it holds a kernel from the first trial on."""

    def __init__(self, path: Path, languages: list[str]) -> None:
        self.path = path
        self.steps = locate(str(path))[0].lesson(path.stem).steps
        self._languages = languages
        self._source: Source = read_yaml(path)
        self._open: Lesson | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def check(self, step: str) -> Report:
        """Try the step's answers; steps are quickest in their order."""
        began = time.perf_counter()
        index = next(index for index, candidate in enumerate(self.steps) if candidate.id == step)
        findings, trials = self._tried(index)
        problems = [
            self._source.problem(("steps", index, *finding.place), finding.text)
            for finding in dict.fromkeys(findings)
        ]
        seconds = time.perf_counter() - began
        return Report(self.path.stem, step, tuple(problems), seconds, trials)

    def _tried(self, index: int) -> tuple[list[Finding], int]:
        """What is found about a step, and with how many trials."""
        heard = len(self._open.events) if self._open is not None else 0
        try:
            lesson = self._lesson_at(index)
        except TimeoutError:
            self.close()
            return [Finding(("given",), "`given` and the solutions before it take too long")], 0
        except KernelFailed as error:
            self.close()
            return [Finding((), f"no kernel can be had: {str(error).strip().splitlines()[-1]}")], 0
        # A step that could not begin says so once: trying its answers would repeat it many times.
        if findings := list(_failed_commands(lesson.events[heard:])):
            return findings, 0
        trial = _StepTrial(lesson, self._languages)
        try:
            return list(trial.findings()), trial.trials
        except TimeoutError:
            self.close()
            return [
                Finding(("solution",), f"trying the answers takes longer than {lesson.timeout:g} seconds")
            ], 0

    def _lesson_at(self, index: int) -> Lesson:
        step = self.steps[index]
        patience = GRACE + sum(earlier.limit for earlier in self.steps[: index + 1])
        if self._open is None:
            lesson = Lesson(self.path, step.id)
            lesson.timeout = patience
            lesson.open()
            self._open = lesson
        else:
            lesson = self._open
            lesson.timeout = patience
            following = lesson.session.following
            if isinstance(following, Step) and following.id == step.id and lesson.session.accepted:
                lesson.next()
            else:
                lesson.goto(step.id)
        lesson.timeout = GRACE + step.limit
        return lesson


@dataclass
class _StepTrial:
    """The trials of the step that `lesson` has open. The last one leaves it solved."""

    lesson: Lesson
    languages: list[str]
    trials: int = field(default=0, init=False)

    @cached_property
    def step(self) -> Step:
        return self.lesson.step

    def findings(self) -> Iterator[Finding]:
        heard = len(self.lesson.events)
        measured = self.lesson.measure()
        if not measured.ok:
            yield Finding(("solution",), f"the solution cannot be tried: {_words(measured.result)}")
            return
        self.trials += 1
        standing = self.lesson.check()
        if standing is not None and standing.status == "broken":
            # Each answer would say the same again.
            yield Finding(("check",), f"the check itself fails: {standing.facts['text']}")
            return
        yield from self._known(measured.result)
        if standing is None:
            yield Finding((), "the step gets no verdict: the kernel ended")
        elif standing.passed:
            yield Finding((), "the step passes before anything is done")
            self.lesson.reset()
        for index in range(len(self.step.mistakes)):
            yield from self._mistake(index)
        for index, code in enumerate(self.step.accept):
            yield from self._passes(("accept", index), code, "this answer")
            self.lesson.reset()
        yield from self._skip_and_solve()
        yield from _failed_commands(self.lesson.events[heard:])

    def _known(self, measured: Mapping[str, Any]) -> Iterator[Finding]:
        """The mistakes that cannot be known by their effect."""
        for index in measured["empty"]:
            yield Finding(
                ("mistakes", index, "code"), "this mistake has no effect by which it could be known"
            )
        for index in measured["same_as_solution"]:
            yield Finding(("mistakes", index, "code"), "this mistake does what the solution does")
        for first, second in measured["duplicates"]:
            same = f"this mistake has the same effect as mistake {first + 1}"
            yield Finding(("mistakes", second, "code"), f"{same}: {measured['mistakes'][first]}")

    def _submit(self, code: str) -> Verdict | None:
        self.trials += 1
        return self.lesson.submit(code)

    def _mistake(self, index: int) -> Iterator[Finding]:
        mistake, place = self.step.mistakes[index], ("mistakes", index, "code")
        verdict = self._submit(mistake.code)
        if verdict is None:
            yield Finding(place, "this mistake gets no verdict: the kernel ended")
        elif verdict.passed:
            yield Finding(place, "this mistake passes")
        elif verdict.mistake != index:
            yield Finding(place, f"this mistake is not known by its effect; one reads: {self._reads()}")
        else:
            for language in self.languages:
                yield from self._says(place, index, verdict, language)
            yield from self._passes(
                ("solution",), self.step.solution, f"after mistake {index + 1} the solution"
            )
        self.lesson.reset()

    def _says(self, place: Place, index: int, verdict: Verdict, language: str) -> Iterator[Finding]:
        step = self.lesson.session.course.lesson(self.lesson.id, language).step(self.step.id)
        read = explain(verdict, step, Texts(language))
        if step.mistakes[index].say not in read:
            yield Finding(place, f"this mistake's text is not what is read ({language}): {' '.join(read)}")

    def _passes(self, place: Place, code: str, what: str) -> Iterator[Finding]:
        verdict = self._submit(code)
        if verdict is None:
            yield Finding(place, f"{what} gets no verdict: the kernel ended")
        elif not verdict.passed:
            yield Finding(place, f"{what} does not pass; one reads: {self._reads()}")

    def _skip_and_solve(self) -> Iterator[Finding]:
        self.lesson.skip()
        skipped = dict(self.lesson.variables) if self.lesson.session.accepted else None
        self.lesson.reset()
        yield from self._passes(("solution",), self.step.solution, "the solution")
        if skipped is None:
            return  # what failed was told
        solved = self.lesson.variables
        for name in sorted(skipped.keys() | solved.keys()):
            left, wanted = _shape_of(skipped.get(name)), _shape_of(solved.get(name))
            if left != wanted:
                yield Finding(("solution",), f"skipping leaves `{name}` as {left}, solving as {wanted}")

    def _reads(self) -> str:
        """What the learner reads now, on one line."""
        verdict = self.lesson.verdict
        if verdict is None:
            return "nothing"
        return self.lesson.message.replace("\n", " ") or f"nothing ({verdict.status})"


_COMMANDS = {
    "begin_step": (("given",), "`given` does not run"),
    "skip": (("solution",), "the solution does not run when the step is skipped"),
}
"""What it means for a lesson that a command of the session failed, and where."""


def _failed_commands(events: Iterable[Event]) -> Iterator[Finding]:
    for event in events:
        if isinstance(event, Notice) and event.code == "notice.command_failed":
            command = event.facts.get("command", "")
            place, what = _COMMANDS.get(command, ((), f"the kernel could not do `{command}`"))
            yield Finding(place, f"{what}: {_words(event.facts)}")


def _words(result: Mapping[str, object]) -> str:
    """Why a command was not done."""
    return str(result.get("text") or result.get("error") or result.get("reason") or "no reason is known")


def _shape_of(variable: Variable | None) -> str:
    if variable is None:
        return "nothing"
    if variable.array is None:
        return variable.kind
    shape = ", ".join(map(str, variable.array.shape)) + ("," if len(variable.array.shape) == 1 else "")
    return f"{variable.kind} of shape ({shape}), {variable.array.dtype}"
