"""The plain session: reads cells, sends them to the session, prints its events."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Coroutine
from typing import Any

from tutor.events import Event, InputRequested, Verdict
from tutor.repl.commands import Commands, Quit
from tutor.repl.printer import Printer
from tutor.repl.prompt import PipeReader, Reader, TerminalReader
from tutor.session import Session
from tutor.settings import File


def run(session: Session, lesson: str | None = None, settings: File | None = None) -> int:
    """Runs the plain session until the learner leaves; returns the exit status.

    From a pipe the lines are a script: the status is 1 unless every step that was tried was passed.
    """
    stdout = sys.stdout
    if hasattr(stdout, "reconfigure"):
        stdout.reconfigure(errors="replace")  # a terminal without UTF-8 shows ? for ✓, and does not stop
    return asyncio.run(Repl(session, settings or File()).main(lesson))


class Repl:
    """The loop. Ctrl+C stops what runs and never quits; Ctrl+D or `:quit` leaves."""

    def __init__(self, session: Session, settings: File) -> None:
        self.session = session
        self._settings = settings
        self.printer = Printer(session)
        self.commands = Commands(session, self.printer)
        self.scripted = not sys.stdin.isatty()
        self.reader: Reader = (
            PipeReader() if self.scripted else TerminalReader(session, vi=settings.settings.editing == "vi")
        )
        self._input: asyncio.Queue[InputRequested] = asyncio.Queue()
        self._stopping: asyncio.Task[None] | None = None
        self._tried: dict[tuple[str, str], bool] = {}
        session.subscribe(self.printer)
        session.subscribe(self._on_event)

    async def main(self, lesson: str | None) -> int:
        """Opens the session, reads until the end, closes it."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, self._stop)
        try:
            await self._at_work(self.session.open(lesson))
            if not self.scripted:
                for trouble in self._settings.problems:
                    self.printer.say(trouble.code, **trouble.facts)
                self.printer.say("repl.welcome")
            while True:
                try:
                    await self._turn()
                except KeyboardInterrupt:
                    continue
        except (EOFError, Quit):
            pass
        finally:
            await self.session.close()
        return int(self.scripted and not all(self._tried.values()))

    async def _turn(self) -> None:
        text = await self.reader.cell("❱ ")
        if text.startswith(":"):
            await self._at_work(self.commands.run(text))
        elif text.strip() in ("exit", "quit", "exit()", "quit()"):
            raise Quit
        elif text.strip():
            await self._at_work(self.session.submit(text))
        elif self.session.accepted and not self.scripted:
            await self._at_work(self.session.next())

    async def _at_work(self, work: Coroutine[Any, Any, Any]) -> None:
        """Waits for the session, and meanwhile answers `input()`."""
        task = asyncio.create_task(work)
        while not task.done():
            asked = asyncio.create_task(self._input.get())
            await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
            if asked.done():
                await self._answer(asked.result())
            asked.cancel()
        await task

    def _stop(self) -> None:
        """Ctrl+C while the session is at work; at the prompt it is a key like any other."""
        self._stopping = asyncio.create_task(self.session.interrupt())

    async def _answer(self, request: InputRequested) -> None:
        answer = ""
        with contextlib.suppress(EOFError):
            answer = await self.reader.line(request.prompt, password=request.password)
        self.session.answer_input(answer)

    def _on_event(self, event: Event) -> None:
        if isinstance(event, InputRequested):
            self._input.put_nowait(event)
        elif isinstance(event, Verdict) and event.attempted:
            self._tried[self.session.lesson.id, self.session.step.id] = event.passed
