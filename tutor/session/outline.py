"""The course as a learner sees it: parts, lessons and steps, each with how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Set

from tutor.events import StepResult
from tutor.lesson import Course, Lesson
from tutor.progress import StepState
from tutor.record import record

Place = tuple[str, str]
"""A lesson's id and a step's."""


@record
class OutlineStep:
    id: str
    title: str
    kind: str
    covers: tuple[str, ...]
    state: StepState
    due: bool = False  # for review


@record
class OutlineLesson:
    id: str
    title: str
    steps: tuple[OutlineStep, ...]

    @property
    def finished(self) -> int:
        """How many of its steps are done or skipped."""
        return sum(step.state.finished for step in self.steps)

    @property
    def due(self) -> int:
        """How many of its steps are due for review."""
        return sum(step.due for step in self.steps)

    @property
    def begun(self) -> bool:
        return any(step.state.status for step in self.steps)

    @property
    def covers(self) -> tuple[str, ...]:
        """The rows of the learner's note that its steps teach, sorted."""
        return tuple(sorted({row for step in self.steps for row in step.covers}))


@record
class OutlinePart:
    id: str
    title: str
    lessons: tuple[OutlineLesson, ...]


@record
class Outline:
    parts: tuple[OutlinePart, ...]

    @property
    def lessons(self) -> tuple[OutlineLesson, ...]:
        return tuple(lesson for part in self.parts for lesson in part.lessons)

    @property
    def finished(self) -> int:
        return sum(lesson.finished for lesson in self.lessons)

    @property
    def due(self) -> int:
        """How many steps are due for review."""
        return sum(lesson.due for lesson in self.lessons)

    @property
    def total(self) -> int:
        return sum(len(lesson.steps) for lesson in self.lessons)


def outline(
    course: Course, states: Mapping[Place, StepState], language: str, due: Set[Place] = frozenset()
) -> Outline:
    """The outline of `course` in `language`, with the states kept in the progress file."""
    titles = course.part_titles(language)
    return Outline(
        tuple(
            OutlinePart(
                part.id,
                titles[part.id],
                tuple(_lesson(course.lesson(id, language), states, due) for id in part.lessons),
            )
            for part in course.parts
        )
    )


def _lesson(lesson: Lesson, states: Mapping[Place, StepState], due: Set[Place]) -> OutlineLesson:
    steps = tuple(
        OutlineStep(
            step.id,
            step.title,
            step.kind,
            step.covers,
            states.get((lesson.id, step.id), StepState()),
            (lesson.id, step.id) in due,
        )
        for step in lesson.steps
    )
    return OutlineLesson(lesson.id, lesson.title, steps)


def lesson_results(
    lesson: Lesson, states: Mapping[Place, StepState], coming_back: Set[Place]
) -> tuple[StepResult, ...]:
    """How each step of a lesson went; `coming_back` are the steps to be reviewed one day."""
    results = []
    for step in lesson.steps:
        place = (lesson.id, step.id)
        state = states.get(place, StepState())
        results.append(
            StepResult(step.id, state.status, state.attempts, state.hints, step.covers, place in coming_back)
        )
    return tuple(results)
