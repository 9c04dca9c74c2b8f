"""Completions: names by the kernel, commands and their arguments by their table; and what is known of one."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterator
from typing import Final

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from tutor.events import Help
from tutor.repl.board import Board
from tutor.repl.commands import ALIASES, TABLE, arguments
from tutor.repl.desk import Command
from tutor.session import Session

_NAME: Final = re.compile(r"[A-Za-z_][\w.]*$")


class TutorCompleter(Completer):
    """Answers within the kernel's deadline, or with nothing."""

    def __init__(self, session: Session, board: Board) -> None:
        self._session = session
        self._board = board

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        return []  # prompt_toolkit asks the asynchronous method, which alone can reach the kernel

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        text, start = document.text_before_cursor, 0
        if text.startswith(":"):
            name, blank, argument = text[1:].partition(" ")
            command = TABLE.get(ALIASES.get(name, name))
            if not blank or command is None:
                words = self._commands(name) if not blank else iter(())
            else:
                words = self._arguments(command, argument)
            for word in words:
                yield word
            if command is None or command.argument != "name":
                return
            start = len(name) + 2
        found = await self._session.complete(document.text[start:], document.cursor_position - start)
        for item in found.items:
            yield Completion(
                item.text,
                start_position=found.start + start - document.cursor_position,
                display_meta=item.signature or item.kind,
            )

    def _commands(self, begun: str) -> Iterator[Completion]:
        for name in TABLE:
            if name.startswith(begun):
                about = self._session.texts(f"repl.command.{name}")
                yield Completion(name, start_position=-len(begun), display_meta=about.replace("`", ""))

    def _arguments(self, command: Command, typed: str) -> Iterator[Completion]:
        before, _, begun = typed.rpartition(" ")
        for word in arguments(command, before, self._session, self._board):
            if word.startswith(begun):
                yield Completion(word, start_position=-len(begun))


class Known:
    """The first line of what is known about names, asked for once each while a learner chooses."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lines: dict[str, str] = {}

    def line(self, text: str) -> str | None:
        """What is known about the name at the end of a text; None if it has not been asked for."""
        found = _NAME.search(text)
        return "" if found is None else self._lines.get(found.group())

    async def ask(self, text: str) -> None:
        """Looks the name up; nothing is known of what the kernel does not answer in time."""
        if found := _NAME.search(text):
            name = found.group()
            self._lines[name] = ""
            self._lines[name] = _first_line(await self._session.lookup(name))


def _first_line(entry: Help | None) -> str:
    """Signature and first line.

    >>> _first_line(Help(name="len", signature="len(obj, /)", text="The number of items.\\n\\nMore."))
    'len(obj, /)  The number of items.'
    """
    if entry is None:
        return ""
    first = entry.text.strip().partition("\n")[0].replace("`", "")
    return "  ".join(filter(None, (entry.signature, first)))
