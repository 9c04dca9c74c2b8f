"""What a command works with, and what a command is: its name, its argument, what it does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from tutor.record import record
from tutor.repl.board import Board
from tutor.repl.printer import Printer
from tutor.repl.reading import Reader
from tutor.session import Session


class Quit(Exception):
    """The learner wants to leave."""


@record
class Desk:
    """The session, where its events are printed, and where answers to a question come from."""

    session: Session
    printer: Printer
    reader: Reader

    @property
    def board(self) -> Board:
        return self.printer.board

    async def confirmed(self, key: str) -> bool:
        """Whether a person says yes; a script has said so by asking."""
        if not self.printer.manners.asks:
            return True
        texts = self.session.texts
        try:
            answer = await self.reader.line(f"{texts(key)} {texts('repl.yes_or_no')} ")
        except (EOFError, KeyboardInterrupt):
            return False
        return answer.strip().lower() in texts("repl.yes").split()


Run: TypeAlias = Callable[[Desk, str], Awaitable[None]]


@record
class Command:
    """A command. `argument` names what can stand behind it; texts about it are in the catalogue."""

    name: str
    run: Run
    argument: str = ""
