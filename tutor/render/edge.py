"""One text edge in every screen: the cell's number in columns 0–2, a sign in column 4, text from column 6."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.text import Text

from tutor.render.page import Lines, Page
from tutor.render.width import pad

EDGE: Final = 6
_NUMBER: Final = 3
_MOST: Final = 90
_SIGN: Final = 4


def readable(page: Page) -> Page:
    """The page, no wider than text is read with ease."""
    return page.narrow(max(0, page.width - EDGE - _MOST))


def inside(page: Page) -> Page:
    """The page that remains right of the text edge."""
    return page.narrow(EDGE)


def at_edge(lines: Sequence[Text], sign: Text | None = None, number: Text | None = None) -> Lines:
    """The lines moved to the text edge, with a sign and a cell's number beside the first of them.

    >>> [line.plain for line in at_edge([Text("one"), Text("two")], Text("✓"), Text("7"))]
    ['  7 ✓ one', '      two']
    """
    placed: Lines = []
    for index, line in enumerate(lines):
        margin = Text(" " * EDGE)
        if not index:
            margin = pad(pad(number or Text(), _NUMBER, right=True), _SIGN)
            margin = pad(margin.append_text(sign or Text()), EDGE)
        if not line.plain:
            margin.rstrip()
        placed.append(margin.append_text(line))
    return placed


def rule(page: Page) -> Text:
    """The hairline between the task and the cells, from the text edge to the page's end."""
    return at_edge([Text("─" * inside(page).width, page.palette.hairline)])[0]
