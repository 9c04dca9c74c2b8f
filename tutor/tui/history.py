"""What was typed before, in all sessions: walked through with the arrows, or searched in a window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Click, Key, MouseScrollDown, MouseScrollUp
from textual.screen import ModalScreen
from textual.widgets import Input

from tutor.progress import Progress
from tutor.render.code import highlight
from tutor.render.page import Lines, Page
from tutor.render.width import cut, flush, lit_in_window
from tutor.tui.dialogs import WindowKeys
from tutor.tui.drawing import Drawing
from tutor.tui.keys import BY_ID

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

_ROWS: Final = 10
_PREVIEW: Final = 8
"""Rows of entries, and of the chosen one where it has several lines."""


class Recall:
    """The arrows' way through history: among the entries that begin with what was typed."""

    def __init__(self) -> None:
        self._entries: list[str] = []
        self._place = 0
        self._shown: str | None = None

    def step(self, progress: Progress, text: str, written: str, step: int) -> str | None:
        """The entry one step older (-1) or newer (1), at the end the text as it was; None where none is.

        `written` is the part of the text before the cursor: what it begins with counts where the walk begins.
        """
        if text != self._shown:
            older = [code for code in dict.fromkeys(reversed(progress.history())) if code != text]
            self._entries = [text, *(code for code in older if code.startswith(written))]
            self._place = 0
        place = self._place - step
        if not 0 <= place < len(self._entries):
            return None
        self._place, self._shown = place, self._entries[place]
        return self._shown

    def walking(self, text: str) -> bool:
        """Whether the text stands there as it was recalled."""
        return text == self._shown and self._place > 0


def search(entries: list[str], query: str) -> list[str]:
    """The entries that have all words of the query, in their order; then those that have its letters so.

    >>> search(["x.shape", "X = nd.ones(3)", "y.sum()"], "nd on"), search(["x.reshape(3)", "y"], "xrsh")
    (['X = nd.ones(3)'], ['x.reshape(3)'])
    """
    words = query.lower().split()
    exact = [code for code in entries if all(word in code.lower() for word in words)]
    near = [code for code in entries if code not in exact and _spread("".join(words), code.lower())]
    return exact + near


def _spread(letters: str, text: str) -> bool:
    """Whether the letters stand in the text in their order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


class Found(Drawing):
    """The entries that fit, the newest first, and the chosen one in full."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[str] = []
        self.words = ""
        self.chosen = 0
        self._first = 0

    def show(self, entries: list[str], query: str) -> None:
        self.entries, self.words, self.chosen, self._first = entries, query, 0, 0
        self.redraw()

    def walk(self, step: int) -> None:
        """To an older entry (1) or a newer one (-1)."""
        self.chosen = max(0, min(len(self.entries) - 1, self.chosen + step))
        self._first = min(max(self._first, self.chosen - _ROWS + 1), self.chosen)
        self.redraw()

    def draw(self, page: Page) -> Lines:
        palette = page.palette
        if not self.entries:
            return [Text(page.texts("tui.history.nothing"), palette.dim)]
        lines: Lines = []
        for index in range(self._first, min(self._first + _ROWS, len(self.entries))):
            first, _, rest = self.entries[index].partition("\n")
            code = self._marked(highlight(first, palette))
            more = page.texts("tui.history.lines", count=rest.count("\n") + 2) if rest else ""
            line = cut(flush(code, Text(more, palette.dim), page.width), page.width)
            lines.append(lit_in_window(line, page) if index == self.chosen else line)
        code = self._marked(highlight(self.entries[self.chosen], palette))
        preview = list(code.split("\n", allow_blank=True))
        if len(preview) > 1:
            lines.append(Text().append("─" * page.width, palette.hairline))
            lines += [cut(line, page.width) for line in preview[:_PREVIEW]]
            if len(preview) > _PREVIEW:
                lines.append(Text("⋯", palette.dim))
        return lines

    def _marked(self, code: Text) -> Text:
        for word in self.words.split():
            code.highlight_words([word], Style(bold=True, underline=True), case_sensitive=False)
        return code

    def on_click(self, event: Click) -> None:
        place = self._first + event.y
        if event.y < _ROWS and place < len(self.entries):
            self.screen.dismiss(self.entries[place])


class HistorySearch(ModalScreen[str | None]):
    """Narrows what was typed before, letter by letter; its answer is the chosen entry."""

    DEFAULT_CSS = """
    HistorySearch {
        align: center middle; background: $bg 60%;
        Vertical { width: 90%; max-width: 100; height: auto; padding: 1 2; background: $raised; }
        Input { border: none; height: 1; padding: 0; margin-bottom: 1; background: $raised; color: $fg; }
    }
    """
    AUTO_FOCUS = "Input"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Input(compact=True, placeholder=self._tutor.session.texts("tui.ask.history"))
            yield Found()
        yield WindowKeys()

    def on_mount(self) -> None:
        self._search("")

    @property
    def _tutor(self) -> Tutor:
        return cast("Tutor", self.app)

    @property
    def _found(self) -> Found:
        return self.query_one(Found)

    def _search(self, query: str) -> None:
        entries = list(dict.fromkeys(reversed(self._tutor.session.progress.history())))
        self._found.show(search(entries, query), query)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._search(event.value)

    @on(Input.Submitted)
    def _take(self) -> None:
        found = self._found
        self.dismiss(found.entries[found.chosen] if found.entries else None)

    def on_key(self, event: Key) -> None:
        """The key that opened the window goes on to older entries."""
        if event.key in ("down", *self._tutor.keys_of(BY_ID["history"])):
            self._found.walk(1)
        elif event.key == "up":
            self._found.walk(-1)
        elif event.key in ("escape", *self._tutor.keys_of(BY_ID["clear"])):
            self.dismiss(None)
        else:
            return
        event.stop()

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        self._found.walk(1)

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        self._found.walk(-1)
