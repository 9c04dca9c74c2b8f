"""Spaced review: what was not known at once comes back, after intervals that grow while it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Final

from tutor.lesson import Course
from tutor.progress import Progress, Review, StepState
from tutor.session.outline import Place

DAY: Final = 86_400.0

INTERVALS: Final = (1, 3, 7, 21, 60)
"""Days until a step comes back, by how often in a row it was known at once; after the last it stays away."""

EARLY: Final = DAY / 4
"""How much sooner than in whole days it may come: who learns at seven in the evening does so each day."""


def scheduled(stage: int, now: float) -> Review | None:
    """When a step comes back that was known at once `stage` times in a row; None: it is learnt.

    >>> scheduled(0, now=0.0).due / DAY, scheduled(3, now=0.0).due / DAY
    (0.75, 20.75)
    >>> scheduled(5, now=0.0) is None
    True
    """
    return Review(stage, now + INTERVALS[stage] * DAY - EARLY) if stage < len(INTERVALS) else None


def known_at_once(state: StepState) -> bool:
    """Whether a finished step was answered without a mistake, a hint or a skip."""
    return state.status == "done" and not state.attempts and not state.hints


@dataclass(slots=True)
class Question:
    """A step asked again. What happens to it touches nothing of the course but when it comes back."""

    place: Place
    stage: int
    state: StepState = field(default_factory=StepState)


class Reviews:
    """The steps of one course that come back. `now` gives seconds since 1970."""

    def __init__(self, course: Course, progress: Progress, now: Callable[[], float]) -> None:
        self._course = course
        self._progress = progress
        self._now = now
        self._asked: set[Place] = set()

    def due(self) -> list[Place]:
        """The steps that are due, the longest due first."""
        now = self._now()
        return [place for place, review in self._all().items() if review.due <= now]

    def nothing_due(self) -> tuple[str, dict[str, int]]:
        """What to say where none is due: the code of a text and its facts, with when the next one will be."""
        soonest = min((review.due for review in self._all().values()), default=None)
        if soonest is None:
            return "notice.nothing_to_review", {}
        days = ceil((soonest - self._now()) / DAY)
        return ("notice.nothing_due", {"days": days}) if days > 1 else ("notice.nothing_due_today", {})

    def begin(self) -> None:
        """From now on every due step is asked once more."""
        self._asked.clear()

    @property
    def following(self) -> Place | None:
        """The next due step that was not asked since `begin`."""
        return next((place for place in self.due() if place not in self._asked), None)

    def ask(self, place: Place) -> Question:
        """The step as a question, which is then not the following one any more."""
        self._asked.add(place)
        return Question(place, self._all()[place].stage)

    def learned(self, place: Place, state: StepState) -> None:
        """A step of the course is finished: it comes back unless it was known at once."""
        if not known_at_once(state) and place not in self._all():
            self._set(place, scheduled(0, self._now()))

    def answered(self, question: Question) -> None:
        """A question is finished: later the next time, or from the beginning again."""
        stage = question.stage + 1 if known_at_once(question.state) else 0
        self._set(question.place, scheduled(stage, self._now()))

    def forget(self, place: Place) -> None:
        """The step was begun anew and does not come back until it is finished again."""
        self._set(place, None)

    def comes_back(self) -> frozenset[Place]:
        """The steps that come back one day."""
        return frozenset(self._all())

    def _all(self) -> Mapping[Place, Review]:
        reviews = self._progress.reviews(self._course.id)
        return {place: review for place, review in reviews.items() if self._exists(*place)}

    def _exists(self, lesson: str, step: str) -> bool:
        """Whether the course still has the step; no lesson is read for it that has nothing to review."""
        if lesson not in self._course.ids:
            return False
        return any(candidate.id == step for candidate in self._course.lesson(lesson).steps)

    def _set(self, place: Place, review: Review | None) -> None:
        self._progress.set_review(self._course.id, *place, review)
