"""Figures on the screen: as Kitty's placeholders, as Sixel painted over half blocks, or as half blocks.

A figure stands in the lines of its cell, so it scrolls, folds and is redrawn as text is. Kitty is sent each
picture once for each size. Sixel knows no text: whenever lines of a figure are shown, the same rows
of pixels are painted over them, unless something else lies over the transcript.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from random import randrange
from typing import TYPE_CHECKING, Final

from rich.control import Control
from rich.segment import ControlType, Segment
from rich.style import Style
from rich.text import Text
from textual.events import Click
from textual.geometry import Region
from textual.strip import Strip

from tutor.events import Figure
from tutor.render import figure as blocks
from tutor.render.cells import remark
from tutor.render.edge import EDGE, at_edge, inside
from tutor.render.graphics import MARKS, kitty_cells, kitty_forget, kitty_picture, sixel
from tutor.render.markup import inline
from tutor.render.page import Lines, Page
from tutor.render.width import cut
from tutor.session.figures import save
from tutor.terminal import Graphics
from tutor.tui.drawing import Drawing

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

_MOST: Final = len(MARKS)
"""Columns and rows that a picture has at most."""

_SENT: Final = 32
"""Pictures that Kitty keeps for us; the oldest is forgotten, and sent again when it is drawn again."""

_PASSED_THROUGH: Final = [(ControlType.CURSOR_FORWARD, 0)]
"""Marks a segment as one that takes no cells and is written as it is."""


class FigureLine(Text):
    """A line of a figure: its `row`, and where Sixel paints it, the figure's place in cells."""

    figure: Figure
    row: int
    left: int
    columns: int
    rows: int


