"""Where the learner stands and how it goes there: everything of a session that needs no kernel.

In the course that is kept in the progress file; in a review and in free play it is apart from the course, in
memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from tutor.events import CellEnded, LessonEnded, StepOpened, Verdict
from tutor.lesson import Course, Lesson, Step, Texts
from tutor.lesson.note import load_note
from tutor.progress import Progress, StepState
from tutor.session.log import Log
from tutor.session.outline import Outline, Place, lesson_results, outline
from tutor.session.play import free_play
from tutor.session.review import Question, Reviews


class Standing:
    """One learner's place in one course. `now` is the clock of reviews, in seconds since 1970."""

    def __init__(self, course: Course, progress: Progress, language: str, now: Callable[[], float]) -> None:
        self.course = course
        self.progress = progress
        self.language = language
        self.lesson_id = course.ids[0]
        self.index = 0
        self.accepted = False
        self.log = Log(progress, None)
        self.reviews = Reviews(course, progress, now)
        self._question: Question | None = None
        self._play = Log(progress, None)
        self._left: Place | None = None  # the last step of the course in this sitting
        self.playing = False

    # ── what is there ──

    @property
    def lesson(self) -> Lesson:
        return self.course.lesson(self.lesson_id, self.language)

    @property
    def step(self) -> Step:
        if self.playing:
            return free_play(Texts(self.language))
        return self.lesson.steps[self.index]

    @property
    def place(self) -> Place:
        return self.lesson_id, self.step.id

    @property
    def reviewing(self) -> bool:
        return self._question is not None

    @property
    def state(self) -> StepState:
        """How the open step went so far; in a review how it goes this time."""
        if self.playing:
            return StepState()
        if self._question is not None:
            return self._question.state
        return self.progress.step(self.course.id, *self.place)

    @state.setter
    def state(self, state: StepState) -> None:
        if self._question is not None:
            self._question.state = state
        else:
            self.progress.set_step(self.course.id, *self.place, state)

    @property
    def following(self) -> Step | Lesson | None:
        if self.reviewing:
            place = self.reviews.following
            lesson, index = self.destination(*place) if place is not None else self.destination()
            return self.course.lesson(lesson, self.language).steps[index]
        if self.playing:
            lesson, index = self.destination()
            return self.course.lesson(lesson, self.language).steps[index]
        if self.index + 1 < len(self.lesson.steps):
            return self.lesson.steps[self.index + 1]
        after = self.course.following(self.lesson_id)
        return self.course.lesson(after, self.language) if after else None

    @property
    def note(self) -> Mapping[str, str]:
        return load_note(self.course.folder, self.language).rows

    def outline(self) -> Outline:
        states = self.progress.steps(self.course.id)
        return outline(self.course, states, self.language, frozenset(self.reviews.due()))

    def opened(self) -> StepOpened:
        """The event that tells of the open step."""
        count = len(self.lesson.steps)
        return StepOpened(
            0, *self.place, index=self.index, count=count, review=self.reviewing or self.playing
        )

    def lesson_ended(self) -> LessonEnded | None:
        """The event that tells of the lesson's end, where the open step is its last in the course."""
        if self.reviewing or self.index + 1 < len(self.lesson.steps):
            return None
        return self.summary()

    def summary(self) -> LessonEnded:
        """The same of the open lesson at any time."""
        states = self.progress.steps(self.course.id)
        results = lesson_results(self.lesson, states, self.reviews.comes_back())
        following = self.course.following(self.lesson_id)
        return LessonEnded(lesson=self.lesson_id, following=following, results=results)

    # ── getting around ──

    def destination(self, lesson: str | None = None, step: str | None = None) -> tuple[str, int]:
        """The step asked for; without one the lesson's first that is not finished, else its first.

        Without a lesson: where the learner left, or the course's beginning where that is no place any more.
        Where this sitting left counts before what the progress file says, for another may be open as well.
        """
        if lesson is None:
            lesson, step = self._left or self.progress.place(self.course.id) or (self.course.ids[0], None)
            if lesson not in self.course.ids:  # the course has changed since
                lesson, step = self.course.ids[0], None
        steps = self.course.lesson(lesson).steps
        if step is not None:
            for index, candidate in enumerate(steps):
                if candidate.id == step:
                    return lesson, index
        states = self.progress.steps(self.course.id)
        for index, candidate in enumerate(steps):
            if not states.get((lesson, candidate.id), StepState()).finished:
                return lesson, index
        return lesson, 0

    def go(self, lesson: str, index: int) -> None:
        """Stands at a step of the course."""
        self.lesson_id, self.index, self._question, self.playing = lesson, index, None, False
        self.log = Log(self.progress, (self.course.id, *self.place))
        self.accepted = self.state.finished
        self._left = self.place
        self.progress.set_place(self.course.id, *self._left)

    def play(self) -> None:
        """Stands outside the course, where all that was typed there in this sitting still counts."""
        self._question, self.playing, self.accepted, self.log = None, True, True, self._play

    def ask(self, place: Place) -> None:
        """Stands at a step that is due, as if nothing had been typed there yet."""
        self.playing = False
        self.lesson_id, self.index = self.destination(*place)
        self._question, self.log = self.reviews.ask(place), Log(self.progress, None)
        self.accepted = False

    # ── how it goes ──

    def unjudged(self, ended: CellEnded) -> Verdict:
        """The verdict on a cell or a command for which none came: never a pass."""
        status = "interrupted" if ended.status == "interrupted" else "broken"
        return Verdict(cell=ended.cell, step=self.step.id, status=status, reason="no_verdict")

    def mark(self, verdict: Verdict) -> None:
        """Finishes the step, or counts a mistake: what is partly right, or could not be judged, is none."""
        if verdict.passed:
            self.finish("done")
        elif verdict.attempted or verdict.status == "partly":
            mistake = verdict.status not in ("partly", "broken")
            self.state = replace(self.state, status="begun", attempts=self.state.attempts + mistake)

    def finish(self, status: str) -> None:
        """The step is "done" or "skipped", and comes back unless it was known at once."""
        self.accepted = True
        self.state = replace(self.state, status=status)
        if self._question is not None:
            self.reviews.answered(self._question)
        else:
            self.reviews.learned(self.place, self.state)

    def reopen(self) -> None:
        """What finished the step was taken back."""
        self.accepted = False
        self.state = replace(self.state, status="begun")

    def begin_anew(self) -> None:
        """As if nothing had been typed at the step; in a review mistakes and hints still count."""
        self.log.clear()
        if self.playing:
            return
        self.accepted = False
        if self.reviewing:
            self.state = replace(self.state, status="")
        else:
            self.state = StepState()
            self.reviews.forget(self.place)
