"""What an export holds: the lessons that were begun, their steps, and the cells with what was seen of them.

The tutor puts names back when play has changed them; a file cannot. So each cell is told apart that, run
again from top to bottom, would leave other names than the lesson had.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tutor.events import Event, Skipped
from tutor.lesson import Course, Lesson, Step
from tutor.progress import Cell, Progress, effective
from tutor.record import record
from tutor.session.names import bound_names
from tutor.session.replay import code_of
from tutor.session.seen import recalled


@record
class TypedCell:
    """A cell that ran, and what was seen of it.

    `why_not` is why it must not run again in its place: "" if it can, "put_back" where the tutor put back
    what it did, "play" where it changes a name that the lesson needs afterwards. `by_tutor`: it is a
    solution that the learner has not typed, of a step that was skipped or jumped over.
    """

    code: str
    events: tuple[Event, ...] = ()
    failed: bool = False
    why_not: str = ""
    by_tutor: bool = False


@record
class StepCells:
    """A step and its cells. `finished`: it is done or skipped."""

    step: Step
    cells: tuple[TypedCell, ...]
    finished: bool = False


@record
class LessonCells:
    """A lesson as far as it was begun."""

    lesson: Lesson
    steps: tuple[StepCells, ...]

    @property
    def code(self) -> str:
        """All code that runs in it, given code included."""
        parts = (part for step in self.steps for part in (step.step.given, *(c.code for c in step.cells)))
        return "\n".join(parts)


def contents(
    course: Course, progress: Progress, language: str = "en", lessons: Iterable[str] = ()
) -> list[LessonCells]:
    """The lessons, by default all, in which something was typed, in the course's order."""
    wanted = set(lessons) or set(course.ids)
    parts = (_lesson(course, progress, id, language) for id in course.ids if id in wanted)
    return [part for part in parts if part.steps]


def _lesson(course: Course, progress: Progress, id: str, language: str) -> LessonCells:
    """The steps up to the last one at which something was typed."""
    lesson = course.lesson(id, language)
    logs = [progress.cells(course.id, id, step.id) for step in lesson.steps]
    reached = max((index for index, log in enumerate(logs) if log), default=-1) + 1
    steps: list[StepCells] = []
    for index in range(reached):
        step = lesson.steps[index]
        before = _bound(lesson.steps[:index])
        cells = _cells(step, logs[index], before)
        is_last = index + 1 == reached
        if not is_last and code_of(step) and not any(cell.accepted for cell in logs[index]):
            cells.append(TypedCell(code_of(step), by_tutor=True))
        finished = progress.step(course.id, id, step.id).finished
        steps.append(StepCells(step, tuple(cells), finished))
    return LessonCells(lesson, tuple(steps))


def _bound(steps: Sequence[Step]) -> set[str]:
    return set(bound_names(code for step in steps for code in (step.given, code_of(step))))


def _cells(step: Step, log: Sequence[Cell], before: set[str]) -> list[TypedCell]:
    """The step's cells; `before` are the names that the lesson bound until then."""
    counting = [id(cell) for cell in effective(log)]
    own = _bound([step])
    needed = before - own  # until the step is accepted, its own names are the learner's to change
    cells: list[TypedCell] = []
    for cell in log:
        seen = tuple(recalled(cell.events, 0))
        skipped = any(isinstance(event, Skipped) for event in seen)
        typed = TypedCell(cell.code, seen, cell.failed, by_tutor=skipped)
        if not cell.failed and id(cell) not in counting:
            typed = replace(typed, why_not="put_back")
        elif not cell.accepted and needed & set(bound_names([cell.code])):
            typed = replace(typed, why_not="play")
        if cell.accepted:
            needed = before | own
        cells.append(typed)
    return cells
