"""The one line that tells how far something is: rewritten where the cursor moves, else seldom printed."""

from __future__ import annotations

from time import monotonic
from typing import Final

from rich.cells import set_cell_size
from rich.console import Console

from tutor.repl.manners import Manners

_CLEAR: Final = "\r\x1b[K"

_PAUSE: Final = 5.0
"""Seconds between two lines where none can be rewritten."""


class LiveLine:
    """A passing line below what is printed. Whoever prints anything else calls `clear` before.

    A script has none: its transcript is the same each time.
    """

    def __init__(self, console: Console, manners: Manners) -> None:
        self._console = console
        self._manners = manners
        self._shown = ""
        self._last = -_PAUSE

    def show(self, text: str) -> None:
        """Writes the line in the place of the one before."""
        if not text or text == self._shown:
            return
        if self._manners.moves:
            room = self._console.width - 1
            line = text if len(text) < room // 2 else set_cell_size(text, room).rstrip()
            self._write(f"{_CLEAR}{line}")
            self._shown = text
        elif self._manners.asks and monotonic() - self._last >= _PAUSE:
            self._write(f"{text}\n")
            self._last = monotonic()

    def clear(self) -> None:
        """Takes the line away; the cursor stands where it began."""
        if self._shown:
            self._write(_CLEAR)
            self._shown = ""

    def _write(self, text: str) -> None:
        self._console.file.write(text)
        self._console.file.flush()
