"""What keys do to code that is being typed: which of them step over, wrap, indent and dedent.

Plain functions of a text and a place in it. No bracket is closed for the learner: who types fast would
type it twice, and who types slowly is shown the partner of each.
"""

from __future__ import annotations

import re
from typing import Final

from tutor.lexer import PAIRS, in_text, open_brackets, partner
from tutor.session.completeness import INDENT

_QUOTES: Final = ("'", '"')
_DOTTED: Final = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


def steps_over(text: str, at: int, typed: str) -> bool:
    """Whether a closing sign is there already, so that typing it moves over it.

    >>> steps_over("f(x)", 3, ")"), steps_over("print('a')", 8, "'")
    (True, True)
    >>> steps_over("f((x)", 4, ")"), steps_over("f('x)", 4, ")"), steps_over("'' + x", 0, "'")
    (False, False, False)
    """
    if typed != text[at : at + 1]:
        return False
    if typed in PAIRS.values():
        return partner(text, at) is not None and not open_brackets(text)
    return typed in _QUOTES and in_text(text[:at]) and not in_text(text[: at + 1])


def wrapped(selected: str, typed: str) -> str:
    """What a bracket or a quote makes of what is selected; "" for other characters.

    >>> wrapped("x + 1", "("), wrapped("a", "'"), wrapped("a", "b")
    ('(x + 1)', "'a'", '')
    """
    closing = PAIRS.get(typed) or (typed if typed in _QUOTES else "")
    return f"{typed}{selected}{closing}" if closing and selected else ""


def bracket_at(text: str, at: int) -> int | None:
    """Where the bracket stands whose partner is to be shown: at the cursor, or right before it."""
    return next((place for place in (at, at - 1) if place >= 0 and partner(text, place) is not None), None)


def indented(lines: list[str], *, back: bool) -> list[str]:
    """The lines a level further in, or a level out.

    >>> indented(["for i in x:", "", "    y"], back=False), indented(["      a", "b"], back=True)
    (['    for i in x:', '', '        y'], ['  a', 'b'])
    """
    if back:
        return [re.sub(rf"^ {{1,{len(INDENT)}}}", "", line) for line in lines]
    return [INDENT + line if line.strip() else line for line in lines]


def pasted(text: str, *, alone: bool) -> str:
    r"""Pasted text as it is inserted: line breaks and tabs as here; `alone` in the prompt, not indented.

    >>> pasted("\tx = 1\r\n\tif x:\r\n\t\ty\r\n", alone=True)
    'x = 1\nif x:\n    y\n'
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", INDENT)
    if not alone:
        return clean
    margins = [len(line) - len(line.lstrip()) for line in clean.split("\n") if line.strip()]
    margin = min(margins, default=0)
    return "\n".join(line[margin:] for line in clean.split("\n"))


def name_at(text: str, at: int) -> str:
    """The dotted name under the cursor, up to the part on which it stands; else what is called around it.

    >>> name_at("x = nd.arange(12)", 8), name_at("nd.random.uniform(0, 1)", 4), name_at("nd.zeros(3, ", 12)
    ('nd.arange', 'nd.random', 'nd.zeros')
    """
    for found in _DOTTED.finditer(text):
        if found.start() <= at <= found.end():
            rest = re.match(r"\w*", text[at:])
            return text[found.start() : at] + (rest[0] if rest else "")
    for opening in reversed(open_brackets(text[:at])):
        for called in _DOTTED.finditer(text[:opening]):
            if called.end() == opening:
                return called[0]
    return ""
