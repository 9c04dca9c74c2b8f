"""What the kernel is asked while the learner types: how the code could go on, and how a call is written.

An answer that comes too late, or after more typing, is dropped; nothing here waits for one.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from textual import work
from textual.timer import Timer

from tutor.lexer import open_brackets
from tutor.render import completion, edge
from tutor.render.page import Lines, Page
from tutor.tui.drawing import Drawing

if TYPE_CHECKING:
    from tutor.kernel.answers import Call, Completions
    from tutor.tui.app import Tutor

DEADLINE: Final = 1.0
"""Seconds after which an answer is of no use any more."""

_PAUSE: Final = 0.1
"""Seconds without a key before the open call is asked for."""


async def ask(tutor: Tutor) -> Completions | None:
    """The kernel's answer for the text as it is; None where it is too late for it."""
    prompt = tutor.prompt
    asked = prompt.text, prompt.cursor_index
    try:
        answer = await asyncio.wait_for(tutor.session.complete(*asked), DEADLINE)
    except TimeoutError:
        return None
    return answer if (prompt.text, prompt.cursor_index) == asked else None


class CallLine(Drawing):
    """The row under the prompt: how the function is called in whose brackets the cursor stands."""

    DEFAULT_CSS = "CallLine { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.call: Call | None = None
        self._timer: Timer | None = None

    def draw(self, page: Page) -> Lines:
        return edge.at_edge([completion.call(self.call, edge.inside(page))])

    def follow(self) -> None:
        """The prompt's text or cursor has changed."""
        if self._timer is not None:
            self._timer.stop()
        if self._in_brackets():
            self._timer = self.set_timer(_PAUSE, self._look)
        else:
            self.show(None)

    def _in_brackets(self) -> bool:
        prompt = self.tutor.prompt
        return self.tutor.asked is None and bool(open_brackets(prompt.text[: prompt.cursor_index]))

    @work(group="call", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        # a timer that has run out cannot be stopped, and the bracket may have been closed since
        if self._in_brackets() and (answer := await ask(self.tutor)) is not None:
            self.show(answer.call)

    def show(self, call: Call | None) -> None:
        """Shows how a call is written, or nothing."""
        if call != self.call:
            self.call = call
            self.redraw()
