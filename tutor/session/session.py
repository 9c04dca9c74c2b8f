"""The session: steps, attempts, hints, skip, undo, reset, replay. Every front end consumes this one class.

Commands go in as method calls, one at a time; everything that happens comes out as events, to each
listener, in order. The session keeps no texts and draws nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
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
    LessonEnded,
    Notice,
    Skipped,
    StepOpened,
    Undone,
    Verdict,
)
from tutor.kernel import Completions, Kernel, KernelFailed
from tutor.lesson import Course, Lesson, Step, Texts
from tutor.progress import Cell, Progress, StepState
from tutor.session.outline import Outline, outline
from tutor.session.replay import Replay

Listener = Callable[[Event], None]


class Session:
    """One learner in one course, with one kernel.

    `open` shows the step before the kernel is ready; the other coroutines wait for it and for each
    other, and return when their effect is complete. `interrupt`, `complete`, `lookup`, `is_complete`
    and `answer_input` may be called while a cell runs.
    """

    def __init__(
        self,
        course: Course,
        kernel: Kernel,
        progress: Progress,
        language: str = "en",
        *,
        allow_stdin: bool = True,
    ) -> None:
        self.course = course
        self.kernel = kernel
        self.progress = progress
        self.texts = Texts(language)
        self.index = 0
        self.accepted = False
        self.busy = False
        self._lesson_id = course.ids[0]
        self._allow_stdin = allow_stdin
        self._listeners: list[Listener] = []
        self._cells: list[Cell | str] = []  # of this step: a Cell is logged, a bare text ended with an error
        self._verdict: Verdict | None = None
        self._turn = asyncio.Lock()
        self._open = False  # the kernel has been started, and is started again if it dies
        self._mending: asyncio.Task[None] | None = None
        self._replay = Replay(course, kernel, progress, self._tell_failure)
        kernel.listener = self._on_kernel_event

    # ── what front ends read ──

    @property
    def language(self) -> str:
        return self.texts.language

    @property
    def lesson(self) -> Lesson:
        """The open lesson, in the session's language."""
        return self.course.lesson(self._lesson_id, self.language)

    @property
    def step(self) -> Step:
        """The step where the learner stands, in the session's language."""
        return self.lesson.steps[self.index]

    @property
    def state(self) -> StepState:
        """How the open step went so far."""
        return self.progress.step(self.course.id, self._lesson_id, self.step.id)

    @property
    def following(self) -> Step | Lesson | None:
        """What `next` would open: a step, at a lesson's end the next lesson, at the course's end nothing."""
        if self.index + 1 < len(self.lesson.steps):
            return self.lesson.steps[self.index + 1]
        after = self.course.following(self._lesson_id)
        return self.course.lesson(after, self.language) if after else None

    def outline(self) -> Outline:
        """The course with the state of every step."""
        return outline(self.course, self.progress.steps(self.course.id), self.language)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Sends every event to `listener` from now on; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # ── getting around ──

    def arrive(self, lesson: str | None = None, step: str | None = None) -> None:
        """Stands at the given step, or where the learner left, so that it can be drawn before `open`."""
        self._place(*self._destination(lesson, step))

    async def open(self, lesson: str | None = None, step: str | None = None) -> None:
        """Starts the kernel and opens the given step, or the one where the learner left."""
        async with self._alone():
            self.arrive(lesson, step)
            self._tell_step()
            self._tell_trouble()
            self._open = True
            try:
                await self.kernel.start()
            except KernelFailed as failure:
                self._send(Notice(code="notice.kernel_failed", facts={"error": str(failure)}))
                return
            await self._replay.rebuild(self._lesson_id, self.index)

    async def goto(self, lesson: str, step: str | None = None) -> None:
        """Opens a step anywhere; the steps before it are replayed, or their solutions run."""
        async with self._alone():
            self.arrive(lesson, step)
            self._tell_step()
            await self._replay.rebuild(self._lesson_id, self.index)

    async def next(self) -> None:
        """Opens the step after this one, or the next lesson's first."""
        async with self._alone():
            if self.index + 1 < len(self.lesson.steps):
                self._place(self._lesson_id, self.index + 1)
                self._tell_step()
                await self._replay.begin_step(self._lesson_id, self.index)
                await self._replay.replay(self._lesson_id, self.index)
            elif after := self.course.following(self._lesson_id):
                self._place(after, 0)
                self._tell_step()
                await self._replay.rebuild(self._lesson_id, self.index)
            else:
                self._send(Notice(code="notice.course_done"))

    # ── the step ──

    async def submit(self, code: str) -> Verdict | None:
        """Runs a cell. The verdict is `None` for an empty cell, or where the step is already done."""
        if not code.strip():
            return None
        async with self._alone():
            self.progress.remember(code)
            self._verdict = None
            ended = await self.kernel.execute(code, allow_stdin=self._allow_stdin)
            if ended.status == "dead":
                return None
            if self.accepted:
                self._log(code, ended, None)
                return None
            verdict = self._verdict or self._missing(ended)
            self._settle(code, ended, verdict)
            return verdict

    async def check(self) -> Verdict | None:
        """Asks for a verdict on the namespace as it stands."""
        async with self._alone():
            if self.accepted:
                return None
            self._verdict = None
            ended = await self.kernel.command("check")
            verdict = self._verdict or self._missing(CellEnded())
            if ended.ok and verdict.passed and self._cells:
                last = self._cells[-1]
                self._cells[-1] = Cell(last if isinstance(last, str) else last.code, accepted=True)
            self._mark(verdict)
            self._store_cells()
            return verdict

    def hint(self) -> None:
        """Gives the next hint; when all are given, says so."""
        state, total = self.state, len(self.step.hints)
        if state.hints < total:
            self._set_state(replace(state, status=state.status or "begun", hints=state.hints + 1))
            self._send(HintGiven(step=self.step.id, index=state.hints + 1, total=total))
        else:
            self._send(Notice(code="notice.no_more_hints" if total else "notice.no_hints"))

    async def skip(self) -> None:
        """Runs the solution in the learner's stead, from the step's checkpoint."""
        async with self._alone():
            if self.accepted:
                return
            self._verdict = None
            ended = await self.kernel.command("skip")
            if not ended.ok:
                self._tell_failure(ended)
                return
            self._cells = [Cell(self.step.solution, accepted=True)]
            self._store_cells()
            self._finish("skipped")
            self._send(Skipped(step=self.step.id, code=self.step.solution))

    async def undo(self) -> None:
        """Takes back the last cell: from the step's checkpoint, the cells before it run again."""
        async with self._alone():
            if not self._cells:
                self._send(Notice(code="notice.nothing_to_undo"))
                return
            last = self._cells.pop()
            code = last if isinstance(last, str) else last.code
            if isinstance(last, Cell) and last.accepted:
                self.accepted = False
                self._set_state(replace(self.state, status="begun"))
            self._store_cells()
            await self._replay.restore()
            await self._replay.replay(self._lesson_id, self.index)
            self._send(Undone(code=code))

    async def reset(self, scope: str = "step") -> None:
        """Begins the "step", the "lesson" or "all" of the course anew, and forgets how it went."""
        async with self._alone():
            if scope == "step":
                self.progress.set_cells(self.course.id, self._lesson_id, self.step.id, [])
                self._set_state(StepState())
                self._place(self._lesson_id, self.index)
            else:
                self.progress.forget(self.course.id, self._lesson_id if scope == "lesson" else None)
                self._place(self._lesson_id if scope == "lesson" else self.course.ids[0], 0)
            self._tell_step()
            if scope == "step":
                await self._replay.restore()
            else:
                await self._replay.rebuild(self._lesson_id, self.index)

    # ── beside the step ──

    def set_language(self, language: str) -> None:
        """Changes the language of lessons and interface, and remembers it."""
        self.texts = Texts(language)
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
        await self.kernel.close()
        self.progress.close()

    # ── inside: the place ──

    def _destination(self, lesson: str | None, step: str | None) -> tuple[str, int]:
        if lesson is None:
            lesson, step = self.progress.place(self.course.id) or (self.course.ids[0], None)
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

    def _place(self, lesson: str, index: int) -> None:
        self._lesson_id, self.index = lesson, index
        self._cells = list(self.progress.cells(self.course.id, lesson, self.step.id))
        self.accepted = self.state.finished
        self.progress.set_place(self.course.id, lesson, self.step.id)

    # ── inside: verdicts ──

    def _settle(self, code: str, ended: CellEnded, verdict: Verdict) -> None:
        if verdict.retried:
            self._cells.clear()  # they were put back to the checkpoint before this cell ran again
        self._log(code, ended, verdict)
        self._mark(verdict)

    def _log(self, code: str, ended: CellEnded, verdict: Verdict | None) -> None:
        passed = verdict is not None and verdict.passed
        self._cells.append(Cell(code, passed) if passed or ended.status == "ok" else code)
        self._store_cells()

    def _store_cells(self) -> None:
        cells = [cell for cell in self._cells if isinstance(cell, Cell)]
        self.progress.set_cells(self.course.id, self._lesson_id, self.step.id, cells)
        self._tell_trouble()

    def _mark(self, verdict: Verdict) -> None:
        if verdict.passed:
            self._finish("done")
        elif verdict.attempted:
            state = self.state
            self._set_state(replace(state, status="begun", attempts=state.attempts + 1))

    def _finish(self, status: str) -> None:
        self.accepted = True
        self._set_state(replace(self.state, status=status))
        if self.index + 1 == len(self.lesson.steps):
            self._send(LessonEnded(lesson=self._lesson_id, following=self.course.following(self._lesson_id)))

    def _missing(self, ended: CellEnded) -> Verdict:
        """No verdict came: never a pass."""
        status = "interrupted" if ended.status == "interrupted" else "broken"
        verdict = Verdict(cell=ended.cell, step=self.step.id, status=status, reason="no_verdict")
        self._send(verdict)
        return verdict

    def _set_state(self, state: StepState) -> None:
        self.progress.set_step(self.course.id, self._lesson_id, self.step.id, state)

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
        try:
            await self.kernel.restart()
        except KernelFailed as failure:
            self._send(Notice(code="notice.kernel_failed", facts={"error": str(failure)}))
            return
        await self._replay.rebuild(self._lesson_id, self.index)
        self._send(Notice(code="notice.kernel_restarted"))

    def _on_kernel_event(self, event: Event) -> None:
        if isinstance(event, Verdict):
            if self.accepted:
                return  # the step is done: what follows is play
            self._verdict = event
        elif isinstance(event, KernelState) and event.state == "dead" and not self.busy:
            self._mending = asyncio.get_running_loop().create_task(self._mend())
        self._send(event)

    def _send(self, event: Event) -> None:
        for listener in list(self._listeners):
            listener(event)

    def _tell_step(self, *, again: bool = False) -> None:
        count = len(self.lesson.steps)
        self._send(
            StepOpened(lesson=self._lesson_id, step=self.step.id, index=self.index, count=count, again=again)
        )

    def _tell_failure(self, ended: CommandEnded) -> None:
        self._send(Notice(code="notice.command_failed", facts={"command": ended.command, **ended.result}))

    def _tell_trouble(self) -> None:
        if trouble := self.progress.take_trouble():
            code, facts = trouble
            self._send(Notice(code=code, facts=facts))
