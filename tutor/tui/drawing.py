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

    _drawn: tuple[int, Content, int] | None = None

    def draw(self, page: Page) -> Lines:
        """The lines to show; none wider than the page."""
        raise NotImplementedError

    @property
    def tutor(self) -> Tutor:
        return cast("Tutor", self.app)

    def redraw(self) -> None:
        """Draws anew: the content, the language or the colours changed."""
        self._drawn = None
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._at(width)[1]

    def render(self) -> VisualType:
        return self._at(self.content_size.width)[0]

    def _at(self, width: int) -> tuple[Content, int]:
        if self._drawn is None or self._drawn[0] != width:
            lines = self.draw(self.tutor.page(width)) if width > 0 else []
            content = Content.from_rich_text(Text("\n").join(lines), console=self.app.console)
            self._drawn = (width, content, len(lines))
        return self._drawn[1:]
