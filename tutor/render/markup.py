"""Lesson text in its looks: `` `code` ``, `**strong**`, `{0:3 rows}`, paragraphs.

The interface's own sentences are written in the same small language, so that a sentence may paint an
axis or a name in any language. What learners and programs print is never markup and never comes here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.style import Style
from rich.text import Text

from tutor.render.page import Lines, Page
from tutor.render.palette import Palette
from tutor.render.shape import is_shape, shape
from tutor.render.width import HARD_BLANK, one_line, replaced, wide, wrap

_TOKEN = re.compile(r"`(?P<code>[^`]+)`|\{(?P<axis>[0-3]):(?P<words>[^{}]*)\}|\*\*")
_SHORT = 16
"""Characters of code up to which it stays on one line: `X, y`, `x = 3`."""

_POINTS = set("，。、；：！？（）《》「」“”")


def inline(markup: str, palette: Palette, base: Style | None = None) -> Text:
    """One paragraph of markup as text; `base` is the style of its plain words.

    The blanks in "3 rows", in a shape and in short code are hard ones, which `wrap` keeps together and then
    softens.

    >>> from tutor.render.palette import DARK
    >>> wrap(inline("a matrix `X` of {0:3 rows}, **shape** `(3, 4)`", DARK), 16)[1].plain
    '3 rows, shape'
    """
    plain = palette.fg if base is None else base
    markup = one_line(markup)
    text, end, strong = Text(), 0, False
    for token in _TOKEN.finditer(markup):
        text.append(markup[end : token.start()], palette.strong if strong else plain)
        end = token.end()
        code = token["code"]
        if token["axis"]:
            text.append(token["words"].replace(" ", HARD_BLANK), palette.axis(int(token["axis"]), strong))
        elif code is None:
            strong = not strong
        elif is_shape(code):
            sizes = shape(re.findall(r"-?\d+", code), palette)
            text.append_text(replaced(sizes, " ", HARD_BLANK))
        else:
            text.append(code.replace(" ", HARD_BLANK) if len(code) <= _SHORT else code, palette.strong)
    return text.append(markup[end:], palette.strong if strong else plain)


def join(lines: Sequence[str]) -> str:
    """The lines of a paragraph as one: a blank between words, none between Chinese characters.

    >>> join(["one", "two"]), join(["数据留在原处，", "变的只是形状。"]), join(["矩阵", "X"])
    ('one two', '数据留在原处，变的只是形状。', '矩阵 X')
    """
    whole = ""
    for line in lines:
        before, after = whole[-1:], line[:1]
        tight = (wide(before) and wide(after)) or before in _POINTS or after in _POINTS
        whole += line if not whole or tight else f" {line}"
    return whole


def paragraphs(markup: str) -> list[str]:
    """The paragraphs of a text, each on one line.

    >>> paragraphs("one\\ntwo\\n\\nthree")
    ['one two', 'three']
    """
    blocks = re.split(r"\n[ \t]*\n\s*", markup.strip())
    return [join([line.strip() for line in block.splitlines()]) for block in blocks if block]


def body(markup: str, page: Page, base: Style | None = None) -> Lines:
    """The whole text, wrapped to the page, a blank line between paragraphs."""
    lines: Lines = []
    for paragraph in paragraphs(markup):
        if lines:
            lines.append(Text())
        lines += wrap(inline(paragraph, page.palette, base), page.width)
    return lines
