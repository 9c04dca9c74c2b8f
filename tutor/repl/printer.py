"""Prints the session's events as they come, as lines of text; what they look like is the render room's."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from rich.console import Console

from tutor import events
from tutor.lesson import explain
from tutor.render import (
    cells,
    error,
    graph,
    help,
    images,
    operation,
    pointer,
    step,
    training,
    variables,
    verdict,
)
from tutor.render.page import Lines, Page
from tutor.render.palette import DARK, MONO, Palette
from tutor.session import Session


class QuietPipe(Console):
    """A reader that has enough, as `head` has, ends the printing and nothing else."""

    def on_broken_pipe(self) -> None:
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Printer:
    """A listener of the session. Keeps the last picture of each kind, for `:vars`, `:graph` and `:plot`."""

    def __init__(self, session: Session) -> None:
        self.session = session
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        self.palette: Palette = DARK if colour else MONO
        self.console = QuietPipe(highlight=False, soft_wrap=True, no_color=None if colour else True)
        self.source = ""
        self.error: events.Error | None = None
        self.variables = events.Variables()
        self.graph: events.Graph | None = None
        self.operation: events.Operation | None = None
        self.run = training.Run()
        self._at_line_start = True
        self._printers: dict[type[events.Event], Callable[..., None]] = {
            events.CellStarted: self._started,
            events.Output: self._output,
            events.Value: lambda event: self.lines(cells.value(event, self.page)),
            events.Images: lambda event: self.lines(images.grid(event.pictures, self.page)),
            events.Error: self._error,
            events.Variables: self._keep_variables,
            events.Operation: self._keep_operation,
            events.Graph: self._keep_graph,
            events.Training: lambda event: self.run.add(event),
            events.Help: lambda event: self.lines(help.entry(event, self.page)),
            events.PutBack: lambda event: self.say(
                "repl.put_back", names=", ".join(f"`{n}`" for n in event.names)
            ),
            events.Verdict: self._verdict,
            events.HintGiven: self._hint,
            events.StepOpened: self._step,
            events.Skipped: self._skipped,
            events.Undone: lambda event: self.say("repl.undone"),
            events.LessonEnded: self._lesson_ended,
            events.LanguageChanged: lambda event: self.step(),
            events.Notice: lambda event: self.say(event.code, **event.facts),
            events.KernelState: self._kernel,
        }

    def __call__(self, event: events.Event) -> None:
        printer = self._printers.get(type(event))
        if printer is not None:
            printer(event)

    @property
    def page(self) -> Page:
        """As wide as the terminal is now, but not wider than reads well."""
        return Page(min(self.console.width, 100), self.palette, self.session.texts)

    def lines(self, lines: Lines) -> None:
        """Prints rendered lines, beginning on a line of their own."""
        if not self._at_line_start:
            self.console.print()
            self._at_line_start = True
        for line in lines:
            line.rstrip()
            self.console.print(line)

    def say(self, key: str, **facts: object) -> None:
        """Prints one of the interface's texts."""
        self.lines(cells.remark(self.session.texts(key, **facts), self.page))

    def step(self) -> None:
        """Prints the open step's task."""
        lesson, open_step = self.session.lesson, self.session.step
        self.console.print()
        where = self.session.texts(
            "repl.where", lesson=lesson.title, index=self.session.index + 1, count=len(lesson.steps)
        )
        self.lines(cells.remark(where, self.page))
        self.lines(step.task(open_step, self.page, status=self.session.state.status or "begun"))
        self.console.print()

    def panel(self, name: str) -> None:
        """Prints a picture of what the kernel holds: "vars", "shapes", "graph" or "plot"."""
        page = self.page
        if name == "vars":
            self.lines(variables.table(self.variables.variables, page))
        elif name == "shapes" and self.operation is not None:
            self.lines(operation.panel(self.operation, page))
        elif name == "graph" and self.graph is not None:
            self.lines(graph.tree(self.graph, page))
        elif name == "plot" and self.run.points:
            self.lines(training.panel(self.run, page, goal=self.session.step.goal))
        else:
            self.say("repl.nothing_yet")

    def traceback(self) -> None:
        """Prints the last error's traceback in full."""
        if self.error is None:
            self.say("repl.nothing_yet")
        else:
            self.lines(error.error(self.error, self.page, full=True))

    # ── one event each ──

    def _started(self, event: events.CellStarted) -> None:
        self.source, self.run = event.code, training.Run()

    def _output(self, event: events.Output) -> None:
        if event.stream == "stderr":
            print(event.text, end="", file=sys.stderr, flush=True)
        else:
            self.console.out(event.text, end="", highlight=False)
        self._at_line_start = event.text.endswith("\n")

    def _error(self, event: events.Error) -> None:
        self.error = event
        self.lines(pointer.excerpt(event, self.source, self.page))
        self.lines(error.error(event, self.page))

    def _keep_variables(self, event: events.Variables) -> None:
        self.variables = event

    def _keep_operation(self, event: events.Operation) -> None:
        self.operation = event

    def _keep_graph(self, event: events.Graph) -> None:
        self.graph = event

    def _verdict(self, event: events.Verdict) -> None:
        open_step = self.session.step
        reasons = explain(event, open_step, self.session.texts)
        self.lines(verdict.verdict(event, self.page, why=open_step.why, reasons=reasons))
        hints = self.session.state.hints
        if event.passed:
            self._what_next()
        elif event.attempted and hints < len(open_step.hints):
            self.lines(verdict.hint_offer(hints + 1, len(open_step.hints), self.page, key=":hint"))

    def _hint(self, event: events.HintGiven) -> None:
        self.lines(
            verdict.hint(self.session.step.hints[event.index - 1], event.index, event.total, self.page)
        )

    def _step(self, event: events.StepOpened) -> None:
        if not event.again:
            self.step()
            if self.session.accepted:
                self._what_next()

    def _skipped(self, event: events.Skipped) -> None:
        self.lines(cells.prompt(0, event.code, self.page))
        self.lines(cells.remark(self.session.step.why, self.page))
        self._what_next()

    def _lesson_ended(self, event: events.LessonEnded) -> None:
        self.say("repl.lesson_ended", lesson=self.session.lesson.title)

    def _what_next(self) -> None:
        following = self.session.following
        if following is not None:
            self.say("repl.next", title=following.title)

    def _kernel(self, event: events.KernelState) -> None:
        if event.state in ("dead", "stuck", "restarting"):
            self.say(f"repl.kernel_{event.state}")
