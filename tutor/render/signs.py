"""The signs that stand beside every colour, so that no meaning hangs on a colour alone."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from tutor.render.palette import Palette

RIGHT: Final = "✓"
WRONG: Final = "✗"
ERROR: Final = "!"
HINT: Final = "?"
PROMPT: Final = "❱"
BLOCK: Final = "┊"
RUNNING: Final = "⋯"
GRADIENT: Final = "∇"
CHANGED: Final = "•"
BEGUN: Final = "◐"
TO_DO: Final = "○"
SKIPPED: Final = "»"
DUE: Final = "↻"


def state(status: str, palette: Palette) -> Text:
    """The sign of a step's or lesson's state: "done", "skipped", "begun", "due" for review, or "" (to do).

    >>> from tutor.render.palette import DARK
    >>> [state(status, DARK).plain for status in ("done", "skipped", "begun", "")]
    ['✓', '»', '◐', '○']
    """
    signs = {
        "done": (RIGHT, palette.accepted),
        "skipped": (SKIPPED, palette.dim),
        "begun": (BEGUN, palette.next),
        "due": (DUE, palette.next),
    }
    return Text(*signs.get(status, (TO_DO, palette.dim)))
