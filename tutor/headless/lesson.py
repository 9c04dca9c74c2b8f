"""A lesson from plain Python: the session with no screen, one call after another."""

from __future__ import annotations

from collections.abc import Coroutine
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from tutor.events import CommandEnded, Event, Notice, Output, Variable, Variables, Verdict
from tutor.headless.loop import Loop
from tutor.kernel import Kernel, KernelFailed
from tutor.lesson import Step, explain, locate
from tutor.progress import Progress
from tutor.session import Session

T = TypeVar("T")


class Lesson:
    """One lesson with a kernel of its own; nothing is read from or written to the learner's progress.

    `target` is a shipped lesson's name or the path of a lesson's file; `step` is where to begin, by
    default the first step. Raises `tutor.lesson.UnknownLesson` or `tutor.lesson.LessonError`,
    and `tutor.kernel.KernelFailed` from any call when no kernel can be had.

    >>> with Lesson("ndarray-reshape", "row-to-matrix") as lesson:
    ...     verdict = lesson.submit("X = x.reshape((3, 4))")
    ...     verdict.passed, lesson.variables["X"].array.shape
    (True, (3, 4))
    """

    timeout: float | None = None
    """Seconds that a call may take before it raises `TimeoutError`; None: as long as it needs."""

    def __init__(self, target: str | Path, step: str | None = None, *, language: str = "en") -> None:
        course, lesson = locate(str(target))
        self.id = lesson or course.ids[0]
        course.lesson(self.id)
        self._first = step
        self.events: list[Event] = []
        """Everything that happened so far, oldest first."""
        self.variables: dict[str, Variable] = {}
        """The learner's names, as the last cell left them."""
        self.verdict: Verdict | None = None
        """The last verdict on the open step."""
        self.session = Session(course, Kernel(), Progress.open(None), language, allow_stdin=False)
        self.session.subscribe(self._hear)
        self._loop = Loop()
        self._trouble = ""

    def __enter__(self) -> Self:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Start the kernel and open the step; what `with` does."""
        try:
            self._run(self.session.open(self.id, self._first))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the kernel."""
        self._loop.run(self.session.close())
        self._loop.close()

    @property
    def step(self) -> Step:
        """The open step."""
        return self.session.step

    @property
    def message(self) -> str:
        """What the learner reads after the last attempt, as lesson markup; "" where nothing is wrong."""
        if self.verdict is None:
            return ""
        return "\n".join(explain(self.verdict, self.step, self.session.texts))

    def submit(self, code: str, *, timeout: float | None = None) -> Verdict | None:
        """Run a cell, as the learner would; its verdict, or None where the step is already done.

        Raises `TimeoutError` when the cell takes longer than `timeout` seconds (by default the lesson's),
        and stops it.
        """
        self.verdict = None
        limit = self.timeout if timeout is None else timeout
        try:
            return self._run(self.session.submit(code), limit)
        except TimeoutError:
            self._run(self.session.restart())
            raise TimeoutError(f"the cell took longer than {limit:g} seconds") from None

    def check(self) -> Verdict | None:
        """Ask for a verdict on the names as they stand."""
        self.verdict = None
        return self._run(self.session.check())

    @property
    def output(self) -> str:
        """What the last cell printed."""
        last = max((event.cell for event in self.events), default=0)
        return "".join(e.text for e in self.events if isinstance(e, Output) and e.cell == last)

    def hint(self) -> str | None:
        """The next hint, None when all are given."""
        given = self.session.state.hints
        self.session.hint()
        hints = self.session.step.hints
        return hints[given] if given < len(hints) else None

    def measure(self) -> CommandEnded:
        """What the step's solution and mistakes do, and which mistakes cannot be told apart."""
        return self._run(self.session.kernel.command("measure"))

    def next(self) -> None:
        """Open the step after this one."""
        self.verdict = None
        self._run(self.session.next())

    def goto(self, step: str) -> None:
        """Open any step of the lesson; the solutions of the steps before it are run."""
        self.verdict = None
        self._run(self.session.goto(self.id, step))

    def skip(self) -> None:
        """Have the solution run in the learner's stead."""
        self._run(self.session.skip())

    def undo(self) -> None:
        """Take back the last cell."""
        self.verdict = None
        self._run(self.session.undo())

    def reset(self, scope: str = "step") -> None:
        """Begin the "step" or the "lesson" anew."""
        self.verdict = None
        self._run(self.session.reset(scope))

    def _run(self, coroutine: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        result = self._loop.run(coroutine, self.timeout if timeout is None else timeout)
        if self._trouble:
            raise KernelFailed(self._trouble)
        return result

    def _hear(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Variables):
            self.variables = {variable.name: variable for variable in event.variables}
        elif isinstance(event, Verdict):
            self.verdict = event
        elif isinstance(event, Notice) and event.code == "notice.kernel_failed":
            self._trouble = str(event.facts.get("error", ""))
