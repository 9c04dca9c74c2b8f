"""The transcript: a cell's code at its prompt, what it printed, its value, and the tutor's remarks."""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from rich.text import Text

from tutor import events
from tutor.render.code import listing
from tutor.render.edge import EDGE, at_edge, inside
from tutor.render.markup import body
from tutor.render.page import Lines, Page
from tutor.render.printed import rows_anew
from tutor.render.shape import paint_shapes, paint_tails
from tutor.render.signs import BLOCK, PROMPT, RUNNING
from tutor.render.width import flush, fold, printable, wrap


def prompt(
    number: int,
    source: str,
    page: Page,
    *,
    note: Text | None = None,
    live: bool = False,
    under: Mapping[int, Lines] | None = None,
) -> Lines:
    """A cell's code at its prompt. `note` stands at the right of the first line; `live`: not yet run.

    `under` holds what stands under a line of the code, by the line's number from 0.
    """
    palette, width = page.palette, inside(page).width
    lines: Lines = []
    inserted: set[int] = set()
    for index, rows in enumerate(listing(source, inside(page))):
        if not index and note is not None:
            rows[0] = flush(rows[0], note, width)
        lines += rows
        for line in (under or {}).get(index, ()):
            inserted.add(len(lines))
            lines.append(line)
    sign = Text(PROMPT, palette.next if live else palette.dim)
    placed = at_edge(lines[:1], sign, Text(str(number) if number else "", palette.dim))
    last = max((place for place in range(len(lines)) if place not in inserted), default=0)
    for place, line in enumerate(lines[1:], 1):
        placed += at_edge([line], Text(BLOCK, palette.faint) if place <= last else None)
    return placed


def output(text: str, page: Page) -> Lines:
    """What a cell printed, folded at the page's edge."""
    width = inside(page).width
    shown = Text(rows_anew(printable(text).rstrip("\n"), width), style=page.palette.fg)
    paint_tails(shown, page.palette)
    return at_edge(fold(shown, width))


def value(event: events.Value, page: Page) -> Lines:
    """The value of a cell's last expression; of an array its sizes, of a tuple its numbers, by axis."""
    width = inside(page).width
    shown = Text(rows_anew(printable(event.text).strip("\n"), width), style=page.palette.fg)
    paint_tails(shown, page.palette)
    if event.kind == "tuple":
        paint_shapes(shown, page.palette)
    return at_edge(fold(shown, width))


def remark(markup: str, page: Page) -> Lines:
    """Something the tutor says about a cell without judging it, dim."""
    return at_edge(body(markup, inside(page), page.palette.dim))


def undone(lines: Lines, code: int, page: Page) -> Lines:
    """A cell whose effect was taken back: all of it dim, the first `code` lines, its code, struck through."""
    dim = page.palette.dim
    drawn: Lines = []
    for index, line in enumerate(lines):
        plain = Text(line.plain, dim)
        if index < code:
            plain.stylize(Style(strike=True), EDGE)
        drawn.append(plain)
    return drawn


def running(seconds: float, page: Page) -> Lines:
    """The line under a cell that is at work."""
    words = Text().append(page.texts("render.cells.running", seconds=f"{seconds:.1f}"), page.palette.dim)
    return at_edge(wrap(words, inside(page).width), Text(RUNNING, page.palette.dim))