@dataclass(slots=True)
class Gallery:
    """Draws figures as the terminal can; `chosen` is the one that has the whole screen."""

    tutor: Tutor
    graphics: Graphics
    chosen: Figure | None = None
    _sent: dict[tuple[str, int, int], int] = field(default_factory=dict)
    _saved: dict[str, str] = field(default_factory=dict)

    def save(self) -> None:
        """Saves the chosen figure, and says where."""
        if self.chosen is None:
            return
        try:
            code, facts = "tui.figure.saved", {"path": str(save(self.chosen))}
        except (OSError, ValueError) as error:
            code, facts = "tui.figure.not_saved", {"error": str(error)}
        self.tutor.tell(code, **facts)
        self.tutor.main.query_one(FigureView).say(code, **facts)

    def in_cell(self, figure: Figure, page: Page) -> Lines:
        """A figure among the lines of its cell."""
        tutor = self.tutor
        rows = min(blocks.ROWS, tutor.size.height * 2 // 5)
        lines = self._drawn(figure, inside(page), rows, EDGE)
        if tutor.roomy or not any(isinstance(line, FigureLine) for line in lines):
            return lines
        return lines + remark(page.texts("tui.figure.larger", key=tutor.key("figure")), page)

    def on_screen(self, figure: Figure, page: Page, rows: int) -> Lines:
        """A figure on a page of its own."""
        return self._drawn(figure, page, max(1, rows - blocks.WORDS), 0, most=rows)

    def _drawn(self, figure: Figure, page: Page, rows: int, left: int, most: int = 0) -> Lines:
        drawn: Lines = []
        across, down = self._place(figure, page, rows)
        lines = self._lines(figure, page, rows, most, (across, down))
        if self.protocol == "none":
            return at_edge(lines) if left else lines
        for row, line in enumerate(at_edge(lines) if left else lines):
            part = FigureLine(line.plain, line.style, spans=line.spans)
            part.figure, part.row, part.left = figure, row, left
            part.columns, part.rows = (across, down) if self.protocol == "sixel" else (0, 0)
            drawn.append(part)
        return drawn

    def _lines(self, figure: Figure, page: Page, rows: int, most: int, place: tuple[int, int]) -> Lines:
        protocol = self.protocol if all(place) else "none"
        if protocol == "none":
            return blocks.described(figure, page, self._path(figure))
        if protocol == "kitty" and figure.mime == "image/png":
            return kitty_cells(self._number(figure.data, *place), *place)
        if protocol == "sixel":
            return blocks.bare(figure, *place, page)
        return blocks.picture(figure, page, rows=rows, most=most, cell=self._cell)

    @property
    def protocol(self) -> str:
        """How figures are drawn: "none" where there are no colours."""
        return "none" if self.tutor.palette.grey is None else self.graphics.protocol

    def pixels(self, line: FigureLine, part: range) -> str:
        """Some rows of a line's figure as Sixel."""
        background = self.tutor.palette.colours["bg"]
        return sixel(line.figure.data, line.columns, line.rows, self._cell, background, part)

    @property
    def _cell(self) -> tuple[int, int]:
        return self.graphics.cell if all(self.graphics.cell) else blocks.CELL

    def _place(self, figure: Figure, page: Page, rows: int) -> tuple[int, int]:
        """Columns and rows of the figure in full quality; (0, 0) where it cannot be read."""
        size = blocks.size(figure)
        return blocks.fit(size, min(page.width, _MOST), min(rows, _MOST), self._cell) if all(size) else (0, 0)

    def _number(self, data: str, columns: int, rows: int) -> int:
        """The number under which Kitty has the picture at this size; it is sent if it has it not."""
        key = data, columns, rows
        number = self._sent.pop(key, 0)
        if not number:
            number = randrange(
                1, 1 << 24
            )  # a colour as well; other programs in the terminal have numbers, too
            self._write(kitty_picture(number, *key))
        self._sent[key] = number
        if len(self._sent) > _SENT:
            self._write(kitty_forget(self._sent.pop(next(iter(self._sent)))))
        return number

    def _write(self, escape: str) -> None:
        driver = self.tutor._driver  # what it writes never comes between the halves of another escape
        if driver is not None:
            driver.write(escape)

    def _path(self, figure: Figure) -> str:
        """The file of a figure that is told in words; it is saved for that, once."""
        if figure.data not in self._saved:
            try:
                self._saved[figure.data] = str(save(figure))
            except (OSError, ValueError):
                self._saved[figure.data] = ""
        return self._saved[figure.data]


class Painted(Drawing):
    """A drawing in whose lines figures stand. A click on one shows it on the whole screen."""

    def render_lines(self, crop: Region) -> list[Strip]:
        strips = super().render_lines(crop)
        gallery = self.tutor.gallery
        if gallery.protocol != "sixel" or not self.screen.is_active or self.tutor.completions.open:
            return strips
        shown = enumerate(self.lines[crop.y : crop.bottom])
        figures = ((place, line) for place, line in shown if isinstance(line, FigureLine) and line.columns)
        for _, group in groupby(figures, lambda entry: (id(entry[1].figure), entry[0] - entry[1].row)):
            rows = list(group)
            (first, line), (last, _) = rows[0], rows[-1]
            pixels = gallery.pixels(line, range(line.row, line.row + len(rows)))
            x, y = self.region.offset
            corner = Control.move_to(x + line.left, y + crop.y + first).segment.text
            written = f"\x1b7{corner}{pixels}\x1b8"
            strip = strips[last]
            strips[last] = Strip([*strip, Segment(written, Style(), _PASSED_THROUGH)], strip.cell_length)
        return strips

    async def on_click(self, event: Click) -> None:
        line = self.lines[event.y] if event.y < len(self.lines) else None
        if isinstance(line, FigureLine):
            self.tutor.gallery.chosen = line.figure
            await self.tutor.action_do("figure")


class FigureView(Painted):
    """One figure on the whole screen."""

    DEFAULT_CSS = "FigureView { display: none; height: 1fr; padding: 1; }"

    can_focus = True
    _said: tuple[str, dict[str, str]] | None = None

    def begin(self) -> None:
        """Shows the chosen figure, with nothing said yet."""
        self._said = None
        self.redraw()

    def say(self, code: str, **facts: str) -> None:
        """Says something above the figure."""
        self._said = code, facts
        self.redraw()

    def draw(self, page: Page) -> Lines:
        figure = self.tutor.gallery.chosen
        if figure is None:
            return []
        said: Lines = []
        if self._said is not None:
            code, facts = self._said
            said = [cut(inline(page.texts(code, **facts), page.palette), page.width), Text()]
        rows = self.content_size.height - len(said)
        return said + self.tutor.gallery.on_screen(figure, page, rows)
