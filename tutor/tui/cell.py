"""A cell in the transcript: its code, what it printed and gave, and what the tutor says about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import Final

from rich.text import Text

from tutor.events import (
    CellEnded,
    CellStarted,
    Error,
    Event,
    Figure,
    Graph,
    Help,
    Images,
    Operation,
    Output,
    PutBack,
    Skipped,
    Training,
    Value,
    Verdict,
)
from tutor.lesson import Step, explain
from tutor.render import cells, error, help, pointer, verdict
from tutor.render.edge import EDGE, at_edge, inside, readable
from tutor.render.operation import shapes
from tutor.render.page import Lines, Page
from tutor.tui.clicks import clickable
from tutor.tui.figure import Painted

MOST_LINES: Final = 400
"""Lines of output that are drawn of one cell: its first ones and, double as many, its last."""

_SOON: Final = 0.3
_MEMBERS: Final = 12


class CellView(Painted):
    """One cell. `step` is the one it was typed at; texts are chosen when it is drawn.

    `undone`: its effect was taken back. What it printed stays, for reading.
    """

    MARGIN = EDGE

    def __init__(self, code: str, number: int, step: Step) -> None:
        super().__init__()
        self.code = code
        self.number = number
        self.step = step
        self.operation: Operation | None = None
        self.error: Error | None = None
        self.verdict: Verdict | None = None
        self.ended: CellEnded | None = None
        self.full = False
        self.undone = False
        self.offers_hint = False
        self._parts: list[Event] = []
        self._began: float | None = None
        self._dropped = 0
        self._trained = False  # a loop's curve says more than the graph of its first step
        self._listed = False  # what `dir` gives is listed with first lines already

    @property
    def running(self) -> bool:
        return self.ended is None

    def hear(self, event: Event) -> None:
        """Takes in what happened to this cell."""
        match event:
            case CellStarted():
                self.number, self._began = event.cell, monotonic()
            case Operation():
                self.operation = event
            case Training() if not self._trained:
                self._trained = True
            case Error() if event.name != "KeyboardInterrupt":  # stopping is no error
                self.error = event
            case Verdict():
                self.verdict = event
            case CellEnded():
                self.ended = event
            case Skipped():
                self.verdict = Verdict(step=event.step, status="passed")
                self._parts.append(event)
            case Output():
                self._print(event)
            case Value() | Graph() | Help() | Images() | PutBack() | Figure():
                self._parts.append(event)
            case _:
                return
        if isinstance(event, Help) and event.members:
            self._listed = True
        self.redraw()

    def _print(self, event: Output) -> None:
        last = self._parts[-1] if self._parts else None
        if isinstance(last, Output):
            self._parts.pop()
            event = replace(event, text=last.text + event.text)
        lines = event.text.split("\n")
        if len(lines) > MOST_LINES:
            first = MOST_LINES // 3
            kept = [*lines[:first], *lines[first - MOST_LINES :]]
            self._dropped += len(lines) - len(kept)
            event = replace(event, text="\n".join(kept))
        self._parts.append(event)

    def draw(self, page: Page) -> Lines:
        narrow = not self.tutor.wide
        note = shapes(self.operation, page.palette) if narrow and self.operation is not None else None
        under = pointer.pointer(self.error, self.code, page) if self.error is not None else None
        if self.undone:
            note = under = None
        lines = cells.prompt(max(0, self.number), self.code, page, note=note, under=under)
        code = len(lines)
        for part in self._parts:
            lines += self._draw_part(part, page)
        if self.undone:
            said = cells.remark(page.texts("tui.cell.taken_back"), page)
            return [*cells.undone(lines, code, page), *said, Text()]
        if self.error is not None:
            lines += [Text()] if self.tutor.roomy else []
            lines += error.error(self.error, page, full=self.full, small=not self.tutor.roomy)
        lines += self._draw_state(page)
        lines += self._draw_verdict(page)
        return [*lines, Text()]

    def _draw_part(self, part: Event, page: Page) -> Lines:
        texts, folded = page.texts, "" if self.tutor.wide else "_folded"
        panel = self.tutor.key("panel")
        match part:
            case Output():
                return self._draw_output(part, page)
            case Value() if not self._listed:
                return cells.value(part, page)
            case Graph() if not self._trained:
                return cells.remark(texts(f"tui.cell.graph{folded}", count=part.recorded, key=panel), page)
            case Images():
                return cells.remark(texts("tui.cell.images", count=len(part.pictures)), page)
            case Help(kind="unknown"):
                room = inside(page)
                return at_edge([*help.opening(part, room), *help.members(part, room)])
            case Help(members=members) if members:
                return at_edge(help.members(part, inside(page), most=_MEMBERS))
            case Help():
                return cells.remark(texts(f"tui.cell.help{folded}", key=panel), page)
            case Skipped():
                return cells.remark(texts("tui.cell.skipped"), page)
            case PutBack():
                return cells.remark(texts("tui.cell.put_back", names=", ".join(part.names)), page)
            case Figure():
                return self.tutor.gallery.in_cell(part, page)
        return []

    def _draw_output(self, part: Output, page: Page) -> Lines:
        if not self._dropped:
            return cells.output(part.text, page)
        head, tail = _split(part.text.split("\n"))
        middle = cells.remark(page.texts("tui.cell.dropped", count=self._dropped), page)
        return [*cells.output(head, page), *middle, *cells.output(tail, page)]

    def _draw_state(self, page: Page) -> Lines:
        if self.ended is not None:
            status = self.ended.status
            said = status in ("interrupted", "dead")
            return cells.remark(page.texts(f"tui.cell.{status}"), page) if said else []
        if self._began is None:
            reason = "queued" if self.tutor.transcript.has_running_above(self) else "waiting"
            return cells.remark(page.texts(f"tui.cell.{reason}"), page)
        if (asked := self.tutor.asked) is not None and asked.cell == self.number:
            return cells.remark(page.texts("tui.cell.asked"), page)
        seconds = monotonic() - self._began
        return cells.running(seconds, page) if seconds >= _SOON else []

    def _draw_verdict(self, page: Page) -> Lines:
        if self.verdict is None:
            return []
        reasons = explain(self.verdict, self.step, self.tutor.session.texts)
        if self.error is not None and self.verdict.status == "error":
            reasons = reasons if self.verdict.mistake >= 0 else []
        page = readable(page)
        lines = verdict.verdict(self.verdict, page, why=self.step.why, reasons=reasons)
        if self.offers_hint:
            lines += self._draw_offer(page)
        apart = self.error is not None and self.tutor.roomy
        return [Text(), *lines] if lines and apart else lines

    def _draw_offer(self, page: Page) -> Lines:
        """That a hint can be had, or else the solution, and by which key."""
        session = self.tutor.session
        given, total = session.state.hints, len(self.step.hints)
        if session.out_of_hints:
            lines = verdict.solution_offer(page, key=self.tutor.key("skip"))
            return [clickable(line, line.plain.strip(), "skip") for line in lines]
        if given >= total:
            return []
        lines = verdict.hint_offer(given + 1, total, page, key=self.tutor.key("hint"))
        return [clickable(line, line.plain.strip(), "hint") for line in lines]


def _split(lines: Sequence[str]) -> tuple[str, str]:
    first = MOST_LINES // 3
    return "\n".join(lines[:first]), "\n".join(lines[first:])
