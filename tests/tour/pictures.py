"""A screen as plain text: its rows, and below them where which style stands.

What the most cells have is named first, and left out of the list; a background is named where it is another
one. A line of the list is `row  columns style, columns style, …`, counted from 0, the second column excluded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")


def drawn(app: Any) -> str:
    """What stands on the app's screen, with its styles."""
    return written(app.screen._compositor.render_strips())


def still(app: Any) -> None:
    """Cursors that are seen, whenever the picture is taken."""
    for widget in app.screen.query("*"):
        if hasattr(widget, "cursor_blink"):
            widget.cursor_blink = False


def written(strips: Iterable[Strip]) -> str:
    """Rows of styled text as plain text.

    >>> from rich.segment import Segment
    >>> red = Style.parse("bold #ff0000")
    >>> print(written([Strip([Segment("x = "), Segment("形状", red)])]))
    x = 形状
    <BLANKLINE>
    most cells: plain
    0  4-8 bold #ff0000
    """
    rows = list(strips)
    cells = Counter[Style]()
    for strip in rows:
        for _, width, style in _runs(strip):
            cells[style] += width
    ((most, _),) = cells.most_common(1)
    lines = [strip.text.rstrip() for strip in rows]
    lines += ["", f"most cells: {_named(most)}"]
    for number, strip in enumerate(rows):
        runs = [
            f"{start}-{start + width} {_named(style, most)}"
            for start, width, style in _runs(strip)
            if style != most
        ]
        if runs:
            lines.append(f"{number}  {', '.join(runs)}")
    return "\n".join(lines)


def _runs(strip: Strip) -> Iterator[tuple[int, int, Style]]:
    """Where each style begins, how many cells it has, and what is seen of it."""
    column = 0
    for style, segments in groupby(strip, lambda segment: _seen(segment.style, not segment.text.strip())):
        width = sum(cell_len(segment.text) for segment in segments)
        yield column, width, style
        column += width


def _seen(style: Style | None, is_blank: bool) -> Style:
    """A style without what it links to; of blanks the background, and what else is seen there."""
    style = style or Style()
    looks = {name: True for name in ATTRIBUTES if getattr(style, name)}
    if is_blank and not looks.keys() & {"underline", "reverse", "strike"}:
        return Style(bgcolor=style.bgcolor)
    return Style(color=style.color, bgcolor=style.bgcolor, **looks)


def _named(style: Style, most: Style | None = None) -> str:
    words = [name for name in ATTRIBUTES if getattr(style, name)]
    if style.color is not None:
        words.append(style.color.name)
    if style.bgcolor is not None and (most is None or style.bgcolor != most.bgcolor):
        words.append(f"on {style.bgcolor.name}")
    return " ".join(words) or "plain"
