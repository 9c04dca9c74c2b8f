"""Lines of the transcript that belong to no cell: hints, what was taken back, what the tutor has to say."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text

from tutor.events import HintGiven
from tutor.lesson import Step
from tutor.render import cells, error, verdict
from tutor.render.page import Lines, Page
from tutor.tui.cell import CellView
from tutor.tui.drawing import Drawing


class Remark(Drawing):
    """One sentence, dim; `say` gives its markup in the language of the moment."""

    def __init__(self, say: Callable[[], str]) -> None:
        super().__init__()
        self._say = say

    def draw(self, page: Page) -> Lines:
        return [*cells.remark(self._say(), page), Text()]


class HintView(Drawing):
    """A hint that was asked for; with the first one, what would have fitted where shapes did not."""

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
        lines = verdict.hint(hints[index - 1], index, total, page)
        if index == 1 and self._cell is not None and self._cell.error is not None:
            lines += error.fits(self._cell.error, self._cell.code, page)
        return [*lines, Text()]
