"""The side: tabs over one panel of what the kernel holds, and which colour is which axis at its foot."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from tutor.render import strips
from tutor.render.page import Lines, Page
from tutor.render.width import flush
from tutor.tui.board import TABS
from tutor.tui.clicks import clickable_tabs
from tutor.tui.drawing import Drawing
from tutor.tui.panels import PANELS, axes, names


class Tabs(Drawing):
    """The panels' names; a pinned one stays whatever the next cell does."""

    def draw(self, page: Page) -> Lines:
        board, texts = self.tutor.board, page.texts
        labels = [texts(f"tui.tab.{tab}") for tab in TABS]
        chosen = TABS.index(board.tab)
        news = [TABS.index(tab) for tab in board.news] if board.pinned else []
        names, line = strips.tabs(labels, chosen, page, news=news)
        return [clickable_tabs(names, TABS, labels), line, Text()]


class Panel(Drawing):
    """The panel of the chosen tab; focused, it has keys of its own."""

    can_focus = True
    _lit: int | None = None

    def on_focus(self) -> None:
        self.redraw()  # the row on which the keys work stands lit

    def on_blur(self) -> None:
        self.redraw()

    def draw(self, page: Page) -> Lines:
        lines = PANELS[self.tutor.board.tab](self.tutor, page)
        lit = [i for i, line in enumerate(lines) if any(s.style == page.palette.chosen for s in line.spans)]
        self._lit = lit[0] if lit else None
        return lines

    def show_chosen(self) -> None:
        """Brings the row on which the learner stands into view."""
        scroll = self.parent
        if self._lit is not None and isinstance(scroll, VerticalScroll):
            top, height = scroll.scroll_offset.y, scroll.size.height
            if not top <= self._lit < top + height - 1:
                scroll.scroll_to(y=self._lit - height // 2, animate=False)


class Names(Drawing):
    """The variables under every other panel, where there are rows for both."""

    def draw(self, page: Page) -> Lines:
        return names(self.tutor, page) if self.tutor.tall else []


class Legend(Drawing):
    """Axis 0 rows, axis 1 columns: as many as the panel shows; and whether its tab is pinned."""

    DEFAULT_CSS = "Legend { dock: bottom; }"

    def draw(self, page: Page) -> Lines:
        board = self.tutor.board
        pinned = Text(
            page.texts("tui.side.pinned") if board.pinned else "",
            page.palette.dim,
        )
        count, matrix = axes(board)
        line = flush(strips.axes(count, page, matrix=matrix), pinned, page.width)
        return [Text(), line] if self.tutor.roomy else [line]


class Side(Vertical):
    """Tabs, panel, the variables where there is room for them, legend."""

    DEFAULT_CSS = """
    Side {
        width: 48; height: 100%; padding: 1 0 1 2; border-left: solid $hairline;
        Tabs, Legend { padding-right: 2; }
        Panel, Names { padding-right: 1; }
        #panel-scroll { height: 1fr; scrollbar-size: 0 1; scrollbar-gutter: stable; }
        Panel { height: auto; min-height: 100%; }
        #names-scroll { height: auto; max-height: 35%; scrollbar-size: 0 1; scrollbar-gutter: stable; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Tabs()
        with VerticalScroll(id="panel-scroll", can_focus=False):
            yield Panel()
        with VerticalScroll(id="names-scroll", can_focus=False):
            yield Names()
        yield Legend()

    def redraw(self, *, panel: bool = True) -> None:
        """Draws them again; without the panel, only what tells of the others."""
        for drawing in self.query(Drawing):
            if panel or isinstance(drawing, Tabs | Names):
                drawing.redraw()
