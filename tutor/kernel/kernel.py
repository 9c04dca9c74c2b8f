"""The one class through which a session has a kernel: cells, commands, questions, interrupt, restart."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from tutor.events import (
    COMM_TARGET,
    CellEnded,
    CellStarted,
    CommandEnded,
    Error,
    Event,
    Help,
    KernelState,
)
from tutor.kernel import answers, decode
from tutor.kernel.answers import Completions
from tutor.kernel.channels import Channels, Request
from tutor.kernel.decode import Message
from tutor.kernel.process import KernelFailed, Process

AGAIN = 0.3
"""Seconds between interrupts: one that comes together with a cell is lost, and some code survives several."""

STUCK = 2.0
"""Seconds of unheard interrupts after which a restart should be offered."""

DEADLINE = 1.0
"""Seconds that a completion or a lookup may take."""

LAST_WORDS = 0.2
"""Seconds for which a kernel that has ended is still heard: what it said last is on its way."""


class Kernel:
    """A kernel process. `listener` gets every event as it comes, and must not block.

    A cell or command runs alone; a second one waits for the first. Questions (`complete`, `inspect`,
    `is_complete`) are answered meanwhile, within a deadline. A kernel that dies ends what runs with the
    status "dead"; `restart` starts another.
    """

    def __init__(self, listener: Callable[[Event], None] = lambda event: None) -> None:
        self.listener = listener
        self.cells = 0
        self._process: Process | None = None
        self._channels: Channels | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._running: _Run | None = None
        self._comm = ""

    # ── the process ──

    @property
    def alive(self) -> bool:
        """Whether there is a process that answers."""
        return self._channels is not None

    async def start(self) -> None:
        """Starts the process and returns when it answers. KernelFailed with its last words if it does not."""
        self._tell(KernelState(state="starting"))
        await self._launch()

    async def restart(self) -> None:
        """Ends the process, whatever it does, and starts a new one."""
        self._tell(KernelState(state="restarting"))
        await self.kill()
        await self._launch()

    async def kill(self) -> None:
        """Ends the process at once; what runs ends with the status "dead"."""
        await self._end(at_once=True)

    async def close(self) -> None:
        """Ends the process and leaves nothing of it: no child, no socket, no folder."""
        await self._end(at_once=False)

    async def interrupt(self) -> None:
        """Stops what runs: interrupts until it is over, and says "stuck" if that takes long."""
        run, process = self._running, self._process
        began, told = perf_counter(), False
        while process is not None and run is not None and run is self._running and run.request is not None:
            await process.interrupt()
            with suppress(TimeoutError):
                await asyncio.wait_for(run.request.idle.wait(), AGAIN)
                return
            if not told and perf_counter() - began >= STUCK:
                told = True
                self._tell(KernelState(state="stuck"))

    # ── what runs in turn ──

    def number(self) -> int:
        """A number for a cell that no other one has, also not one of a process before this one."""
        self.cells += 1
        return self.cells

    async def execute(self, code: str, *, allow_stdin: bool = True) -> CellEnded:
        """Runs a cell of the learner's and returns its end, which is its last event."""
        async with self._turn:
            number, began = self.number(), perf_counter()
            self._tell(CellStarted(number, code))
            self._tell(KernelState(state="busy"))
            content = {
                "code": code,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": allow_stdin,
                "stop_on_error": False,
            }
            run = await self._run("execute_request", content, number)
            if run.error is not None:
                self._tell(run.error)
            ended = run.cell_ended or CellEnded(number, run.status, perf_counter() - began)
            self._tell(ended)
            self._tell_idle()
            return ended

    async def command(self, name: str, **arguments: Any) -> CommandEnded:
        """Runs a command of the session; an answer that is not `ok` means that it did not happen."""
        async with self._turn:
            content = {"comm_id": self._comm, "data": {"command": name, "arguments": arguments}}
            run = await self._run("comm_msg", content, 0)
            reason = "the kernel has ended" if run.status == "dead" else "the kernel gave no answer"
            ended = run.command_ended or CommandEnded(command=name, result={"error": reason})
            self._tell(ended)
            self._tell_idle()
            return ended

    def answer_input(self, text: str) -> None:
        """Answers `InputRequested`."""
        if self._channels is not None:
            self._channels.answer_input(text)

    # ── questions, answered beside what runs ──

    async def complete(self, code: str, cursor: int, deadline: float = DEADLINE) -> Completions:
        """How the code could go on at the cursor; nothing if the kernel takes too long."""
        content = {"code": code, "cursor_pos": cursor}
        reply = await self._ask("complete_request", content, deadline)
        return Completions(cursor, cursor) if reply is None else answers.completions(reply)

    async def inspect(self, name: str, detail: int = 0, deadline: float = DEADLINE) -> Help | None:
        """What is known about a dotted name, with its source if `detail` is 1; None without an answer."""
        content = {"code": name, "cursor_pos": len(name), "detail_level": detail}
        reply = await self._ask("inspect_request", content, deadline)
        return None if reply is None else answers.help_of(reply)

    async def is_complete(self, code: str, deadline: float = DEADLINE) -> tuple[str, str]:
        """Whether code is "complete", "incomplete", "invalid" or "unknown", and the next line's indent."""
        reply = await self._ask("is_complete_request", {"code": code}, deadline)
        return ("unknown", "") if reply is None else answers.completeness(reply)

    # ── inside ──

    async def _launch(self) -> None:
        process = self._process = Process()
        channels: Channels | None = None
        tasks: list[asyncio.Task[None]] = []
        try:
            channels = Channels(await process.start(), self._on_message)
            tasks = [asyncio.create_task(channels.open()), asyncio.create_task(process.ended())]
            opening, watching = tasks
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if not opening.done():
                raise KernelFailed(process.last_words)
            await opening
        except BaseException:
            for task in tasks:
                task.cancel()
            if channels is not None:
                channels.close()
            await process.end(at_once=True)
            self._process = None
            raise
        self._channels = channels
        self._comm = uuid.uuid4().hex
        await channels.finished(
            channels.send("comm_open", {"comm_id": self._comm, "target_name": COMM_TARGET, "data": {}})
        )
        self._watcher = asyncio.create_task(self._watch(channels, watching))
        self._tell(KernelState(state="ready"))

    async def _watch(self, channels: Channels, ended: asyncio.Task[None]) -> None:
        """Says when the process has ended of itself."""
        await ended
        self._channels = None
        try:
            await asyncio.sleep(LAST_WORDS)
            self._tell(KernelState(state="dead"))
        finally:
            channels.close()

    async def _end(self, *, at_once: bool) -> None:
        if self._watcher is not None:
            self._watcher.cancel()
        channels, self._channels = self._channels, None
        process, self._process = self._process, None
        if process is not None:
            await process.end(at_once=at_once)
        if channels is not None:
            channels.close()

    async def _run(self, kind: str, content: dict[str, Any], cell: int) -> _Run:
        """Sends what the main thread is to do, and waits until that is over."""
        run = _Run(cell)
        if (channels := self._channels) is None:
            return run
        run.request = channels.send(kind, content, cell=cell)
        self._running = run
        try:
            run.over = await channels.finished(run.request)
            if run.over and kind == "execute_request":
                run.reply = await channels.reply(run.request)
        finally:
            self._running = None
        return run

    async def _ask(self, kind: str, content: dict[str, Any], deadline: float) -> dict[str, Any] | None:
        channels = self._channels
        return None if channels is None else await channels.ask(kind, content, deadline)

    def _on_message(self, message: Message, request: Request | None) -> None:
        run = self._running
        ours = run is not None and request is not None and request is run.request
        for event in decode.events(message, request.cell if request is not None else 0):
            if run is None or not ours or not run.keep(message, event):
                self._tell(event)

    def _tell_idle(self) -> None:
        if self._channels is not None:
            self._tell(KernelState(state="idle"))

    def _tell(self, event: Event) -> None:
        self.listener(event)


@dataclass(slots=True)
class _Run:
    """A cell or a command that runs, and what is told only once it is over."""

    cell: int
    request: Request | None = None
    reply: dict[str, Any] | None = None
    over: bool = False
    error: Event | None = None
    cell_ended: CellEnded | None = None
    command_ended: CommandEnded | None = None

    def keep(self, message: Message, event: Event) -> bool:
        """Whether the event waits for the end. Jupyter's error does: mostly the tutor's takes its place."""
        if isinstance(event, CellEnded):
            self.cell_ended = event
        elif isinstance(event, CommandEnded):
            self.command_ended = event
        elif isinstance(event, Error) and message["header"]["msg_type"] == "error":
            self.error = event
        else:
            if isinstance(event, Error):
                self.error = None
            return False
        return True

    @property
    def status(self) -> str:
        """How a cell ended that did not tell itself."""
        if not self.over:
            return "dead"
        if self.reply is None or self.reply.get("ename") in ("KeyboardInterrupt", "CancelledError"):
            return "interrupted"
        return "ok" if self.reply.get("status") == "ok" else "error"
