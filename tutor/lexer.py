"""Python source as it is being typed: its tokens, its brackets, and whether a place stands in a string.

A lexer of its own, because the standard library's refuses what is unfinished. It stands on both sides of
the process boundary, as `events.py` does: the screen marks brackets by it, the kernel completes by it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(
    r"""
      (?P<comment> \#[^\n]* )
    | (?P<string> (?P<long>\'{3}|"{3}) .*? (?:(?P=long)|\Z) | \'(?:\\.|[^\'\\\n])*\'? | "(?:\\.|[^"\\\n])*"? )
    | (?P<number> \d(?:[\w.]|(?<=[eE])[+-])* )
    | (?P<name> [^\W\d]\w* )
    | (?P<sign> [^\w\s] )
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSED: Final = re.compile(r"(\'{3}|\"{3}).*\1|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)

PAIRS: Final = {"(": ")", "[": "]", "{": "}"}
"""Each opening bracket and its closing one."""

_OPENING: Final = {closing: opening for opening, closing in PAIRS.items()}


def tokens(source: str) -> Iterator[re.Match[str]]:
    """The tokens in their order; the kind of each ("name", "string", "sign", …) is its `lastgroup`."""
    return _TOKEN.finditer(source)


def in_text(source: str) -> bool:
    """Whether what is typed at the end of the source goes into a string or a comment.

    >>> [in_text(source) for source in ("x = 'a", "x = 'a'", "x  # why", "'''a'", "'a\\\\'")]
    [True, False, True, True, True]
    """
    last = next(iter(deque(tokens(source), maxlen=1)), None)
    if last is None or last.end() < len(source):
        return False
    kind = last.lastgroup
    return kind == "comment" or (kind == "string" and not _CLOSED.fullmatch(last[0]))


def open_brackets(source: str) -> list[int]:
    """Where the brackets stand that are open at the end of the source, the outermost first.

    >>> open_brackets("f(x[0], [1, '(', (2)")
    [1, 8]
    """
    return _match(source)[1]


def partner(source: str, index: int) -> int | None:
    """Where the bracket stands that belongs to the one at `index`; None for another character.

    >>> partner("f(x[0])", 1), partner("f(x[0])", 5), partner("'('", 1), partner("f(", 1)
    (6, 3, None, None)
    """
    return _match(source)[0].get(index)


def _match(source: str) -> tuple[dict[int, int], list[int]]:
    """The partners of all brackets that have one, and the places of those that are still open."""
    partners: dict[int, int] = {}
    waiting: list[int] = []
    for token in tokens(source):
        if token.lastgroup != "sign":
            continue
        sign, place = token[0], token.start()
        if sign in PAIRS:
            waiting.append(place)
        elif sign in _OPENING and waiting and source[waiting[-1]] == _OPENING[sign]:
            opening = waiting.pop()
            partners[opening], partners[place] = place, opening
    return partners, waiting
