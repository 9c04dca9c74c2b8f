"""The session: steps, attempts, hints, skip, undo, reset, review. Every front end consumes this one class.

Commands go in as method calls, one at a time; everything that happens comes out as events, to each
listener, in order. The session keeps no texts and draws nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

from tutor.events import (
    CellEnded,
    CommandEnded,
    Event,
    Help,
    HintGiven,
    KernelState,
    LanguageChanged,
    Notice,
    Skipped,
    Undone,
    Verdict,
)
from tutor.kernel import Completions, Kernel, KernelFailed
from tutor.lesson import Course, Texts
from tutor.progress import Cell, Progress
from tutor.session.replay import Replay
from tutor.session.saved import PAUSE, SavedLessons, same_until
from tutor.session.standing import Standing
from tutor.session.view import View

Listener = Callable[[Event], None]


class Session(View):
    """One learner in one course, with one kernel.

    `open` shows the step before the kernel is ready; the other coroutines wait for it and for each
    other, and return when their effect is complete. `interrupt`, `complete`, `lookup`, `is_complete`
    and `answer_input` may be called while a cell runs. `now` is the clock of reviews, in seconds since 1970.
    With `rereads` what an author saves meanwhile counts at once.
    """

    def __init__(
        self,
        course: Course,
        kernel: Kernel,
        progress: Progress,
        language: str = "en",
        *,
        allow_stdin: bool = True,
        now: Callable[[], float] = time.time,
        rereads: bool = False,
    ) -> None:
        self.course = course
        self.kernel = kernel
        self.progress = progress
        self.texts = Texts(language)
        self.busy = False
        super().__init__(Standing(course, progress, language, now))
        self._allow_stdin = allow_stdin
        self._listeners: list[Listener] = []
        self._verdict: Verdict | None = None
        self._turn = asyncio.Lock()
        self._open = False  # the kernel has been started, and is started again if it dies
        self._mending: asyncio.Task[None] | None = None
        self._rereads = rereads
        self._saved = SavedLessons(course)
        self._looking: asyncio.Task[None] | None = None
        self._replay = Replay(course, kernel, progress, self._tell_failure)
        kernel.listener = self._on_kernel_event

    # ── listeners ──

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Sends every event to `listener` from now on; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # ── getting around ──

    def arrive(self, lesson: str | None = None, step: str | None = None) -> None:
        """Stands at the given step, or where the learner left, so that it can be drawn before `open`."""
        self._here.go(*self._here.destination(lesson, step))

    async def open(self, lesson: str | None = None, step: str | None = None) -> None:
        """Starts the kernel and opens the given step, or the one where the learner left."""
        async with self._alone():
            self.arrive(lesson, step)
            self._tell_step()
            self._tell_trouble()
            self._open = True
            if self._rereads and self._saved.may_change:
                self._looking = asyncio.get_running_loop().create_task(self._look())
            if await self._succeeds(self.kernel.start()):
                await self._rebuild()

    async def goto(self, lesson: str, step: str | None = None) -> None:
        """Opens a step anywhere; the steps before it are replayed, or their solutions run."""
        async with self._alone():
            await self._stand(lesson=lesson, step=step)

    async def next(self) -> None:
        """Opens the next step, or the next lesson's first; in a review the next one that is due."""
        async with self._alone():
            here = self._here
            if here.playing:
                await self._stand()
            elif here.reviewing:
                await self._ask()
            elif here.index + 1 < len(here.lesson.steps):
                here.go(here.lesson_id, here.index + 1)
                self._tell_step()
                await self._replay.begin_step(here.lesson_id, here.index)
                await self._replay.replay(here.log.effective)
            elif after := self.course.following(here.lesson_id):
                here.go(after, 0)
                self._tell_step()
                await self._rebuild()
            else:
                self._send(Notice(code="notice.course_done"))

    async def play(self) -> None:
        """Free play in a namespace of its own, from which `next` goes back to where the learner left."""
        async with self._alone():
            self._here.play()
            self._tell_step()
            await self._rebuild()

    async def review(self) -> None:
        """Asks the steps again that are due, one after the other: `next` goes on, `goto` leaves."""
        async with self._alone():
            reviews = self._here.reviews
            if reviews.due():
                reviews.begin()
                await self._ask()
            else:
                self._send(Notice(0, *reviews.nothing_due()))

    # ── the step ──

    async def submit(self, code: str) -> Verdict | None:
        """Runs a cell. The verdict is `None` for an empty cell, or where the step is already done."""
        if not code.strip():
            return None
        async with self._alone():
            here, was_accepted = self._here, self.accepted
            self.progress.remember(code)
            self._verdict = None
            here.log.begin()
            ended = await self.kernel.execute(code, allow_stdin=self._allow_stdin)
            verdict = None
            if not was_accepted and ended.status != "dead":
                verdict = self._verdict or self._missing(ended)
                here.mark(verdict)
            passed = verdict is not None and verdict.passed
            fresh = verdict is not None and verdict.retried  # it ran again from the checkpoint
            here.log.add(Cell(code, passed, ended.status != "ok", fresh), ended.cell)
            self._finished(was_accepted)
            return verdict

    async def check(self) -> Verdict | None:
        """Asks for a verdict on the namespace as it stands."""
        async with self._alone():
            if self.accepted:
                return None
            self._verdict = None
            self._here.log.begin()
            ended = await self.kernel.command("check")
            verdict = self._verdict or self._missing(CellEnded())
            self._here.mark(verdict)
            if ended.ok and verdict.passed:
                self._here.log.accept_last()
            self._finished(False)
            return verdict

    def hint(self) -> None:
        """Gives the next hint; when all are given, says so."""
        state, total = self.state, len(self.step.hints)
        if state.hints < total:
            self._here.state = replace(state, status=state.status or "begun", hints=state.hints + 1)
            self._send(HintGiven(step=self.step.id, index=state.hints + 1, total=total))
        else:
            self._send(Notice(code="notice.no_more_hints" if total else "notice.no_hints"))

    async def skip(self) -> None:
        """Runs the solution in the learner's stead, from the step's checkpoint."""
        async with self._alone():
            if self.accepted:
                return
            self._here.log.begin()
            ended = await self.kernel.command("skip")
            if not ended.ok:
                self._tell_failure(ended)
                return
            self._here.finish("skipped")
            self._send(Skipped(step=self.step.id, code=self.step.solution))
            self._here.log.add(Cell(self.step.solution, accepted=True, fresh=True))
            self._finished(False)

    async def undo(self) -> None:
        """Takes back the last cell: from the step's checkpoint, the cells before it run again."""
        async with self._alone():
            if (taken := self._here.log.take_back()) is None:
                self._send(Notice(code="notice.nothing_to_undo"))
                return
            cell, number = taken
            if cell.accepted:
                self._here.reopen()
            await self._replay.restore()
            await self._replay.replay(self._here.log.effective)
            self._send(Undone(cell=number, code=cell.code))
            self._tell_trouble()

    async def reset(self, scope: str = "step") -> None:
        """Begins the "step", the "lesson" or "all" of the course anew, and forgets how it went."""
        async with self._alone():
            if scope == "step" or (scope == "lesson" and self.playing):
                self._here.begin_anew()
                self._tell_step()
                await self._replay.restore()
                return
            lesson = self._here.lesson_id if scope == "lesson" else None
            self.progress.forget(self.course.id, lesson)
            self._here.go(lesson or self.course.ids[0], 0)
            self._tell_step()
            await self._rebuild()

    # ── beside the step ──

    def set_language(self, language: str) -> None:
        """Changes the language of lessons and interface, and remembers it."""
        self.texts = Texts(language)
        self._here.language = language
        self.progress.set_setting("language", language)
        self._send(LanguageChanged(language=language))

    async def interrupt(self) -> None:
        """Stops what runs."""
        await self.kernel.interrupt()

    async def restart(self) -> None:
        """Ends the kernel, whatever it does, and starts it again with the accepted cells replayed."""
        await self.kernel.kill()
        await self._mend()

    async def complete(self, code: str, cursor: int) -> Completions:
        return await self.kernel.complete(code, cursor)

    async def lookup(self, name: str, detail: int = 0) -> Help | None:
        return await self.kernel.inspect(name, detail)

    async def is_complete(self, code: str) -> tuple[str, str]:
        """("complete" | "incomplete" | "invalid" | "unknown", indentation of the next line)."""
        return await self.kernel.is_complete(code)

    def answer_input(self, text: str) -> None:
        """Answers `InputRequested`."""
        self.kernel.answer_input(text)

    async def close(self) -> None:
        """Ends the kernel and closes the progress file."""
        self._open = False
        if self._looking is not None:
            self._looking.cancel()
        await self.kernel.close()
        self.progress.close()

    # ── inside: what a command leads to ──

    async def _rebuild(self) -> None:
        """The namespace as it stands here: in a review as the lesson has it, else as the learner left it."""
        here = self._here
        if here.playing:
            await self._replay.play(here.step, here.log.effective)
            return
        await self._replay.rebuild(here.lesson_id, here.index, here.log.effective, own=not here.reviewing)

    async def _look(self) -> None:
        """Shows the open step anew each time that its lesson, or the course, has been saved. Does not end."""
        while True:
            if self._saved.contents_changed(self.language):
                async with self._alone():
                    await self._read_contents_anew()
            if self._saved.changed(self._here.lesson_id, self.language):
                async with self._alone():
                    await self._read_anew()
            await asyncio.sleep(PAUSE)

    async def _read_anew(self) -> None:
        here = self._here
        before, step = here.lesson, here.lesson.steps[here.index].id
        if problem := self._saved.read(here.lesson_id, here.language):
            self._send(Notice(code="notice.lesson_broken", facts={"problem": problem}))
            return
        apart = here.playing or here.reviewing
        if apart or same_until(here.index, before, here.lesson):
            here.index = min(here.index, len(here.lesson.steps) - 1)
            return
        await self._stand("notice.lesson_saved", lesson=here.lesson_id, step=step)

    async def _read_contents_anew(self) -> None:
        if problem := self._saved.read_contents(self._here.lesson_id):
            self._send(Notice(code="notice.course_broken", facts={"problem": problem}))
            return
        if self._here.lesson_id in self.course.ids:
            self._send(Notice(code="notice.course_saved"))
        else:
            await self._stand("notice.course_saved")

    async def _stand(self, why: str = "", *, lesson: str | None = None, step: str | None = None) -> None:
        """Goes to the given step, or where the learner left; `why` is the code of a notice."""
        self.arrive(lesson, step)
        self._tell_step()
        if why:
            self._send(Notice(code=why))
        await self._rebuild()

    async def _ask(self) -> None:
        """The next step that is due; after the last one back to where the learner left."""
        place = self._here.reviews.following
        if place is None:
            await self._stand("notice.review_done")
        else:
            self._here.ask(place)
            self._tell_step()
            await self._rebuild()

    def _finished(self, was_accepted: bool) -> None:
        """Says that the lesson has ended, where the command has just finished its last step."""
        if self.accepted and not was_accepted and (ended := self._here.lesson_ended()) is not None:
            self._send(ended)
        self._tell_trouble()

    def _missing(self, ended: CellEnded) -> Verdict:
        self._send(verdict := self._here.unjudged(ended))
        return verdict

    # ── inside: events ──

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """One command at a time; a kernel that died meanwhile is started again and rebuilt."""
        async with self._turn:
            self.busy = True
            try:
                yield
                if self._open and not self.kernel.alive:
                    await self._revive()
            finally:
                self.busy = False

    async def _mend(self) -> None:
        async with self._alone():
            pass

    async def _revive(self) -> None:
        self._send(Notice(code="notice.kernel_restarts"))
        if await self._succeeds(self.kernel.restart()):
            await self._rebuild()
            self._send(Notice(code="notice.kernel_restarted"))

    async def _succeeds(self, launch: Awaitable[None]) -> bool:
        """Whether the kernel comes up; if not, it is said."""
        try:
            await launch
        except KernelFailed as failure:
            self._send(Notice(code="notice.kernel_failed", facts={"error": str(failure)}))
            return False
        return True

    def _on_kernel_event(self, event: Event) -> None:
        if isinstance(event, Verdict):
            if self.accepted:
                return  # the step is done: what follows is play
            self._verdict = event
        elif isinstance(event, KernelState) and event.state == "dead" and not self.busy:
            self._mending = asyncio.get_running_loop().create_task(self._mend())
        self._send(event)

    def _send(self, event: Event) -> None:
        self._here.log.hear(event)
        for listener in list(self._listeners):
            listener(event)

    def _tell_step(self) -> None:
        self._send(self._here.opened())
        for cell in self._here.log.recall(self.kernel.number):
            self._send(cell)

    def _tell_failure(self, ended: CommandEnded) -> None:
        self._send(Notice(code="notice.command_failed", facts={"command": ended.command, **ended.result}))

    def _tell_trouble(self) -> None:
        if trouble := self.progress.take_trouble():
            self._send(Notice(0, *trouble))
