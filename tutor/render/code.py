"""Python source without hues: bold keywords, dim punctuation. Hues are for axes alone."""

from __future__ import annotations

import keyword

from rich.style import Style
from rich.text import Text

from tutor.lexer import tokens
from tutor.render.page import Lines, Page
from tutor.render.palette import Palette
from tutor.render.width import indent, printable, widest, wrap

_CONTINUED = 4
_VALUES = {"None", "True", "False"}


def highlight(source: str, palette: Palette, base: Style | None = None) -> Text:
    """The source with its styles; complete or not, the characters are the source's own.

    >>> from tutor.render.palette import DARK
    >>> highlight("for x in (1", DARK).plain
    'for x in (1'
    """
    text = Text(source, style=palette.fg if base is None else base)
    for token in tokens(source):
        if token.lastgroup in ("sign", "comment"):
            text.stylize(palette.dim, *token.span())
        elif token.lastgroup == "name" and keyword.iskeyword(token.group()) and token.group() not in _VALUES:
            text.stylize(Style(bold=True), *token.span())
    return text


def listing(source: str, page: Page) -> list[Lines]:
    """The rows of each line of a source. A line that is too long goes on below, four cells further in."""
    found: list[Lines] = []
    for line in highlight(printable(source).rstrip("\n"), page.palette).split("\n", allow_blank=True):
        line.rstrip()
        margin = len(line.plain) - len(line.plain.lstrip()) + _CONTINUED
        if widest([line]) <= page.width or margin > page.width // 2:
            found.append(wrap(line, page.width))
            continue
        first, *_ = wrap(line, page.width)
        rest = line[len(first.plain) :]
        rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
        found.append([first, *indent(wrap(rest, page.width - margin), margin)])
    return found
