"""A pop-up of completions: names with what they are, and the chosen one's signature and first line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rich.text import Text

from tutor.render import signature
from tutor.render.page import Lines, Page
from tutor.render.shape import shape
from tutor.render.width import cut, flush, lit_in_window, one_line, widest, wrap

if TYPE_CHECKING:
    from tutor.kernel.answers import Call, Completion

NARROWEST: Final = 34
WIDEST: Final = 58
"""Cells of a pop-up."""

_SIGNATURE: Final = 2
_ABOUT: Final = 3
"""Rows for the chosen one's signature at most, and for all that is told of it."""


def width(items: Sequence[Completion], page: Page) -> int:
    """The cells that the pop-up takes."""
    names = widest(map(_name, items)) + 3 + widest(note(item, page) for item in items)
    about = WIDEST if any(item.signature or item.help for item in items) else 0
    return min(max(names, about, NARROWEST), WIDEST, page.width)


def rows(items: Sequence[Completion], chosen: int, first: int, most: int, page: Page) -> Lines:
    """The items from `first` on, at most `most`; the chosen one is lit."""
    lines = []
    for index, item in enumerate(items[first : first + most], first):
        name, is_chosen = _name(item), index == chosen
        name.style = page.palette.strong if is_chosen else page.palette.fg
        line = cut(flush(name, note(item, page, lit=is_chosen), page.width), page.width)
        lines.append(lit_in_window(line, page) if is_chosen else line)
    return lines


def about(items: Sequence[Completion], chosen: int, page: Page) -> Lines:
    """What is told of the chosen one, always in as many rows; none where nothing is told of any."""
    if not any(item.signature or item.help for item in items):
        return []
    item, palette = items[chosen], page.palette
    count = f"{chosen + 1}/{len(items)}"
    line = Text("─" * max(0, page.width - len(count) - 1), palette.hairline).append(f" {count}", palette.dim)
    lines: Lines = []
    if item.signature:
        name, parameters, rest = signature.split(item.signature)
        lines = _at_most(_SIGNATURE, signature.call(name, parameters, page, rest=rest), page)
    if item.help:
        said = wrap(Text().append(one_line(item.help).replace("`", ""), palette.dim), page.width)
        lines += _at_most(_ABOUT - len(lines), said, page)
    return [line, *lines, *[Text()] * (_ABOUT - len(lines))]


def _at_most(count: int, lines: Lines, page: Page) -> Lines:
    """The first lines; where there are more, `…` at the last one's end."""
    if len(lines) <= count:
        return lines
    end = cut(lines[count - 1], page.width - 2)
    return [*lines[: count - 1], end.append(" …", page.palette.dim)]


def call(found: Call | None, page: Page) -> Text:
    """The call in whose brackets the cursor stands, in one row."""
    if found is None:
        return Text()
    return signature.row(found.name, found.parameters, page, current=found.current)


def _name(item: Completion) -> Text:
    return Text(one_line(item.text))


def note(item: Completion, page: Page, *, lit: bool = False) -> Text:
    """What stands at the right of a name: an array's shape and dtype, else what kind of thing it is."""
    style = page.palette.fg if lit else page.palette.dim  # which is too faint where it stands lit
    if item.shape is not None:
        return shape(item.shape, page.palette).append(f" {item.dtype}", style)
    key = f"render.completion.{item.kind}"
    said = page.texts(key)
    return Text(item.kind if said == key else said, style)
