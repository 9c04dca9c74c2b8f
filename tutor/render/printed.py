"""Arrays as NumPy prints them, for a page that has fewer columns than NumPy believes.

It breaks rows at 75. Where the page is narrower they are broken anew between their numbers, which keep
their columns; a notebook that is exported, and `d2l-tutor run`, have them as NumPy does.
"""

from __future__ import annotations

import re
from typing import Final

_ROW: Final = re.compile(r" *(?:array\()?\[+(?=[^\[\]]*[^\[\]\s])")
_NUMBER: Final = re.compile(r"(?:[-+]?(?:\d[-+.\de]*|inf|nan)j?|True|False)(?: *,)?(?!\S)")
_BLANKS: Final = re.compile(r" +")
_WIDEST: Final = 48
"""Columns of the longest number, a complex one."""

_TAIL: Final = re.compile(r"\].*")


def rows_anew(text: str, width: int) -> str:
    """The text with the rows of arrays broken at `width` where a line of them is longer.

    >>> print(rows_anew("[[ 1.  2.  3.  4.\\n   5.]\\n [ 6.  7.  8.  9.\\n  10.]]", 12))
    [[ 1.  2.
       3.  4.
       5.]
     [ 6.  7.
       8.  9.
      10.]]
    """
    lines = text.split("\n")
    if all(len(line) <= width for line in lines):
        return text
    anew: list[str] = []
    while lines:
        row = _row(lines)
        anew += _broken(row, width) if max(map(len, row)) > width else row
        del lines[: len(row)]
    return "\n".join(anew)


def _row(lines: list[str]) -> list[str]:
    """The first of the lines; of an array's row all that it was broken into."""
    head = _ROW.match(lines[0])
    if head is None:
        return lines[:1]
    count, margin = 1, " " * head.end()
    while "]" not in lines[count - 1] and count < len(lines) and lines[count].startswith(margin):
        count += 1
    return lines[:count] if "]" in lines[count - 1] else lines[:1]


def _broken(row: list[str], width: int) -> list[str]:
    """A row's numbers in lines of that width; the row as it is where they stand in no columns."""
    head, tail = _ROW.match(row[0]), _TAIL.search(row[-1])
    if head is None or tail is None:
        return row
    margin, end = head.end(), tail.group()
    bodies = [line[margin:] for line in row]
    bodies[-1] = bodies[-1][: -len(end)]
    pitch = _pitch(bodies)
    room = (width - margin - len(end) + 1) // pitch if pitch else 0
    if room < 1:
        return row
    cells = [body[at : at + pitch - 1] for body in bodies for at in range(0, len(body), pitch)]
    cells = [*(cell.ljust(pitch - 1) for cell in cells[:-1]), cells[-1]]
    lines = [" ".join(cells[at : at + room]) for at in range(0, len(cells), room)]
    starts = [head.group(), *[" " * margin] * (len(lines) - 1)]
    broken = [f"{start}{line}" for start, line in zip(starts, lines, strict=True)]
    return [*(line.rstrip() for line in broken[:-1]), broken[-1] + end]


def _pitch(bodies: list[str]) -> int:
    """From one column of numbers to the next, with the blank between; 0 where there are no columns."""
    found = [list(_NUMBER.finditer(body)) for body in bodies]
    for row, body in zip(found, bodies, strict=True):
        if _BLANKS.sub("", body) != _BLANKS.sub("", "".join(number.group() for number in row)):
            return 0  # words, or rows that NumPy has shortened
    for pitch in range(2, min(_WIDEST, max(map(len, bodies))) + 2):
        if all(
            place * pitch <= number.start() and number.end() < (place + 1) * pitch
            for row in found
            for place, number in enumerate(row)
        ):
            return pitch
    return 0
