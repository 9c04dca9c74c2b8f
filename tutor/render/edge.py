"""One text edge in every screen: the cell's number in columns 0–2, a sign in column 4, text from column 6."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.render.page import Lines, Page

EDGE: Final = 6
_SIGN: Final = 4

RIGHT: Final = "✓"
WRONG: Final = "✗"
ERROR: Final = "!"
HINT: Final = "?"
PROMPT: Final = "❱"
BLOCK: Final = "┊"
RUNNING: Final = "⋯"
GRADIENT: Final = "∇"
CHANGED: Final = "•"
DONE: Final = "✓"
BEGUN: Final = "◐"
TO_DO: Final = "○"


def inside(page: Page) -> Page:
    """The page that remains right of the text edge."""
    return page.narrow(EDGE)


def at_edge(
    lines: Sequence[Text], sign: str = "", style: Style | None = None, number: Text | None = None
) -> Lines:
    """The lines moved to the text edge, with a sign (and a cell's number) beside the first of them.

    >>> [line.plain for line in at_edge([Text("one"), Text("two")], "✓")]
    ['    ✓ one', '      two']
    """
    placed: Lines = []
    for index, line in enumerate(lines):
        margin = Text()
        if not index and (sign or number is not None):
            if number is not None:
                margin.append_text(number)
                margin.pad_left(max(0, _SIGN - 1 - cell_len(number.plain)))
            margin.pad_right(max(0, _SIGN - cell_len(margin.plain)))
            margin.append(sign, style)
        if line.plain or margin.plain:
            margin.pad_right(max(0, EDGE - cell_len(margin.plain)))
            margin.append_text(line)
        margin.rstrip()
        placed.append(margin)
    return placed
