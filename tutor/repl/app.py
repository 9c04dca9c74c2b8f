"""The plain session: reads cells, sends them to the session, prints its events."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Coroutine
from typing import Any, Final

from tutor.events import CellEnded, Event, InputRequested, KernelState, Notice, Verdict
from tutor.render.signs import BLOCK, PROMPT
from tutor.repl import commands
from tutor.repl.desk import Desk, Quit
from tutor.repl.manners import Manners
from tutor.repl.printer import Printer
from tutor.repl.reading import LineReader, Reader
from tutor.session import Session
from tutor.settings import File
from tutor.terminal import Graphics

FAILED: Final = 1
INTERRUPTED: Final = 130

_TOLD: Final = ("dead", "stuck", "restarting")
"""States of the kernel that concern whoever is typing."""
_WAYS_OUT: Final = ("exit", "quit", "exit()", "quit()")


def run(
    session: Session,
    lesson: str | None = None,
    settings: File | None = None,
    graphics: Graphics | None = None,
    *,
    plain: bool = False,
) -> int:
    """Runs the plain session until the learner leaves; returns the exit status.

    Lines from a pipe or a file are a script: the status is 1 unless every step that was tried was passed,
    130 where it was interrupted. `plain` tells pictures in words and styles nothing.
    """
    stdout = sys.stdout
    if hasattr(stdout, "reconfigure"):
        stdout.reconfigure(errors="replace")  # a terminal without UTF-8 shows ? for ✓, and does not stop
    return asyncio.run(
        Repl(session, settings or File(), Manners.found(plain=plain), graphics or Graphics()).main(lesson)
    )


class Repl:
    """The loop. Ctrl+C stops what runs and never quits; Ctrl+D on an empty line, or `:quit`, leaves."""

    def __init__(self, session: Session, settings: File, manners: Manners, graphics: Graphics) -> None:
        self.session = session
        self.settings = settings
        self.manners = manners
        self.printer = Printer(session, manners, graphics)
        self.reader = self._reader(graphics.typed)
        self.desk = Desk(session, self.printer, self.reader)
        self._input: asyncio.Queue[InputRequested] = asyncio.Queue()
        self._stopping: asyncio.Task[None] | None = None
        self._interrupted = False
        self._stuck = False
        self._failed = False
        self._tried: dict[tuple[str, str], bool] = {}
        self._use_settings()
        session.subscribe(self._show)
        session.subscribe(self._on_event)

    def _reader(self, typed: str) -> Reader:
        if self.manners.asks and self.manners.moves:
            from tutor.repl.prompt import TerminalReader  # prompt_toolkit takes its time to load

            return TerminalReader(self.session, self.printer.board, self.manners, typed)
        return LineReader(asks=self.manners.asks, begun=lambda: self.session.texts("repl.cell_begun"))

    def _use_settings(self) -> None:
        """The file's settings come before what was last chosen in a session."""
        wanted, chosen = self.settings.settings, self.session.progress.setting
        theme = chosen("theme") if wanted.theme == "auto" else wanted.theme
        editing = wanted.editing if "editing" in self.settings.lines else chosen("editing")
        self.printer.use_theme(theme or "dark")
        self.reader.use_palette(self.printer.palette)
        self.reader.use_editing(editing or "emacs")

    def _show(self, event: Event) -> None:
        """Prints an event; at the prompt without what only passes."""
        with self.reader.aside() as at_prompt:
            if not (at_prompt and isinstance(event, KernelState) and event.state not in _TOLD):
                self.printer(event)

    async def main(self, lesson: str | None) -> int:
        """Opens the session, reads until the end, closes it."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, self._stop)
        try:
            await self._at_work(self.session.open(lesson))
            if self.manners.asks:
                for trouble in self.settings.problems:
                    self.printer.say(trouble.code, **trouble.facts)
                if due := len(self.session.due()):
                    self.printer.say("repl.due", count=due)
                self.printer.say("repl.welcome")
            while not self._interrupted:
                with contextlib.suppress(KeyboardInterrupt):
                    await self._turn()
        except (EOFError, Quit):
            pass
        finally:
            self.reader.close()
            await self.session.close()
        if self.manners.asks:
            return 0
        if self._interrupted:
            return INTERRUPTED
        return 0 if all(self._tried.values()) and not self._failed else FAILED

    async def _turn(self) -> None:
        prompt, continuation = ("> ", ". ") if self.manners.words else (f"{PROMPT} ", f"{BLOCK} ")
        text = (await self.reader.cell(prompt, continuation)).rstrip()
        if not self.manners.asks and text:
            self.printer.lines(self.printer.drawing.echo(text, prompt, continuation))
        await self._carry_out(text)

    async def _carry_out(self, text: str) -> None:
        word = text.strip()
        if word.startswith(":") or word == "?":
            await self._at_work(commands.run(word if word != "?" else ":help", self.desk))
        elif word in _WAYS_OUT:
            raise Quit
        elif not word:
            if self.session.accepted and self.manners.asks:
                await self._at_work(self.session.next())
        elif any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
            await self._at_work(self.session.submit(text))
            error = self.printer.board.error
            if error is not None and error.name == "NameError" and word in commands.TABLE:
                self.printer.say("repl.colon", name=word)

    async def _at_work(self, work: Coroutine[Any, Any, Any]) -> None:
        """Waits for the session, and meanwhile answers `input()` as long as the cell that asks runs."""
        task = asyncio.create_task(work)
        while not task.done():
            asked = asyncio.create_task(self._answer())
            await asyncio.wait({task, asked}, return_when=asyncio.FIRST_COMPLETED)
            asked.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asked
        await task
        self.printer.at_rest()

    def _stop(self) -> None:
        """Ctrl+C: what runs is stopped, or ended if it does not listen; a line begun is dropped.

        It ends a script.
        """
        self._interrupted = not self.manners.asks
        if self._stuck:
            self._stuck = False
            self._stopping = asyncio.create_task(self.session.restart())
        elif not self.reader.interrupt():
            self._stopping = asyncio.create_task(self.session.interrupt())

    async def _answer(self) -> None:
        request, answer = await self._input.get(), ""
        try:
            answer = await self.reader.line(request.prompt, password=request.password)
        except KeyboardInterrupt:
            await self.session.interrupt()
            return
        except EOFError:
            pass
        self.session.answer_input(answer)

    def _on_event(self, event: Event) -> None:
        match event:
            case InputRequested():
                self._input.put_nowait(event)
            case Verdict() if event.attempted or event.status == "partly":
                self._tried[self.session.lesson.id, self.session.step.id] = event.passed
            case KernelState():
                self._stuck = event.state == "stuck"
            case CellEnded(status="dead") | Notice(code="notice.kernel_failed"):
                self._failed = True
