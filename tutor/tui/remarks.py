"""Lines of the transcript that belong to no cell: hints, what was taken back, what the tutor has to say."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text

from tutor.events import HintGiven, LessonEnded
from tutor.lesson import Step
from tutor.render import cells, error, verdict
from tutor.render.edge import EDGE, readable
from tutor.render.page import Lines, Page
from tutor.render.summary import summary
from tutor.tui.cell import CellView
from tutor.tui.drawing import Drawing


class Remark(Drawing):
    """One sentence, dim; `say` gives its markup in the language of the moment."""

    MARGIN = EDGE

    def __init__(self, say: Callable[[], str]) -> None:
        super().__init__()
        self._say = say

    def draw(self, page: Page) -> Lines:
        return [*cells.remark(self._say(), readable(page)), Text()]


class HintView(Drawing):
    """A hint that was asked for; with the first one, what would have fitted where shapes did not."""

    MARGIN = EDGE

    def __init__(self, event: HintGiven, step: Step, cell: CellView | None) -> None:
        super().__init__()
        self._event = event
        self.step = step
        self._cell = cell

    def draw(self, page: Page) -> Lines:
        index, total = self._event.index, self._event.total
        hints = self.step.hints
        if not 0 < index <= len(hints):
            return []
        lines = verdict.hint(hints[index - 1], index, total, readable(page))
        if index == 1 and self._cell is not None and self._cell.error is not None:
            lines += error.fits(self._cell.error, self._cell.code, page)
        return [*lines, Text()]


class Summary(Drawing):
    """A lesson's end: what was learnt, how, and what comes back."""

    MARGIN = EDGE

    def __init__(self, event: LessonEnded) -> None:
        super().__init__()
        self._event = event

    def draw(self, page: Page) -> Lines:
        session = self.tutor.session
        lesson = session.course.lesson(self._event.lesson, session.language)
        return [*summary(self._event, lesson, session.note, readable(page)), Text()]
