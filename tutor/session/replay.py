"""How the kernel's namespace comes to stand where the learner stands: steps begun, logged cells replayed.

Resume, restart and undo all come through here, so that they leave the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tutor.events import CommandEnded
from tutor.kernel import Kernel
from tutor.lesson import Course, Step
from tutor.progress import Cell, Progress, effective
from tutor.session.names import bound_names

SEED = 0
"""Every lesson starts with the generators in this state, so that what is printed can be repeated."""


class Replay:
    """Rebuilds the namespace for a place in the course. `failed` is told of a command that did not happen."""

    def __init__(
        self, course: Course, kernel: Kernel, progress: Progress, failed: Callable[[CommandEnded], None]
    ) -> None:
        self.course = course
        self.kernel = kernel
        self.progress = progress
        self._failed = failed

    async def rebuild(self, lesson: str, index: int, cells: Sequence[Cell], *, own: bool = True) -> None:
        """A fresh namespace, the steps before `index` replayed, that step begun and its `cells` replayed.

        The steps before are those of the learner, or with `own` false as the lesson has them.
        """
        await self._begin_lesson(lesson)
        for before in range(index):
            await self.begin_step(lesson, before)
            await self.replay(self._finished(lesson, before) if own else self._solved(lesson, before))
        await self.begin_step(lesson, index)
        await self.replay(cells)

    async def play(self, step: Step, cells: Sequence[Cell]) -> None:
        """A fresh namespace apart from the course, where cells are not judged."""
        await self._begin_lesson(step.id)
        await self._demand("begin_step", step=step.machine(step.id), names=[])
        await self._demand("accept")
        await self.replay(cells)

    async def _begin_lesson(self, lesson: str) -> None:
        await self._demand("begin_lesson", lesson=lesson, seed=SEED, here=str(self.course.folder.resolve()))

    async def begin_step(self, lesson: str, index: int) -> None:
        """Runs the step's `given` and takes its checkpoint, on the namespace as it stands."""
        steps = self.course.lesson(lesson).steps
        names = bound_names(code for step in steps[:index] for code in (step.given, code_of(step)))
        await self._demand("begin_step", step=steps[index].machine(lesson), names=names)

    async def replay(self, cells: Sequence[Cell]) -> None:
        """Runs cells of the step that has begun, with output discarded."""
        if cells:
            sent = [{"code": cell.code, "accepted": cell.accepted} for cell in cells]
            await self._demand("replay", cells=sent)

    async def restore(self) -> None:
        """Puts the namespace back to the open step's checkpoint."""
        await self._demand("restore")

    def _finished(self, lesson: str, index: int) -> list[Cell]:
        """The step's logged cells that count, and its solution where none of them was accepted."""
        step = self.course.lesson(lesson).steps[index]
        logged = effective(self.progress.cells(self.course.id, lesson, step.id))
        return logged if any(cell.accepted for cell in logged) else logged + self._solved(lesson, index)

    def _solved(self, lesson: str, index: int) -> list[Cell]:
        return [Cell(code_of(self.course.lesson(lesson).steps[index]), accepted=True)]

    async def _demand(self, name: str, **arguments: object) -> None:
        ended = await self.kernel.command(name, **arguments)
        if not ended.ok:
            self._failed(ended)


def code_of(step: Step) -> str:
    """The step's solution, where it is code and not an answer."""
    return "" if step.kind in ("predict", "choose") else step.solution
