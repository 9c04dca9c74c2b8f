"""Reading a cell: from a terminal through prompt_toolkit, or from a pipe line by line.

Enter runs what is complete or invalid and continues what is not, as everywhere in the tutor.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator
from typing import Protocol

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, completion_is_selected, has_selection
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from tutor.repl.commands import TABLE
from tutor.session import Session
from tutor.session.completeness import complete_alone, next_indent


class Reader(Protocol):
    """Where cells come from. Both methods raise `EOFError` at the end."""

    async def cell(self, prompt: str) -> str: ...

    async def line(self, prompt: str, *, password: bool = False) -> str: ...


class TerminalReader:
    """Multi-line editing, history over all sittings, completion by the kernel."""

    def __init__(self, session: Session, *, vi: bool = False) -> None:
        history = InMemoryHistory(session.progress.history())
        self._prompt: PromptSession[str] = PromptSession(
            history=history,
            multiline=True,
            key_bindings=self._bindings(),
            completer=KernelCompleter(session),
            complete_while_typing=False,
            enable_history_search=True,
            enable_open_in_editor=False,
            vi_mode=vi,
        )

    async def cell(self, prompt: str) -> str:
        continuation = " " * (len(prompt) - 2) + "┊ "
        return str(
            await self._prompt.prompt_async(prompt, prompt_continuation=continuation, handle_sigint=False)
        )

    async def line(self, prompt: str, *, password: bool = False) -> str:
        answer: PromptSession[str] = PromptSession()
        return str(await answer.prompt_async(prompt, is_password=password, handle_sigint=False))

    def _bindings(self) -> KeyBindings:
        bindings = KeyBindings()
        meant = Condition(lambda: _meant_for_the_whole(get_app().current_buffer.document))

        @bindings.add("enter", filter=meant & ~has_selection & ~completion_is_selected)
        def _(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            if runs(buffer.text):
                buffer.validate_and_handle()
            else:
                buffer.cursor_position = len(buffer.text)
                buffer.insert_text("\n" + next_indent(buffer.document.current_line))

        return bindings


class PipeReader:
    """Lines from standard input: a cell ends where it is complete, a block with a line less indented."""

    def __init__(self) -> None:
        self._ahead: str | None = None

    async def cell(self, prompt: str) -> str:
        lines = [await self._next()]
        while not runs("\n".join(lines)):
            try:
                line = await self._next()
            except EOFError:
                break
            if line.strip() and not line[0].isspace() and lines[-1][:1].isspace() and not _continues(line):
                self._ahead = line
                break
            lines.append(line)
        return "\n".join(lines)

    async def line(self, prompt: str, *, password: bool = False) -> str:
        return await self._next()

    async def _next(self) -> str:
        if self._ahead is not None:
            ahead, self._ahead = self._ahead, None
            return ahead
        line: str = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            raise EOFError
        return line.rstrip("\n")


class KernelCompleter(Completer):
    """Completions of names by the kernel, of commands by their table."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        return []  # prompt_toolkit asks the asynchronous method, which alone can reach the kernel

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        text = document.text_before_cursor
        if text.startswith(":"):
            for name in TABLE:
                if name.startswith(text[1:]):
                    yield Completion(name, start_position=1 - len(text))
            return
        found = await self._session.complete(document.text, document.cursor_position)
        for item in found.items:
            yield Completion(
                item.text, start_position=found.start - document.cursor_position, display_meta=item.signature
            )


def runs(text: str) -> bool:
    """Whether Enter runs the text: a command, a blank line, or code that is complete or invalid."""
    return not text.strip() or text.startswith(":") or complete_alone(text) != "incomplete"


def _meant_for_the_whole(document: Document) -> bool:
    """Whether Enter is meant for all of the text: at its end, or anywhere in a single line."""
    return bool(document.is_cursor_at_the_end) or document.line_count == 1


def _continues(line: str) -> bool:
    """Whether a line that is not indented still belongs to the block before it."""
    return line.split(maxsplit=1)[0].rstrip(":") in ("else", "elif", "except", "finally") or line[0] in ")]}"
