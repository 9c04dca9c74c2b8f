"""The head of the work column: the step's task, and under it a hairline, or in small terminals the tabs."""

from __future__ import annotations

from rich.text import Text

from tutor.render import edge, step, strips
from tutor.render.page import Lines, Page
from tutor.render.width import flush, widest
from tutor.tui.board import TABS
from tutor.tui.clicks import clickable_tabs
from tutor.tui.drawing import Drawing


class Task(Drawing):
    """The open step's title, text, choices and given code."""

    MARGIN = edge.EDGE

    def draw(self, page: Page) -> Lines:
        session, small = self.tutor.session, not self.tutor.roomy
        status = session.state.status or ("due" if session.reviewing else "begun")
        page = edge.readable(page)
        lines = step.task(session.step, page, status=status, tight=small)
        if self.tutor.wide:
            return [*lines, Text(), edge.rule(page), Text()]
        return lines if self.tutor.tight else [*lines, Text()]


class Strip(Drawing):
    """`cells variables• shapes• …` between task and cells, where there is no room for the side."""

    def draw(self, page: Page) -> Lines:
        board, texts = self.tutor.board, page.texts
        names = ["cells", *TABS]
        labels = [texts(f"tui.tab.{name}") for name in names]
        chosen = names.index(board.tab) if self.tutor.panel_over_cells else 0
        news = [names.index(tab) for tab in board.news]
        room = edge.inside(page)
        lines = strips.tabs(labels, chosen, room, news=news)
        clickable_tabs(lines[0], names, labels)
        key = Text().append(self.tutor.key("panel"), page.palette.fg + page.palette.bold)
        key.append(f" {texts('tui.keys.panel')}", page.palette.dim)
        if widest(lines[:1]) + widest([key]) + 2 <= room.width:
            lines[0] = flush(lines[0], key, room.width)
        lines = edge.at_edge(lines)
        return lines if self.tutor.tight else [*lines, Text()]
