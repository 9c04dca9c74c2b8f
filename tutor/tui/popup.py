"""The pop-up of completions at the prompt: small, never over what is typed, gone when nothing fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from textual import work
from textual.events import Click, MouseScrollDown, MouseScrollUp
from textual.geometry import Offset
from textual.screen import Screen

from tutor.render import completion
from tutor.render.page import Lines, Page
from tutor.tui.completion import CallLine, ask
from tutor.tui.drawing import Drawing

if TYPE_CHECKING:
    from tutor.kernel.answers import Completion, Completions

_HIGHEST: Final = 8
_LOWEST: Final = 4
"""Rows of names: so many at most, and as few as they may be before the pop-up goes over the prompt."""


class CompletionList(Drawing):
    """The prompt keeps the focus; what is typed narrows the list."""

    DEFAULT_CSS = """
    CompletionList {
        display: none; overlay: screen; constrain: inside inside; position: absolute;
        width: auto; height: auto; padding: 0 1; background: $raised; color: $fg;
        &.-open { display: block; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="completions")
        self.shown: list[Completion] = []
        self.chosen = 0
        self._first = 0
        self._rows = _HIGHEST
        self._tells = True
        self._around: tuple[object, ...] = ()
        self._answer: Completions | None = None
        self._text = ""
        self._items: Sequence[Completion] = ()

    def on_mount(self) -> None:
        self.screen.screen_layout_refresh_signal.subscribe(self, self._follow)

    @property
    def open(self) -> bool:
        return self.has_class("-open")

    def draw(self, page: Page) -> Lines:
        if not self.shown:
            return []
        names = completion.rows(self.shown, self.chosen, self._first, self._rows, page)
        return names + (completion.about(self.shown, self.chosen, page) if self._tells else [])

    @work(group="completion", exclusive=True, exit_on_error=False)
    async def ask(self) -> None:
        """Offers how the code could go on; where only one thing fits, writes it."""
        answer, prompt = await ask(self.tutor), self.tutor.prompt
        if answer is None:
            return
        self.tutor.main.query_one(CallLine).show(answer.call)
        if answer.items:
            only = self.offer(answer, prompt.text[: prompt.cursor_index])
            if only is not None:
                prompt.complete_with(answer.start, only)
            self.tutor.settle()

    def offer(self, answer: Completions, text: str) -> str | None:
        """Opens under the word that ends the text; where only one thing fits, returns that instead."""
        self._answer, self._text = answer, text
        self._items = [item for item in answer.items if item.text.startswith(text[answer.start : answer.end])]
        if len(self._items) == 1:
            self.close()
            return self._items[0].text
        self._show(self._items)
        self._place()
        return None

    def narrow(self, text: str, cursor: int) -> None:
        """Keeps what fits the text as it is now; closes where the learner is elsewhere."""
        if not self.open or self._answer is None:
            return
        start = self._answer.start
        typed = text[start:cursor]
        if text[:start] != self._text[:start] or cursor < start or (typed and not typed.isidentifier()):
            self.close()
        else:
            self._show([item for item in self._items if item.text.startswith(typed)])

    def walk(self, step: int) -> None:
        """To the next item or the one before; from the last to the first."""
        self.chosen = (self.chosen + step) % len(self.shown)
        self._scroll()
        self.redraw()

    def take(self) -> tuple[int, str] | None:
        """Closes; where the chosen completion begins in the text, and what it is."""
        answer = self._answer
        self.close()
        if answer is None or not self.shown:
            return None
        return answer.start, self.shown[self.chosen].text

    def close(self) -> None:
        self.remove_class("-open")

    def on_click(self, event: Click) -> None:
        """A click on a name takes it; elsewhere on the pop-up it does nothing."""
        event.stop()
        place = self._first + event.y
        if event.y < self._rows and place < len(self.shown):
            self.chosen = place
            if (taken := self.take()) is not None:
                self.tutor.prompt.complete_with(*taken)
            self.tutor.prompt.focus()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        event.stop()
        self.walk(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        event.stop()
        self.walk(-1)

    def _show(self, items: Sequence[Completion]) -> None:
        shown = list({item.text: item for item in items}.values())
        if not self.open or shown != self.shown:  # else the choice among them stays
            self.shown, self.chosen, self._first = shown, 0, 0
        self.set_class(bool(shown), "-open")
        if shown:
            # Everything that may be shown while it narrows has room, so that it does not jump.
            self.styles.width = completion.width(self._items, self.tutor.page(self.app.size.width - 4)) + 2
            self.redraw()

    def _scroll(self) -> None:
        """Brings the chosen one among the rows that are shown."""
        self._first = min(max(self._first, self.chosen - self._rows + 1), self.chosen)

    def _follow(self, screen: Screen[object]) -> None:
        """The screen was laid out anew: the prompt may stand elsewhere."""
        if self.open and self._around != self._surroundings():
            self._place()

    def _surroundings(self) -> tuple[int, int, Offset, int]:
        """The first row of the prompt that is in view, the first free one under it, its cursor, all rows."""
        prompt, cells = self.tutor.prompt, self.tutor.main.query_one("#cells").region
        first, end = max(prompt.region.y, cells.y), min(prompt.region.bottom, cells.bottom)
        end += self.tutor.main.query_one(CallLine).call is not None
        return first, end, prompt.cursor_screen_offset, self.app.size.height

    def _place(self) -> None:
        """Under the prompt, or over it where there is more room; its names under what is written."""
        if self._answer is None:
            return
        self._around = first, end, at, height = self._surroundings()
        written = self.tutor.prompt.text[self._answer.start : self.tutor.prompt.cursor_index]
        about = len(completion.about(self.shown, 0, self.tutor.page(completion.WIDEST)))
        wanted = min(len(self.shown), _HIGHEST)
        below, above = height - 1 - end, first - 1
        self._tells = max(below, above) - about >= min(wanted, _LOWEST)
        about *= self._tells
        under = below - about >= min(wanted, max(above - about, _LOWEST))
        self._rows = max(1, min(wanted, (below if under else above) - about))
        self._scroll()
        self.styles.offset = (
            self._column(at.x - cell_len(written) - 1),
            end if under else first - self._rows - about,
        )
        self.redraw()

    def _column(self, wanted: int) -> int:
        """Where the pop-up begins: as wanted, or so far to the left that it fits and no word is cut.

        Textual 8.2 draws two blanks where a widget's edge, though covered, runs through a wide character.
        """
        width = int(self.styles.width.value) if self.styles.width is not None else 0
        edges = {
            edge
            for widget in self.screen.query("*")
            if widget is not self and widget.display
            for edge in (widget.region.x, widget.region.right)
        }
        notes = [completion.note(item, self.tutor.page(width)) for item in self.shown]
        wide = max((note.cell_len for note in notes if note.cell_len > len(note.plain)), default=0)
        last = max(0, min(wanted, self.app.size.width - width))
        for column in range(last, max(-1, last - width), -1):
            end = column + width - 1
            if not any((end - edge) % 2 for edge in edges if end - wide < edge < end):
                return column
        return last
