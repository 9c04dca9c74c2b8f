"""What front ends read of a session, apart from its events: where the learner stands, and how it goes."""

from __future__ import annotations

from collections.abc import Mapping

from tutor.events import LessonEnded
from tutor.lesson import Lesson, Step
from tutor.progress import StepState
from tutor.session.outline import Outline, Place
from tutor.session.standing import Standing


class View:
    """The readable side of a session."""

    def __init__(self, here: Standing) -> None:
        self._here = here

    @property
    def language(self) -> str:
        return self._here.language

    @property
    def lesson(self) -> Lesson:
        """The open lesson, in the session's language."""
        return self._here.lesson

    @property
    def step(self) -> Step:
        """The step where the learner stands, in the session's language."""
        return self._here.step

    @property
    def index(self) -> int:
        """Which of the lesson's steps that is, from 0."""
        return self._here.index

    @property
    def accepted(self) -> bool:
        """Whether it is done or skipped: cells are play until `next`."""
        return self._here.accepted

    @property
    def state(self) -> StepState:
        """How the open step went so far; in a review how it goes this time."""
        return self._here.state

    @property
    def out_of_hints(self) -> bool:
        """Whether only the solution is left to help with the open step, as each of its hints was given."""
        return not self.accepted and 0 < len(self.step.hints) <= self.state.hints

    @property
    def following(self) -> Step | Lesson | None:
        """What `next` would open: a step, at a lesson's end the next lesson, at the course's end nothing.

        In a review it is the next step that is due, after the last one the step where the learner left.
        """
        return self._here.following

    @property
    def reviewing(self) -> bool:
        """Whether the open step is asked again because it is due, apart from the course."""
        return self._here.reviewing

    @property
    def playing(self) -> bool:
        """Whether this is free play, apart from the course; the lesson is where the learner left it."""
        return self._here.playing

    @property
    def review_ends(self) -> bool:
        """Whether `next` leaves the review, because no other step is due."""
        return self._here.reviewing and self._here.reviews.following is None

    @property
    def note(self) -> Mapping[str, str]:
        """The sentences of the learner's note by their rows, in the session's language."""
        return self._here.note

    def due(self) -> list[Place]:
        """The steps to review now, as pairs of lesson and step ids, the longest due first."""
        return self._here.reviews.due()

    def outline(self) -> Outline:
        """The course with the state of every step, and which are due for review."""
        return self._here.outline()

    def summary(self) -> LessonEnded:
        """How the steps of the open lesson went so far, as its end will tell it."""
        return self._here.summary()
