"""The widget under all others: draws a renderer's lines at the width that it has, and no more than once."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual.content import Content
from textual.geometry import Size
from textual.visual import VisualType
from textual.widget import Widget

from tutor.render.page import Lines, Page

if TYPE_CHECKING:
    from tutor.tui.app import Tutor


class Drawing(Widget):
    """Lines of a picture. What learners and kernels print comes as `Text`, so it is never read as markup."""

    DEFAULT_CSS = """
    Drawing { width: 1fr; height: auto; text-wrap: nowrap; text-overflow: clip; }
    """

    _drawn: tuple[int, int, Text, Content] | None = None

    def draw(self, page: Page) -> Lines:
        """The lines to show; none wider than the page."""
        raise NotImplementedError

    @property
    def tutor(self) -> Tutor:
        return cast("Tutor", self.app)

    def redraw(self) -> None:
        """Draws anew where something changed: the content, the language or the colours."""
        before, self._drawn = self._drawn, None
        if before is None:
            self.refresh(layout=True)
            return
        width, height, text, _ = before
        now = self._at(width)
        if now[2] == text:
            self._drawn = before
        else:
            self.refresh(layout=now[1] != height)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._at(width)[1]

    def render(self) -> VisualType:
        return self._at(self.content_size.width)[3]

    def _at(self, width: int) -> tuple[int, int, Text, Content]:
        """What is drawn at a width: that width, the height, the text, and Textual's form of it."""
        if self._drawn is None or self._drawn[0] != width:
            lines = self.draw(self.tutor.page(width)) if width > 0 else []
            text = Text("\n").join(lines)  # a line's own style becomes a span, so that texts compare by looks
            content = Content.from_rich_text(text, console=self.app.console)
            self._drawn = (width, len(lines), text, content)
        return self._drawn
