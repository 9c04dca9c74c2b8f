"""Lines of the transcript that belong to no cell: hints, what was taken back, what the tutor has to say."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text

from tutor.events import HintGiven, LessonEnded, Verdict
from tutor.lesson import Step
from tutor.render import cells, error, verdict
from tutor.render.code import listing
from tutor.render.edge import EDGE, at_edge, inside, readable
from tutor.render.markup import body
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
            lines += error.fits(self._cell.error, page)
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


class Again(Drawing):
    """What the tutor had to say about a step, once more: its hints, and once it is done the why, the course's
    own solution, and what is worth looking up."""

    MARGIN = EDGE

    def __init__(self, step: Step, hints: int, accepted: bool) -> None:
        super().__init__()
        self.step = step
        self._hints = len(step.hints) if accepted else hints
        self._accepted = accepted

    def draw(self, page: Page) -> Lines:
        step, total = self.step, len(self.step.hints)
        page = readable(page)
        parts = [
            verdict.hint(hint, index, total, page) for index, hint in enumerate(step.hints[: self._hints], 1)
        ]
        if self._accepted:
            parts.append(verdict.verdict(Verdict(status="passed"), page, why=step.why))
            parts.append(self._solution(page))
        if not parts:
            parts.append(cells.remark(page.texts("tui.again.nothing", hint=self.tutor.key("hint")), page))
        return [line for part in parts for line in [*part, Text()]]

    def _solution(self, page: Page) -> Lines:
        room = inside(page)
        lines = [Text(page.texts("tui.again.solution"), page.palette.dim)]
        lines += [row for rows in listing(self.step.solution.rstrip(), room) for row in rows]
        if self.step.see:
            names = ", ".join(f"`{name}`" for name in self.step.see)
            lines += body(page.texts("tui.again.see", names=names), room, page.palette.dim)
        return at_edge(lines)
