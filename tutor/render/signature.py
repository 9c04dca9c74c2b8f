"""How something is called: its parameters, told apart from their defaults without a hue, one at hand lit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.style import Style
from rich.text import Text

from tutor.lexer import open_brackets, tokens
from tutor.render.page import Lines, Page
from tutor.render.palette import Palette
from tutor.render.width import cut, one_line, widest


def split(signature: str) -> tuple[str, list[str], str]:
    """The name, the parameters, and what stands behind the brackets.

    >>> split("f(a, b=(1, 2), *, c: int = 3) -> str")
    ('f', ['a', 'b=(1, 2)', '*', 'c: int = 3'], ' -> str')
    """
    name, bracket, rest = one_line(signature).partition("(")
    if not bracket:
        return name, [], ""
    parameters, begin = [], 0
    for token in tokens(rest):
        if token[0] not in (",", ")") or open_brackets(rest[: token.start()]):
            continue
        if part := rest[begin : token.start()].strip():
            parameters.append(part)
        begin = token.end()
        if token[0] == ")":
            break
    return name, parameters, rest[begin:]


def call(name: str, parameters: Sequence[str], page: Page, *, current: int = -1, rest: str = "") -> Lines:
    """The call over as many rows as it takes, broken between parameters, which stand under each other."""
    palette = page.palette
    line = Text().append(one_line(name).rpartition(".")[2], palette.strong).append("(", palette.dim)
    margin = min(widest([line]), page.width // 3)
    lines: Lines = []
    for index, each in enumerate(parameters):
        piece = _parameter(each, palette, index == current)
        last = index == len(parameters) - 1
        piece.append(")" if last else ",", palette.dim)
        lead = " " if line.plain.strip() and not line.plain.endswith("(") else ""
        if line.plain.strip() and widest([line, Text()]) + len(lead) + widest([piece]) > page.width:
            lines.append(line)
            line, lead = Text(" " * margin), ""
        line.append(lead).append_text(piece)
    if not parameters:
        line.append(")", palette.dim)
    lines.append(line.append(rest, palette.dim))
    return [cut(each, page.width) for each in lines]


def row(name: str, parameters: Sequence[str], page: Page, *, current: int = -1) -> Text:
    """The call in one row; where it is too long, what stands around the parameter at hand."""
    palette = page.palette
    first = 0
    while True:
        line = Text().append(one_line(name).rpartition(".")[2], palette.strong).append("(", palette.dim)
        line.append("… " if first else "", palette.dim)
        seen = not 0 <= current < len(parameters)
        for index in range(first, len(parameters)):
            piece = _parameter(parameters[index], palette, index == current)
            piece.append(")" if index == len(parameters) - 1 else ", ", palette.dim)
            if widest([line]) + widest([piece]) > page.width - 2:
                line.append("…", palette.dim)
                break
            line.append_text(piece)
            seen = seen or index == current
        if not parameters:
            line.append(")", palette.dim)
        if seen or first >= current:
            return cut(line, page.width)
        first += 1


def _parameter(text: str, palette: Palette, at_hand: bool) -> Text:
    """A parameter's name; dim what it is by default, and of which type."""
    found = re.match(r"[*/]*\w*", text)
    name = found[0] if found else ""
    style = palette.strong + Style(underline=True) if at_hand else palette.fg
    return Text().append(name, style).append(text[len(name) :], palette.dim)
