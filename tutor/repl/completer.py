"""Completions: names by the kernel, commands and their arguments by their table; and what is known of one."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from tutor.kernel.answers import Completion as KernelCompletion
from tutor.kernel.answers import Completions
from tutor.repl.board import Board
from tutor.repl.commands import ALIASES, TABLE, arguments
from tutor.repl.desk import Command
from tutor.session import Session


class TutorCompleter(Completer):
    """Answers within the kernel's deadline, or with nothing."""

    def __init__(self, session: Session, board: Board) -> None:
        self._session = session
        self._board = board
        self._asked = ""
        self._answer = Completions()

    def help(self, chosen: str | None, text: str) -> str:
        """The first line of help of the chosen completion; where none is, the call that `text` ends in."""
        if chosen is not None:
            return next((item.help for item in self._answer.items if item.text == chosen), "")
        call = self._answer.call
        if call is None or text != self._asked:
            return ""
        parameters = [f"[{name}]" if i == call.current else name for i, name in enumerate(call.parameters)]
        return f"{call.name}({', '.join(parameters)})  {call.help}"

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
        self._asked, self._answer = document.text_before_cursor, found
        for item in found.items:
            yield Completion(
                item.text,
                start_position=found.start + start - document.cursor_position,
                display_meta=_meta(item),
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


def _meta(item: KernelCompletion) -> str:
    """What stands beside a name in the menu: its signature, an array's shape, or what kind of thing it is.

    >>> _meta(KernelCompletion("x", kind="NDArray", shape=(3, 4), dtype="float32"))
    'NDArray (3, 4) float32'
    """
    if item.shape is not None:
        return f"{item.kind} {item.shape} {item.dtype}"
    return item.signature or item.kind
