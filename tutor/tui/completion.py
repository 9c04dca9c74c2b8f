"""The pop-up of completions over the prompt: small, never in the way of typing, gone when nothing fits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, cast

from rich.cells import cell_len
from rich.text import Text
from textual.geometry import Offset
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.render.width import cut, flush, widest

if TYPE_CHECKING:
    from tutor.kernel.answers import Completion, Completions
    from tutor.tui.app import Tutor

DEADLINE: Final = 1.0
"""Seconds after which an answer is of no use any more."""

_WIDEST: Final = 56
_HIGHEST: Final = 10


class CompletionList(OptionList):
    """The prompt keeps the focus; what is typed narrows the list."""

    can_focus = False

    DEFAULT_CSS = """
    CompletionList {
        display: none; overlay: screen; constrain: inside inside; position: absolute;
        width: auto; height: auto; max-height: 10; max-width: 60; padding: 0 1; border: none;
        background: $raised; color: $fg; scrollbar-size: 0 1;
        &.-open { display: block; }
        & > .option-list--option-highlighted { background: $hairline; color: $bright; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="completions")
        self._answer: Completions | None = None
        self._text = ""
        self._items: Sequence[Completion] = ()

    @property
    def open(self) -> bool:
        return self.has_class("-open")

    def offer(self, answer: Completions, text: str, at: Offset) -> str | None:
        """Opens under the word that ends at `at`; where only one thing fits, returns that instead."""
        self._answer, self._text = answer, text
        self._items = [item for item in answer.items if item.text.startswith(text[answer.start : answer.end])]
        if len(self._items) == 1:
            self.close()
            return self._items[0].text
        self._show(self._items)
        below = at.y + 1
        room = self.app.size.height - 1 - below
        top = below if self.option_count <= room else max(1, at.y - min(self.option_count, _HIGHEST))
        written = cell_len(text[answer.start :].rpartition(".")[2])
        self.styles.offset = (max(0, at.x - written - 1), top)
        return None

    def narrow(self, text: str, cursor: int) -> None:
        """Keeps what fits the text as it is now; closes where the learner is elsewhere."""
        if not self.open or self._answer is None:
            return
        start = self._answer.start
        typed = text[start:cursor]
        if text[:start] != self._text[:start] or not typed.replace("_", "a").replace(".", "a").isalnum():
            self.close()
        else:
            self._show([item for item in self._items if item.text.startswith(typed)])

    def take(self) -> tuple[int, str] | None:
        """Closes; where the chosen completion begins in the text, and what it is."""
        option = self.highlighted_option
        answer = self._answer
        self.close()
        if option is None or option.id is None or answer is None:
            return None
        return answer.start, option.id

    def close(self) -> None:
        self.remove_class("-open")

    def _show(self, items: Sequence[Completion]) -> None:
        unique = {item.text: item for item in items}
        if self.open and list(unique) == [option.id for option in self.options]:
            return  # the choice among them stays
        self.clear_options()
        palette = cast("Tutor", self.app).palette
        names = [Text(text.rpartition(".")[2], palette.fg) for text in unique]
        notes = [Text(item.signature or item.kind, palette.dim) for item in unique.values()]
        width = min(_WIDEST, widest(names) + 2 + widest(notes))
        for (text, _), name, note in zip(unique.items(), names, notes, strict=True):
            self.add_option(Option(cut(flush(name, note, width), width), id=text))
        self.set_class(bool(unique), "-open")
        if unique:
            self.highlighted = 0


def complete(tutor: Tutor) -> None:
    """Asks how the code could go on; an answer that comes too late, or after more typing, is dropped."""
    prompt = tutor.prompt
    text, cursor = prompt.text, prompt.cursor_index

    async def ask() -> None:
        try:
            answer = await asyncio.wait_for(tutor.session.complete(text, cursor), DEADLINE)
        except TimeoutError:
            return
        if (prompt.text, prompt.cursor_index) == (text, cursor) and answer.items:
            only = tutor.completions.offer(answer, text[:cursor], prompt.cursor_screen_offset)
            if only is not None:
                prompt.complete_with(answer.start, only)
            tutor.settle()

    tutor.run_worker(ask(), group="completion", exclusive=True, exit_on_error=False)
