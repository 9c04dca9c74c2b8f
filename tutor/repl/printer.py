"""Prints the session's events as they come, as lines of text; what they look like is the render room's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.text import Text

from tutor import events
from tutor.render.numbers import number
from tutor.render.page import Page
from tutor.render.palette import MONO, PALETTES, Palette
from tutor.render.width import printable
from tutor.repl.board import Board
from tutor.repl.drawing import Drawing
from tutor.repl.figure import Figures
from tutor.repl.live import LiveLine
from tutor.repl.manners import Manners
from tutor.session import Session
from tutor.terminal import Graphics

_WIDEST: Final = 100


class QuietPipe(Console):
    """A reader that has enough, as `head` has, ends the printing and nothing else."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Printer:
    """A listener of the session. The last picture of each kind is on its `board`."""

    def __init__(self, session: Session, manners: Manners, graphics: Graphics) -> None:
        self.session = session
        self.manners = manners
        self.palette: Palette = MONO
        self.board = Board(words=manners.words)
        self.figures = Figures(graphics, manners)
        self.drawing = Drawing(session, self.board, manners, lambda: self.page)
        if manners.styled:
            self.console = QuietPipe(highlight=False, soft_wrap=True)
        else:
            self.console = QuietPipe(highlight=False, soft_wrap=True, color_system=None, force_terminal=False)
        self.live = LiveLine(self.console, manners)
        self._at_line_start = True
        self._recalling = False
        self._arrived = False
        self._watched: set[type[events.Event]] = set()

    @property
    def page(self) -> Page:
        """As wide as the terminal is now, but not wider than reads well."""
        return Page(min(self.console.width, _WIDEST), self.palette, self.session.texts)

    def use_theme(self, name: str) -> None:
        """Draws from now on in another palette; without styles there is only one."""
        if self.manners.styled:
            self.palette = PALETTES.get(name, MONO)

    def __call__(self, event: events.Event) -> None:
        self.board.keep(event)
        match event:
            case events.Output():
                self._output(event)
            case events.Figure():
                self._figure(event)
            case events.Training():
                self._watched.add(events.Training)
                self.live.show(self._progress(rate=event.rate))
            case events.Graph():
                self._watched.add(events.Graph)
            case events.KernelState():
                self._kernel(event)
            case events.InputRequested():
                self.live.clear()
            case events.Recalled():
                self._recall(event)
            case _:
                if isinstance(event, events.CellStarted):
                    self._watched.clear()
                elif isinstance(event, events.Error | events.Variables | events.CellEnded):
                    self._tell_watched()
                self._recalling = False
                self._arrived |= isinstance(event, events.StepOpened)
                self.lines(self.drawing.event(event))

    def at_rest(self) -> None:
        """Says how to go on from a step that was opened and is done already."""
        if self._arrived and self.session.accepted:
            self.lines(self.drawing.what_next())
        self._arrived = False

    def lines(self, lines: Iterable[Text]) -> None:
        """Prints rendered lines, beginning on a line of their own."""
        for line in lines:
            self._begin_line()
            line.rstrip()
            self.console.print(line)

    def say(self, key: str, **facts: object) -> None:
        """Prints one of the interface's texts."""
        self.lines(self.drawing.say(key, **facts))

    def or_nothing(self, lines: Iterable[Text]) -> None:
        """Prints the lines, or that there is nothing to show yet."""
        found = list(lines)
        if found:
            self.lines(found)
        else:
            self.say("repl.nothing_yet")

    def _begin_line(self) -> None:
        self.live.clear()
        if not self._at_line_start:
            self.console.print()
            self._at_line_start = True

    def _output(self, event: events.Output) -> None:
        self.live.clear()
        text = event.text if self.manners.moves else printable(event.text)
        if event.stream == "stderr":
            self.console.file.flush()
            print(text, end="", file=sys.stderr, flush=True)
        else:
            self.console.out(text, end="", highlight=False)
            self.console.file.flush()
        self._at_line_start = event.text.endswith("\n")

    def _figure(self, event: events.Figure) -> None:
        self.figures.last = event
        self._begin_line()
        if not self.figures.paint(event, self.page, self.console):
            self.lines(self.figures.lines(event, self.page, self.console.height))

    def _recall(self, event: events.Recalled) -> None:
        """An earlier cell with its pictures."""
        if not self._recalling:
            self.say("repl.earlier")
        self._recalling = True
        self.lines(self.drawing.recalled(event))
        for each in event.events:
            if isinstance(each, events.Figure):
                self._figure(each)
            elif isinstance(each, events.Images):
                self.board.keep(each)
                self.lines(self.drawing.event(each))
        self.lines(self.drawing.recalled_end(event))

    def _progress(self, rate: float = 0.0) -> str:
        """How far a loop is, on one line."""
        points = self.board.run.points
        if not points or not self._at_line_start:
            return ""
        step, loss = points[-1]
        code = "repl.training_rate" if rate else "repl.training"
        line = self.session.texts(code, step=step, loss=number(loss), rate=f"{rate:.0f}")
        epoch = self.board.run.epoch
        return line if epoch is None else self.session.texts("repl.in_epoch", epoch=epoch, line=line)

    def _tell_watched(self) -> None:
        """What a cell's loop came to, or what one `backward` recorded: once, when the cell has run."""
        watched, self._watched = self._watched, set()
        points, recorded = self.board.run.points, self.board.recorded
        if events.Training in watched and points:
            (_, first), (step, loss) = points[0], points[-1]
            self.say("repl.trained", step=step, first=number(first), loss=number(loss))
        elif events.Graph in watched:
            self.say("repl.recorded", count=recorded)

    def _kernel(self, event: events.KernelState) -> None:
        if event.state in ("dead", "stuck", "restarting"):
            self.say(f"repl.kernel_{event.state}")
        elif event.state in ("starting", "replaying"):
            text = self.session.texts(f"repl.kernel_{event.state}", done=event.done, total=event.total)
            self.live.show(text)
        else:
            self.live.clear()
