"""Finds markup in a lesson's text that does not close; `tutor.render` reads the markup itself."""

from __future__ import annotations

import re

from tutor.record import record

_TOKEN = re.compile(r"`[^`]+`|\{[0-3]:[^{}]*\}|(?P<strong>\*\*)")
_LOOSE = re.compile(r"[`{}]")
_BLANK_LINES = re.compile(r"(\n[ \t]*\n\s*)")


@record
class Fault:
    """Markup that does not close, at `line` and `column` of the text, both from 1."""

    text: str
    line: int
    column: int


def markup_fault(text: str) -> Fault | None:
    """The first markup in `text` that does not close, or None.

    >>> fault = markup_fault("of {0:3 rows and `X`")
    >>> fault.column, fault.text
    (4, 'this brace is no part of `{0:words}` (axes 0 to 3); in code, put it between backticks')
    """
    offset = 0
    for block in _BLANK_LINES.split(text):
        if (at := _fault_at(block)) is not None:
            position, what = offset + at[0], at[1]
            before = text[:position]
            return Fault(what, before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)
        offset += len(block)
    return None


def _fault_at(block: str) -> tuple[int, str] | None:
    # Whole markup is blanked out at equal length, so that positions stay.
    rest = _TOKEN.sub(lambda token: token[0] if token["strong"] else " " * len(token[0]), block)
    if loose := _LOOSE.search(rest):
        if loose[0] == "`":
            return loose.start(), "this backtick has no partner in its paragraph"
        return (
            loose.start(),
            "this brace is no part of `{0:words}` (axes 0 to 3); in code, put it between backticks",
        )
    stars = [star.start() for star in re.finditer(r"\*\*", rest)]
    if len(stars) % 2:
        return stars[-1], "this `**` has no partner in its paragraph"
    return None
