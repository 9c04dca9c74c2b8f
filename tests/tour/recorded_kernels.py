"""A kernel whose answers are kept, and one that gives them again.

A recording is a list of exchanges: what the session asked, the events that came, and the answer. It is
the same on every machine, whatever the time that a loop takes there or the last digits of a product.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from screenshots import SharedKernel

from tutor.events import CellEnded, CommandEnded, Event, Help, KernelState, to_wire
from tutor.kernel import Completions
from tutor.kernel.answers import completions
from tutor.kernel.decode import from_wire


class KeptKernel(SharedKernel):
    """A real kernel; `exchanges` has all that was asked since it started."""

    async def start(self) -> None:
        await super().start()
        self.exchanges: list[dict[str, Any]] = []
        self.heard: list[Event] = []

    def _tell(self, event: Event) -> None:
        if getattr(self, "heard", None) is not None:
            self.heard.append(event)
        super()._tell(event)

    def _keep(self, asked: list[Any], answer: Any = None) -> None:
        self.exchanges.append({"asked": asked, "events": list(map(to_wire, self.heard)), "answer": answer})
        self.heard.clear()

    async def execute(self, code: str, *, allow_stdin: bool = True) -> CellEnded:
        ended = await super().execute(code, allow_stdin=allow_stdin)
        self._keep(["execute", code])
        return ended

    async def command(self, name: str, **arguments: Any) -> CommandEnded:
        ended = await super().command(name, **arguments)
        self._keep(["command", name])
        return ended

    async def complete(self, code: str, cursor: int, deadline: float = 10) -> Completions:
        found = await super().complete(code, cursor, deadline)
        call = found.call and asdict(found.call)
        metadata = {"d2l-tutor": {"items": [asdict(item) for item in found.items], "call": call}}
        reply = {"cursor_start": found.start, "cursor_end": found.end, "metadata": metadata}
        self._keep(["complete", code, cursor], reply)
        return found

    async def inspect(self, name: str, detail: int = 0, deadline: float = 10) -> Help | None:
        found = await super().inspect(name, detail, deadline)
        self._keep(["inspect", name, detail], found and to_wire(found))
        return found

    async def is_complete(self, code: str, deadline: float = 10) -> tuple[str, str]:
        found = await super().is_complete(code, deadline)
        self._keep(["is_complete", code], found)
        return found


class PlayedKernel:
    """Answers as recorded: cells and commands in their order, questions whenever they are asked."""

    def __init__(self, exchanges: list[dict[str, Any]]) -> None:
        self.listener: Callable[[Event], None] = lambda event: None
        self.alive = False
        self.cells = 0
        self.runs = [each for each in exchanges if each["asked"][0] in ("execute", "command")]
        self.questions = {tuple(each["asked"]): each["answer"] for each in exchanges}

    async def start(self) -> None:
        self.alive = True
        self.listener(KernelState(state="ready"))

    async def close(self) -> None:
        self.alive = False

    def number(self) -> int:
        self.cells += 1
        return self.cells

    def _play(self, kind: str, named: str, cell: int) -> list[Event]:
        run = self.runs.pop(0)
        assert run["asked"][0] == kind, f"{named} was asked, and {run['asked']} recorded: RECORD=1 anew"
        played = [event for event in map(from_wire, run["events"]) if event is not None]
        assert len(played) == len(run["events"]), "events have changed: RECORD=1 anew"
        for event in played:
            self.listener(replace(event, cell=cell) if event.cell else event)
        return played

    async def execute(self, code: str, *, allow_stdin: bool = True) -> CellEnded:
        played = self._play("execute", code, self.number())
        return next(event for event in played if isinstance(event, CellEnded))

    async def command(self, name: str, **arguments: Any) -> CommandEnded:
        played = self._play("command", name, 0)
        return next(event for event in played if isinstance(event, CommandEnded))

    async def complete(self, code: str, cursor: int) -> Completions:
        return completions(self.questions.get(("complete", code, cursor)) or {})

    async def inspect(self, name: str, detail: int = 0) -> Event | None:
        found = self.questions.get(("inspect", name, detail))
        return None if found is None else from_wire(found)

    async def is_complete(self, code: str) -> tuple[str, str]:
        status, indent = self.questions.get(("is_complete", code)) or ("complete", "")
        return status, indent


def load(path: Path) -> PlayedKernel:
    """The kernel of a recording."""
    return PlayedKernel(json.loads(path.read_text("utf-8")))


def save(path: Path, kernel: KeptKernel) -> None:
    """Writes what a kernel has kept: an exchange a line, so that a difference can be read."""
    lines = (json.dumps(each, ensure_ascii=False) for each in kernel.exchanges)
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
