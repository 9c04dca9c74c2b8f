"""Figures in the plain session: as the terminal's own pixels, in half blocks, or as a file and its words."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rich.console import Console

from tutor.events import Figure
from tutor.render import figure as blocks
from tutor.render.edge import EDGE, at_edge, inside
from tutor.render.graphics import MARKS, kitty_here, sixel
from tutor.render.page import Lines, Page
from tutor.repl.manners import Manners
from tutor.session.figures import save
from tutor.terminal import Graphics

_SPARE: Final = 4
"""Rows of the screen that a figure leaves to what stands around it."""


class Figures:
    """Draws figures for a terminal; remembers the last one, and in which file a figure is."""

    def __init__(self, graphics: Graphics, manners: Manners) -> None:
        self.last: Figure | None = None
        self._words = manners.words
        self._protocol = graphics.protocol if manners.styled and not manners.words else "none"
        self._pixels = manners.moves and self._protocol in ("kitty", "sixel")
        self._cell = graphics.cell if all(graphics.cell) else blocks.CELL
        self._files: dict[str, Path] = {}

    def lines(self, figure: Figure, page: Page, height: int) -> Lines:
        """The figure as text, not higher than the screen."""
        if self._words:
            return blocks.described(figure, page, self._file(figure), folded=False)
        if self._protocol == "none" or page.palette.grey is None:
            return at_edge(blocks.described(figure, inside(page), self._file(figure), folded=False))
        path = "" if all(blocks.size(figure)) else self._file(figure)
        rows = max(1, min(blocks.ROWS, height - _SPARE))
        return at_edge(blocks.picture(figure, inside(page), rows=rows, cell=self._cell, path=path))

    def paint(self, figure: Figure, page: Page, console: Console) -> bool:
        """Draws the figure's pixels at the cursor; whether this terminal and this figure have them."""
        size = blocks.size(figure)
        if not (self._pixels and all(size) and page.palette.grey and figure.mime == "image/png"):
            return False
        room = max(1, min(blocks.ROWS, console.height - _SPARE, len(MARKS)))
        columns, rows = blocks.fit(size, min(inside(page).width, len(MARKS)), room, self._cell)
        if self._protocol == "kitty":
            pixels = kitty_here(figure.data, columns, rows)
        else:
            background = page.palette.colours["bg"]
            pixels = sixel(figure.data, columns, rows, self._cell, background, range(rows))
        # The lines come first: at the screen's end they make room, which a picture does not.
        console.file.write("\n" * rows + f"\x1b7\x1b[{rows}A\x1b[{EDGE}C{pixels}\x1b8")
        console.file.flush()
        return True

    def _file(self, figure: Figure) -> str:
        if figure.data not in self._files:
            try:
                self._files[figure.data] = save(figure)
            except (OSError, ValueError):
                return ""
        return str(self._files[figure.data])
