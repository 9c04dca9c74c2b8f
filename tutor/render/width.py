"""Measuring in cells: wrapping, fitting and placing text where a Chinese character is two cells wide.

`len` counts characters and is wrong for half of the languages here: nothing else measures text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.render.page import Lines, Page

_ESCAPE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b.")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_NO_START = set("，。、；：！？）》」』】”’…—,.;:!?)]}%·")
_NO_END = set("（《「『【“‘([{")

HARD_BLANK: Final = "\u00a0"
"""A blank at which `wrap` does not break a line."""


def replaced(text: Text, old: str, new: str) -> Text:
    """The text with each character `old` as `new`, in the same looks."""
    result = text.copy()
    result.plain = text.plain.replace(old, new)
    return result


def printable(text: str) -> str:
    """What a terminal may be given: without escapes and controls, tabs as blanks.

    A carriage return starts its line again, as a progress bar expects.

    >>> printable("a\\tb\\x1b[31mred\\x1b[0m")
    'a       bred'
    >>> printable("10%\\r20%")
    '20%'
    """
    text = _ESCAPE.sub("", text).replace("\r\n", "\n")
    lines = (line.rstrip("\r").rpartition("\r")[2].expandtabs(8) for line in text.split("\n"))
    return "\n".join(_CONTROL.sub("\ufffd", line) for line in lines)


def one_line(text: str) -> str:
    """A name or another short text as it may stand within a line.

    >>> one_line("a\\nb")
    'a b'
    """
    return printable(text).replace("\n", " ")


def wide(character: str) -> bool:
    """Whether a character takes two cells, as Chinese does.

    >>> wide("形"), wide("x"), wide("")
    (True, False, False)
    """
    return cell_len(character) > 1


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters: at blanks, and beside a Chinese character."""
    if before == " ":
        return after != " "
    if not (wide(before) or wide(after)):
        return False
    return after not in _NO_START and before not in _NO_END and after != " "


def _line_end(plain: str, start: int, width: int) -> int:
    """Where the line that starts at `start` ends: the last allowed place that fits, else where it is full."""
    used, best, index = 0, start, start
    while index < len(plain):
        step = cell_len(plain[index])
        if used + step > width and plain[index] != " ":
            return best if best > start else max(index, start + 1)
        used += step
        index += 1
        if index < len(plain) and _may_break(plain[index - 1], plain[index]):
            best = index
    return len(plain)


def wrap(text: Text, width: int) -> Lines:
    """Text in lines of at most `width` cells, broken between words; a blank line stays.

    >>> [line.plain for line in wrap(Text("rows come first"), 9)]
    ['rows come', 'first']
    >>> [line.plain for line in wrap(Text("数据留在原处，变的只是形状。"), 12)]
    ['数据留在原', '处，变的只是', '形状。']
    """
    lines: Lines = []
    for paragraph in text.split("\n", allow_blank=True) or [Text()]:
        plain, start = paragraph.plain, 0
        while True:
            end = _line_end(plain, start, max(1, width))
            line = paragraph[start:end] if plain else Text()
            line.rstrip()
            lines.append(replaced(cut(line, width), HARD_BLANK, " "))
            start = end
            if start >= len(plain):
                break
    return lines


def fold(text: Text, width: int) -> Lines:
    """Text in lines no wider than `width`, all of it: for what a program printed.

    A line that is too long is broken behind its last blank that fits, where that leaves no short line, else
    at `width` itself.
    """
    lines: Lines = []
    for line in text.split("\n", allow_blank=True) or [Text()]:
        while cell_len(line.plain) > width > 0:
            used, index = 0, 0
            while used + cell_len(line.plain[index]) <= width:
                used += cell_len(line.plain[index])
                index += 1
            blank = line.plain.rfind(" ", index // 2, index) + 1
            index = blank if blank > 0 and line.plain[index] != " " else index
            lines.append(cut(line[: max(1, index)], width))
            line = line[max(1, index) :]
        lines.append(line)
    return lines


def cut(text: Text, width: int) -> Text:
    """The text itself where it fits, else its beginning and `…`.

    >>> cut(Text("parameter"), 6).plain
    'param…'
    """
    if cell_len(text.plain) <= width:
        return text
    short = text.copy()
    short.truncate(max(0, width), overflow="ellipsis" if width > 1 else "crop")
    return short


def pad(text: Text, width: int, right: bool = False) -> Text:
    """A column of exactly `width` cells: cut or filled, to the left edge or the right.

    >>> pad(Text("形状"), 6, right=True).plain
    '  形状'
    """
    text = cut(text, width)
    blank = " " * (width - cell_len(text.plain))
    return Text.assemble(blank, text) if right else Text.assemble(text, blank)


def flush(left: Text, right: Text, width: int, gap: int = 2) -> Text:
    """`right` at the line's right end; it gives way where both do not fit.

    >>> flush(Text("x = 1"), Text("given"), 14).plain
    'x = 1    given'
    >>> flush(Text("x = nd.arange(12)"), Text("given"), 18).plain
    'x = nd.arange(12)'
    """
    blank = width - cell_len(left.plain) - cell_len(right.plain)
    if not right.plain or blank < gap:
        return cut(left, width)
    return Text.assemble(left, " " * blank, right)


def beside(blocks: Iterable[Lines], gap: int = 2) -> Lines:
    """Blocks of lines side by side, each as wide as its widest line.

    >>> [line.plain for line in beside([[Text("ab"), Text("c")], [Text("d")]])]
    ['ab  d', 'c']
    """
    columns = [block for block in blocks if block]
    height = max((len(block) for block in columns), default=0)
    lines = [Text() for _ in range(height)]
    for block in columns:
        reach = max((cell_len(line.plain) for line in lines), default=0)
        start = reach + gap if reach else 0
        for whole, line in zip(lines, block, strict=False):
            if line.plain:
                whole.pad_right(start - cell_len(whole.plain))
                whole.append_text(line)
    return lines


def lit(line: Text, page: Page) -> Text:
    """The line as the one on which the learner stands, from edge to edge of the page."""
    line = pad(line, page.width)
    line.stylize(page.palette.chosen)
    return line


def lit_in_window(line: Text, page: Page) -> Text:
    """As `lit`, on the raised ground of a window."""
    line = pad(line, page.width)
    ground = page.palette.hairline.color
    line.stylize(page.palette.chosen if ground is None else Style(bgcolor=ground))
    return line


def widest(lines: Iterable[Text]) -> int:
    """The cells that the widest of the lines takes."""
    return max((cell_len(line.plain) for line in lines), default=0)


def indent(lines: Iterable[Text], cells: int) -> Lines:
    """The lines moved right; blank lines stay blank."""
    return [Text.assemble(" " * cells, line) if line.plain else line for line in lines]
