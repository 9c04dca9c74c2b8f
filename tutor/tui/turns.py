"""Keys go before curves: while the learner types, what a loop tells is drawn less often.

A loop sends up to 20 messages a second, and a key that comes while one is drawn waits for its letter.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tutor.tui.app import Tutor

TYPING: Final = 0.15
"""Seconds behind a key in which the learner is taken to type on."""

LONGEST: Final = 0.5
"""Seconds that a curve waits at most."""


class Turns:
    """Draws the side for what a loop told: at once, or when the learner pauses; the newest at all times."""

    def __init__(self, tutor: Tutor) -> None:
        self._tutor = tutor
        self._typed = self._drawn = float("-inf")
        self._owed = False

    def typed(self) -> None:
        """A key has changed the prompt."""
        self._typed = monotonic()

    def draw(self) -> None:
        """The side looks different now."""
        now = monotonic()
        wait = min(self._typed + TYPING, self._drawn + LONGEST) - now
        if wait <= 0:
            self._drawn = now
            self._tutor.show_board(self._tutor.board.tab == "training")
        elif not self._owed:
            self._owed = True
            self._tutor.set_timer(wait, self._again)

    def _again(self) -> None:
        self._owed = False
        self.draw()
