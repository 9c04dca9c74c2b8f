"""Each event as the lines that the plain session prints for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from rich.text import Text

from tutor import events
from tutor.lesson import explain
from tutor.render import cells, code, error, help, kinds, operation, pointer, signs, step, summary, verdict
from tutor.render.edge import EDGE
from tutor.render.page import Lines, Page
from tutor.repl import spoken
from tutor.repl.board import Board
from tutor.repl.manners import Manners
from tutor.session import Session

_BRIEF: Final = 4
"""Lines of a recalled cell's output."""

_UNCUT: Final = 400

_WAYS: Final = {"hint": "`:hint`", "skip": "`:skip`"}
"""How a learner asks for what a notice advises."""

_CODES: Final = {"passed": "right", "partly": "partly", "broken": "broken"}
"""The word beside a verdict's sign, by its status; "wrong" for the others."""


class Drawing:
    """Draws what happened; `page` says how wide and in which palette.

    Without styles each sign has its word beside it; told in words, nothing stands at a margin.
    """

    def __init__(self, session: Session, board: Board, manners: Manners, page: Callable[[], Page]) -> None:
        self._session = session
        self._board = board
        self._manners = manners
        self._page = page
        self._listed = 0
        self._drawn: dict[type[events.Event], Callable[[Any], Lines]] = {
            events.Value: lambda event: self._at_edge(cells.value(event, self.page)),
            events.Images: lambda event: self._board.pictures(self._page(), whole=False),
            events.Error: self._error,
            events.Operation: self._operation,
            events.Help: self.entry,
            events.PutBack: self._put_back,
            events.Verdict: self._verdict,
            events.HintGiven: lambda event: self.hint(event.index),
            events.StepOpened: lambda event: [] if event.again else self.step(),
            events.Skipped: self._skipped,
            events.Undone: self._undone,
            events.LessonEnded: lambda event: [*self.summary(event), *self.what_next()],
            events.LanguageChanged: lambda event: self.step(),
            events.Notice: lambda event: self.say(event.code, **_WAYS, **event.facts),
        }

    @property
    def page(self) -> Page:
        """The page for renderers that keep the text edge."""
        page = self._page()
        return replace(page, width=page.width + EDGE) if self._manners.words else page

    def event(self, event: events.Event) -> Lines:
        """The lines of an event; none where there is nothing to print, or a list of names has said it."""
        if isinstance(event, events.Help) and event.members:
            self._listed = event.cell
        if isinstance(event, events.Value) and 0 < event.cell == self._listed:
            return []
        draw = self._drawn.get(type(event))
        return [] if draw is None else draw(event)

    def say(self, key: str, **facts: object) -> Lines:
        """One of the interface's texts."""
        return self._at_edge(cells.remark(self._session.texts(key, **facts), self.page))

    def echo(self, source: str, prompt: str, continuation: str) -> Lines:
        """What was typed, where no terminal shows it."""
        palette = self._page().palette
        first, *rest = code.highlight(source, palette).split("\n", allow_blank=True)
        return [Text(prompt).append_text(first), *(Text(continuation).append_text(line) for line in rest)]

    def step(self) -> Lines:
        """The open step's task, under the place where it stands."""
        session = self._session
        where = self.say(
            f"repl.where{'_play' if session.playing else '_review' if session.reviewing else ''}",
            lesson=session.lesson.title,
            index=session.index + 1,
            count=len(session.lesson.steps),
        )
        status = session.state.status
        if self._manners.words:
            return [Text(), *where, *spoken.task(session.step, status, self._page()), Text()]
        return [Text(), *where, *step.task(session.step, self.page, status=status or "begun"), Text()]

    def hint(self, index: int) -> Lines:
        """One hint; with the first one, what would have fitted where shapes did not."""
        hints = self._session.step.hints
        if not 0 < index <= len(hints):
            return []
        lines = self._signed(verdict.hint(hints[index - 1], index, len(hints), self.page), "")
        return lines + (self._at_edge(self._board.fits(self.page)) if index == 1 else [])

    def why(self) -> Lines:
        """Why the answer of the open step is right, and what to look up."""
        lines = self._at_edge(cells.remark(self._session.step.why, self.page))
        see = self._session.step.see
        names = "  ".join(f"`{name}?`" for name in see)
        return lines + (self.say("repl.see", names=names) if see else [])

    def solution(self) -> Lines:
        """The course's own answer to the open step."""
        return self._at_edge(cells.prompt(0, self._session.step.solution, self.page))

    def entry(self, event: events.Help) -> Lines:
        """What is known about a name; of one that is not there, what was probably meant."""
        if event.kind != "unknown":
            page = self._page()
            whole = self._manners.words and event.members  # a list whose lines are not cut
            return help.entry(event, replace(page, width=_UNCUT) if whole else page)
        near = ", ".join(f"`{name}`" for name, _ in help.listed(event))
        return self.say(
            "repl.nothing_known_near" if near else "repl.nothing_known", name=event.name, near=near
        )

    def summary(self, event: events.LessonEnded) -> Lines:
        """How the steps of a lesson went."""
        session = self._session
        lesson = session.course.lesson(event.lesson, session.language)
        return [Text(), *self._at_edge(summary.summary(event, lesson, session.note, self.page))]

    def what_next(self) -> Lines:
        """How to go on, and to what."""
        following = self._session.following
        if following is None:
            return []
        return self.say("repl.next" if self._manners.asks else "repl.next_command", title=following.title)

    def _on_from_here(self) -> Lines:
        """The same, but not at a lesson's end, which has its summary before it."""
        session = self._session
        ends = session.index + 1 == len(session.lesson.steps) and not session.reviewing
        return [] if ends else self.what_next()

    # ── one event each ──

    def _error(self, event: events.Error) -> Lines:
        page, source = self._page(), self._board.source
        if self._manners.words:
            return spoken.error(event, source, page)
        return [*pointer.excerpt(event, source, page), *self._signed(error.error(event, page), "error")]

    def traceback(self) -> Lines:
        """The last error in full."""
        event = self._board.error
        return [] if event is None else self._signed(error.error(event, self.page, full=True), "error")

    def _operation(self, event: events.Operation) -> Lines:
        """In one line, the shapes that went in and came out; the picture is there for the asking."""
        page = self._page()
        if event.output is None or not event.inputs or self._board.run.points or self._board.error:
            return []
        if self._manners.words:
            return spoken.operation(event, page)[:1]
        line = Text(" " * EDGE).append(f"{event.op}  ", page.palette.dim)
        if event.op in kinds.WRITES:
            return [line.append_text(what) for what in operation.summary(event, page)[:1]]
        return [line.append_text(operation.shapes(event, page.palette))]

    def _put_back(self, event: events.PutBack) -> Lines:
        return self.say("repl.put_back", names=", ".join(f"`{name}`" for name in event.names))

    def _verdict(self, event: events.Verdict) -> Lines:
        session = self._session
        reasons = explain(event, session.step, session.texts)
        lines = verdict.verdict(event, self.page, why=session.step.why, reasons=reasons)
        lines = self._signed(lines, _CODES.get(event.status, "wrong"))
        hints = session.state.hints
        if event.passed:
            lines += self._on_from_here()
        elif event.attempted and hints < len(session.step.hints):
            offer = verdict.hint_offer(hints + 1, len(session.step.hints), self.page, key=":hint")
            lines += self._signed(offer, "")
        elif event.attempted and session.out_of_hints:
            lines += self._signed(verdict.solution_offer(self.page, key=":skip"), "")
        return lines

    def _undone(self, event: events.Undone) -> Lines:
        code = cells.prompt(0, event.code, self.page)
        return [*self.say("repl.undone"), *self._at_edge(code)]

    def _skipped(self, event: events.Skipped) -> Lines:
        return [*self.solution(), *self.why(), *self._on_from_here()]

    def recalled(self, event: events.Recalled) -> Lines:
        """An earlier cell: its code, and the first lines of what it printed and gave."""
        lines = self._at_edge(cells.prompt(0, event.code, self.page))
        seen: Lines = []
        for each in event.events:
            if isinstance(each, events.Output):
                seen += self._at_edge(cells.output(each.text, self.page))
            elif isinstance(each, events.Value):
                seen += self._at_edge(cells.value(each, self.page))
        lines += seen[:_BRIEF]
        if len(seen) > _BRIEF:
            lines += self._at_edge([Text(" " * EDGE).append(signs.RUNNING)])
        return self._dim(lines)

    def recalled_end(self, event: events.Recalled) -> Lines:
        """Whether an earlier cell was right."""
        if not any(isinstance(each, events.Verdict) and each.passed for each in event.events):
            return []
        mark = Text(f"    {signs.RIGHT} ").append(self._session.texts("repl.words.right"))
        return self._dim(self._at_edge([mark]))

    def _dim(self, lines: Lines) -> Lines:
        for line in lines:
            line.stylize(self._page().palette.dim)
        return lines

    # ── signs and margins ──

    def _signed(self, lines: Lines, word: str) -> Lines:
        """Puts the sign's word beside it, on a line above the text, where colour does not speak."""
        if self._manners.styled or not word or not lines:
            return self._at_edge(lines)
        first, *rest = lines
        head = Text(first.plain[:EDGE]).append(self._session.texts(f"repl.words.{word}"))
        return self._at_edge([head, Text(" " * EDGE).append_text(first[EDGE:]), *rest])

    def _at_edge(self, lines: Sequence[Text]) -> Lines:
        """The lines at the text edge; told in words, at the left margin and without their signs."""
        return [line[EDGE:] for line in lines] if self._manners.words else list(lines)
