"""The one line that is rewritten while something is at work; where no cursor moves, nothing."""

from __future__ import annotations

from typing import Final

from rich.cells import set_cell_size
from rich.console import Console

_CLEAR: Final = "\r\x1b[K"


class LiveLine:
    """A passing line below what is printed. Whoever prints anything else calls `clear` before."""

    def __init__(self, console: Console, *, moves: bool) -> None:
        self._console = console
        self._moves = moves
        self._shown = ""

    def show(self, text: str) -> None:
        """Writes the line in the place of the one before."""
        if self._moves and text != self._shown:
            room = self._console.width - 1
            line = text if len(text) < room // 2 else set_cell_size(text, room).rstrip()
            self._write(f"{_CLEAR}{line}")
            self._shown = text

    def clear(self) -> None:
        """Takes the line away; the cursor stands where it began."""
        if self._shown:
            self._write(_CLEAR)
            self._shown = ""

    def _write(self, text: str) -> None:
        self._console.file.write(text)
        self._console.file.flush()
