"""The cells of the open step in the order they ran, with hints and remarks between them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import TYPE_CHECKING, Final, cast

from textual.containers import Vertical, VerticalScroll

from tutor.events import (
    CellEnded,
    CellStarted,
    Event,
    HintGiven,
    LessonEnded,
    Notice,
    Recalled,
    Skipped,
    StepOpened,
    Undone,
    Verdict,
)
from tutor.tui.cell import CellView
from tutor.tui.drawing import Drawing
from tutor.tui.remarks import Again, HintView, Remark, Summary

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

MOST: Final = 200
"""Cells and remarks that stay; the oldest go."""

_TICK: Final = 0.5
"""Seconds between two looks at how long a cell has been running."""


class Cells(VerticalScroll):
    """Keeps its end in view while cells run, until the learner scrolls back."""

    _following = True

    def follow(self) -> None:
        """Goes to the end and stays there."""
        self._following = True
        self.scroll_end(animate=False)

    def watch_virtual_size(self) -> None:
        if self._following:
            self.call_after_refresh(self.scroll_end, animate=False)

    def watch_scroll_y(self, old: float, new: float) -> None:
        super().watch_scroll_y(old, new)
        self._following = new >= self.max_scroll_y or (self._following and new >= old)


class Transcript(Vertical):
    """Cells are found by their number; one that waits for the kernel has none yet."""

    DEFAULT_CSS = "Transcript { height: auto; }"

    def __init__(self) -> None:
        super().__init__(id="transcript")
        self._waiting: list[CellView] = []
        self._by_number: dict[int, CellView] = {}
        self._stand_in: CellView | None = None
        self._solution: CellView | None = None
        self._recalled = False
        self._opened = False
        self.last: CellView | None = None
        self.numbers = 0

    def on_mount(self) -> None:
        self.set_interval(_TICK, self._tick)

    def _tick(self) -> None:
        if self.last is not None and self.last.running:
            self.last.redraw()

    @property
    def _tutor(self) -> Tutor:
        return cast("Tutor", self.app)

    def begin(self, code: str) -> None:
        """A cell was sent; it stands there before the kernel has it."""
        cell = self._cell(code, self.numbers + 1 + len(self._waiting))
        self._waiting.append(cell)

    def begin_solution(self, started: CellStarted) -> None:
        """The step's solution runs in the learner's stead; what happens without a number belongs to it."""
        self._stand_in = self._solution = self._cell(started.code, 0)
        self._stand_in.hear(started)

    def hear(self, event: Event) -> None:
        """Takes in one event."""
        match event:
            case StepOpened() if not event.again:
                if self._opened:  # else what is there was asked for before the session had opened
                    self.clear()
                self._opened = True
            case CellStarted():
                self._start(event)
            case HintGiven():
                self._offer(None)
                self._add(HintView(event, self._tutor.session.step, self.last))
            case Notice():
                self._say(lambda: self._tutor.session.texts(event.code, **self._ways(), **event.facts))
            case LessonEnded():
                self._add(Summary(event))
            case Recalled():
                self._recall(event)
            case Undone():
                self._take_back(event)
            case Skipped():
                self._offer(None)
                if self._stand_in is not None:
                    self._stand_in.hear(event)
            case _ if (cell := self._cell_of(event)) is not None:
                cell.hear(event)
                if isinstance(event, Verdict):
                    wanting = event.attempted and event.status not in ("passed", "broken")
                    self._offer(cell if wanting else None)
            case Verdict():  # of a check before any cell
                self._say(lambda: self._tutor.session.texts("tui.cell.nothing_yet"))

    def has_running_above(self, cell: CellView) -> bool:
        """Whether a cell that has not ended stands above this one."""
        above = takewhile(lambda child: child is not cell, self.children)
        return any(isinstance(child, CellView) and child.running for child in above)

    def remind(self) -> None:
        """Says once more what was said about the open step."""
        session = self._tutor.session
        self._add(Again(session.step, session.state.hints, session.accepted))

    def end_solution(self) -> None:
        """The solution does not run any more, whether or not it ran to its end."""
        if self._stand_in is not None:
            self._stand_in.hear(CellEnded())
            self._stand_in = None

    def clear(self) -> None:
        """Empties the transcript for another step; a cell that waits for the kernel stays."""
        for child in self.children:
            if child not in self._waiting:
                child.remove()
        self._by_number.clear()
        self._stand_in = self._solution = None
        self._recalled = False
        self.last = self._waiting[-1] if self._waiting else None

    def redraw(self) -> None:
        """Draws everything again; steps are looked up anew, in the language of the moment."""
        step = self._tutor.session.step
        for child in self.query(Drawing):
            if isinstance(child, CellView | HintView | Again) and child.step.id == step.id:
                child.step = step
            child.redraw()

    def _cell_of(self, event: Event) -> CellView | None:
        if event.cell:
            return self._by_number.get(event.cell)
        return self._stand_in or (self.last if isinstance(event, Verdict) else None)

    def _start(self, event: CellStarted) -> None:
        self._offer(None)
        cell = self._waiting.pop(0) if self._waiting else self._cell(event.code, event.cell)
        self._by_number[event.cell] = cell
        self.numbers = event.cell
        cell.hear(event)

    def _recall(self, event: Recalled) -> None:
        """A cell that ran before stands there again as it did."""
        if not self._recalled:
            self._recalled = True
            self._say(lambda: self._tutor.session.texts("tui.cell.recalled"))
        cell = self._cell(event.code, event.cell)
        self._by_number[event.cell] = cell
        self.numbers = max(self.numbers, event.cell)
        cell.hear(CellStarted(cell=event.cell, code=event.code))
        for seen in event.events:
            cell.hear(seen)
        if cell.running:
            cell.hear(CellEnded())

    def _take_back(self, event: Undone) -> None:
        """The cell whose effect was taken back looks like it; where it is gone, that is said."""
        cell = self._by_number.get(event.cell) if event.cell else self._solution
        if cell is None:
            self._say(lambda: self._tutor.session.texts("tui.cell.undone"))
            return
        cell.undone = True
        cell.redraw()

    def _cell(self, code: str, number: int) -> CellView:
        self.last = CellView(code, number, self._tutor.session.step)
        self._add(self.last)
        return self.last

    def _ways(self) -> dict[str, str]:
        """How a learner asks for what a notice advises."""
        return {id: f"**{self._tutor.key(id)}**" for id in ("hint", "skip")}

    def _say(self, say: Callable[[], str]) -> None:
        self._add(Remark(say))

    def _offer(self, at: CellView | None) -> None:
        """Under which cell a hint is offered; under no other."""
        for cell in self.query(CellView):
            if cell.offers_hint != (cell is at):
                cell.offers_hint = cell is at
                cell.redraw()

    def _add(self, drawing: Drawing) -> None:
        self.mount(drawing)
        if len(self.children) > MOST:
            self.children[0].remove()
