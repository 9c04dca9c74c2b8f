"""Where cells come from: what a reader can do, and the one that reads plain lines.

Lines come from a pipe or a file, and from a terminal on which no cursor moves.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import sys
import threading
from collections.abc import Callable
from typing import Final, Protocol

from tutor.render.palette import Palette
from tutor.repl.keyboard import hidden
from tutor.session.completeness import complete_alone

_SIZE: Final = 65536


class Reader(Protocol):
    """Reads cells and answers. Both coroutines raise `EOFError` at the end, `KeyboardInterrupt` on Ctrl+C."""

    async def cell(self, prompt: str, continuation: str) -> str: ...

    async def line(self, prompt: str, *, password: bool = False) -> str: ...

    def interrupt(self) -> bool: ...

    def aside(self) -> contextlib.AbstractContextManager[bool]: ...

    def close(self) -> None: ...

    def use_palette(self, palette: Palette) -> None: ...

    def use_editing(self, mode: str) -> None: ...


class LineReader:
    """Plain lines. A cell ends where it is complete, a block with a line that is less indented.

    For a person (`asks`) there is a prompt, a blank line ends a block, too, and the end of input inside of
    a cell is first answered with what `begun` says; once more, it is the end.
    """

    def __init__(self, *, asks: bool, begun: Callable[[], str] = str) -> None:
        self._asks = asks
        self._begun = begun
        self._ahead: str | None = None
        self._input = _Input()

    async def cell(self, prompt: str, continuation: str) -> str:
        lines, asked = [await self._next(prompt)], False
        while not self._ends(lines):
            try:
                line = await self._next(continuation)
            except EOFError:
                if asked:
                    raise
                if not self._asks:
                    break
                asked = True
                sys.stdout.write(f"\n{self._begun()}\n")
                continue
            asked = False
            if ends_block(lines, line):
                self._ahead = line
                break
            lines.append(line)
        return "\n".join(lines).rstrip("\n")

    async def line(self, prompt: str, *, password: bool = False) -> str:
        with hidden() if password and self._asks else contextlib.nullcontext():
            return await self._next(prompt)

    def interrupt(self) -> bool:
        """Gives up the line that is waited for; whether one was."""
        return self._input.interrupt()

    def aside(self) -> contextlib.AbstractContextManager[bool]:
        """What is printed follows what is typed."""
        return contextlib.nullcontext(False)

    def close(self) -> None:
        """The terminal is as it was."""

    def use_palette(self, palette: Palette) -> None:
        """The terminal draws what is typed."""

    def use_editing(self, mode: str) -> None:
        """The terminal edits what is typed."""

    def _ends(self, lines: list[str]) -> bool:
        """Whether no further line is needed; in a script only a line less indented ends a block."""
        text = "\n".join(lines)
        if len(lines) > 1 and not self._asks and complete_alone("\n".join([*lines, ""])) == "complete":
            return not _in_block(lines)
        return runs(text)

    async def _next(self, prompt: str) -> str:
        if self._ahead is not None:
            ahead, self._ahead = self._ahead, None
            return ahead
        if self._asks:
            sys.stdout.write(prompt)
            sys.stdout.flush()
        return await self._input.line()


class _Input:
    """Standard input, line by line, read in a thread that holds no lock when the program ends."""

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str | BaseException] = asyncio.Queue()
        self._wanted = threading.Semaphore(0)
        self._reading = False
        self._awaited = False
        self._rest = ""
        self._decoder = codecs.getincrementaldecoder(sys.stdin.encoding or "utf-8")(errors="replace")
        self._thread: threading.Thread | None = None

    async def line(self) -> str:
        if self._thread is None:
            loop = asyncio.get_running_loop()
            self._thread = threading.Thread(target=self._serve, args=(loop,), daemon=True)
            self._thread.start()
        if not self._reading:
            self._reading = True
            self._wanted.release()
        self._awaited = True
        try:
            found = await self._lines.get()
        finally:
            self._awaited = False
        if isinstance(found, BaseException):
            raise found
        return found

    def interrupt(self) -> bool:
        """Gives up the line that is waited for; what is being read goes to whoever asks next."""
        if self._awaited:
            self._lines.put_nowait(KeyboardInterrupt())
        return self._awaited

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        while self._wanted.acquire():
            loop.call_soon_threadsafe(self._deliver, self._read())

    def _deliver(self, found: str | BaseException) -> None:
        self._reading = False
        self._lines.put_nowait(found)

    def _read(self) -> str | BaseException:
        while "\n" not in self._rest:
            try:
                data = os.read(sys.stdin.fileno(), _SIZE)
            except OSError:
                data = b""
            self._rest += self._decoder.decode(data, final=not data)
            if not data:
                line, self._rest = self._rest, ""
                return line if line else EOFError()
        line, _, self._rest = self._rest.partition("\n")
        return line.rstrip("\r")


def runs(text: str) -> bool:
    """Whether Enter runs the text: a command, a blank line, or code that is complete or invalid.

    >>> [runs(text) for text in (":hint", "x = 1", "for i in x:", "f(")]
    [True, True, False, False]
    """
    return not text.strip() or text.startswith(":") or complete_alone(text) != "incomplete"


def ends_block(lines: list[str], line: str) -> bool:
    """Whether a line begins something new after the block that `lines` are.

    >>> ends_block(["for i in x:", "    print(i)"], "y = 1"), ends_block(["if x:", "    y"], "else:")
    (True, False)
    """
    if not line.strip() or line[0].isspace() or not _in_block(lines):
        return False
    return (
        line.split(maxsplit=1)[0].rstrip(":") not in ("else", "elif", "except", "finally")
        and line[0] not in ")]}"
    )


def _in_block(lines: list[str]) -> bool:
    written = [line for line in lines if line.strip()]
    return len(written) > 1 and written[-1][0].isspace()
