"""A lesson's texts outside the tutor: as Markdown, and as the lines of a comment."""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.text import Text

from tutor.lesson import Step
from tutor.render.markup import paragraphs
from tutor.render.width import wrap

_MARKUP = re.compile(r"(`[^`]+`)|\{[0-3]:([^{}]*)\}|\*\*")


def markdown(markup: str) -> str:
    """A lesson's text as Markdown: the words of an axis without its colour, each paragraph on one line.

    >>> markdown("A matrix `X` of {0:3 rows},\\n**and** `{0:1}`.")
    'A matrix `X` of 3 rows, **and** `{0:1}`.'
    """
    return _marked(markup, strong="**")


def plain(markup: str) -> str:
    """A lesson's text for a comment, in which only code is marked.

    >>> plain("**Two** of `x**2` make {0:2 rows}.")
    'Two of `x**2` make 2 rows.'
    """
    return _marked(markup, strong="")


def _marked(markup: str, strong: str) -> str:
    """The text with `strong` around its strong words."""

    def replaced(token: re.Match[str]) -> str:
        return strong if token[0] == "**" else token[1] or token[2] or ""

    return "\n\n".join(_MARKUP.sub(replaced, part) for part in paragraphs(markup))


def task(step: Step) -> str:
    """The step's title, its text and its options, as Markdown."""
    options = "\n".join(f"{number}. {markdown(option)}" for number, option in enumerate(step.options, 1))
    return "\n\n".join(filter(None, (f"## {step.title}", markdown(step.text), options)))


def comment(text: str, width: int = 88) -> str:
    """Text as the lines of a comment of at most `width` cells.

    >>> print(comment("rows come first", width=12))
    # rows come
    # first
    """
    lines = wrap(Text(text), width - 2)
    return "\n".join(f"# {line.plain}".rstrip() for line in lines)


def heading(title: str, width: int = 88) -> str:
    """A title as a comment, underlined.

    >>> print(heading("形状"))
    # 形状
    # ====
    """
    return f"{comment(title, width)}\n# {'=' * min(width - 2, cell_len(title))}"
