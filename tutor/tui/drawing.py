"""The widget under all others: draws a renderer's lines at the width that it has, and no more than once.

A line becomes what a terminal can show only when it comes into view, and what looks as before is not
painted again: a transcript of thousands of lines costs a key nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, cast

from rich.style import Style
from rich.text import Text
from textual.geometry import Region, Size
from textual.selection import Selection
from textual.strip import Strip
from textual.widget import Widget

from tutor.render.page import Lines, Page

if TYPE_CHECKING:
    from tutor.tui.app import Tutor


@dataclass(slots=True)
class _Drawn:
    """The lines at a width, and those of them that have been in view, in the looks of the moment."""

    width: int
    lines: Lines
    strips: dict[int, Strip] = field(default_factory=dict)
    looks: Style | None = None


class Drawing(Widget):
    """Lines of a picture. What learners and kernels print comes as `Text`, so it is never read as markup.

    `MARGIN`: cells at the left that are not copied with a selection, numbers and signs.
    """

    DEFAULT_CSS = "Drawing { width: 1fr; height: auto; }"
    MARGIN: ClassVar = 0

    _drawn: _Drawn | None = None

    def draw(self, page: Page) -> Lines:
        """The lines to show; none wider than the page."""
        raise NotImplementedError

    @property
    def tutor(self) -> Tutor:
        return cast("Tutor", self.app)

    @property
    def lines(self) -> Lines:
        """The lines as they are drawn at the width of the moment."""
        return self._at(self.content_size.width).lines

    def redraw(self) -> None:
        """Draws anew where something changed: the content, the language or the colours."""
        before = self._drawn
        if not self.display:
            self._drawn = before = None
        if before is None:
            return  # it has no place yet, and is drawn when it has one
        self._drawn = now = self._made(before.width)
        if len(now.lines) != len(before.lines):
            self.refresh(layout=True)
            return
        same = [_same(one, other) for one, other in zip(now.lines, before.lines, strict=True)]
        now.looks, now.strips = before.looks, {y: s for y, s in before.strips.items() if same[y]}
        if changed := [Region(0, y, before.width, 1) for y, alike in enumerate(same) if not alike]:
            self.refresh(*changed)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._at(width).lines)

    def render_line(self, y: int) -> Strip:
        drawn, looks = self._at(self.content_size.width), self.rich_style
        if drawn.looks != looks:
            drawn.looks, drawn.strips = looks, {}
        selection = self.text_selection
        if y >= len(drawn.lines):
            return Strip.blank(drawn.width, looks)
        if selection is not None and (span := self._selected(selection, y, drawn.lines[y])):
            line = drawn.lines[y].copy()
            line.stylize(self.screen.get_component_rich_style("screen--selection"), *span)
            return self._strip(line, y, drawn.width, looks)
        if y not in drawn.strips:
            drawn.strips[y] = self._strip(drawn.lines[y], y, drawn.width, looks)
        return drawn.strips[y]

    def _strip(self, line: Text, y: int, width: int, looks: Style) -> Strip:
        strip = Strip(line.render(self.app.console)).adjust_cell_length(width, looks)
        return strip.apply_style(looks).apply_offsets(0, y)

    # ── what is copied ──

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        found = []
        for y, line in enumerate(self.lines):
            if (span := self._selected(selection, y, line)) is not None:
                found.append(line.plain[slice(*span)].rstrip())
        return "\n".join(found), "\n"

    def _selected(self, selection: Selection, y: int, line: Text) -> tuple[int, int] | None:
        """Which characters of a line are selected."""
        if (span := selection.get_span(y)) is None:
            return None
        start, end = span
        length = len(line.plain)
        return max(start, self.MARGIN), length if end < 0 else min(end, length)

    def _at(self, width: int) -> _Drawn:
        """What is drawn at a width."""
        if self._drawn is None or self._drawn.width != width:
            self._drawn = self._made(width)
        return self._drawn

    def _made(self, width: int) -> _Drawn:
        lines = self.draw(self.tutor.page(width)) if width > 0 else []
        for line in lines:
            line.end = ""
        return _Drawn(width, lines)


def _same(one: Text, other: Text) -> bool:
    """Whether two lines look alike."""
    return one == other and one.style == other.style
