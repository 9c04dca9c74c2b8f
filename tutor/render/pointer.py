"""Where an error lies in the learner's own line: `~~~^~~^` under the code, the operands' shapes below."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from tutor.events import Error
from tutor.render import kinds
from tutor.render.code import highlight
from tutor.render.edge import at_edge, inside
from tutor.render.page import Lines, Page
from tutor.render.shape import shape
from tutor.render.width import cut, printable


def clashing(facts: Mapping[str, Any]) -> list[tuple[tuple[int, ...], int]]:
    """The operands' shapes with the axis of each that disagrees, -1 where none does."""
    shapes = [tuple(sizes) for sizes in facts.get("shapes", ())]
    axes = list(facts.get("axes", ()))
    axes += [-1] * (len(shapes) - len(axes))
    return [
        (sizes, axis if isinstance(axis, int) and 0 <= axis < len(sizes) else -1)
        for sizes, axis in zip(shapes, axes, strict=False)
    ]


def pointer(event: Error, source: str, page: Page) -> dict[int, Lines]:
    """What stands under the failing line, by the line's number: for `cells.prompt(..., under=)`.

    Empty where the place is unknown, or beyond the page's edge.
    """
    lines = printable(source).split("\n")
    if not 0 <= event.line < len(lines) or event.column < 0:
        return {}
    line = lines[event.line]
    end = event.end_column if event.end_line == event.line and event.end_column > event.column else len(line)
    start = min(event.column, len(line))
    segment = line[start:end]
    offset, width = cell_len(line[:start]), inside(page).width
    if cell_len(line) > width or offset >= width:
        return {}
    operands = _operands(segment, event.facts.get("names", ()))
    marks = "".join(
        ("^" if not operands or place in operands else "~") * cell_len(character)
        for place, character in enumerate(segment)
    )
    under = [Text(" " * offset).append(marks or "^", page.palette.wrong)]
    shapes = _shapes(event, page)
    if shapes.plain:
        first, last = (operands[0], operands[-1] + 1) if operands else (0, 0)
        middle = offset + (cell_len(segment[:first]) + cell_len(segment[:last])) // 2
        indent = max(0, min(middle - cell_len(shapes.plain) // 2, width - cell_len(shapes.plain)))
        under.append(cut(Text(" " * indent).append_text(shapes), width))
    return {event.line: under}


def excerpt(event: Error, source: str, page: Page) -> Lines:
    """The failing line once more with its pointer, where the cell itself cannot be drawn again."""
    under = pointer(event, source, page)
    if not under:
        return []
    line = highlight(printable(source).split("\n")[event.line], page.palette)
    return at_edge([cut(line, inside(page).width), *under[event.line]])


def _operands(segment: str, names: Sequence[str]) -> list[int]:
    """The places in the failing code that are the operands' own."""
    places: list[int] = []
    start = 0
    for name in names:
        found = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)").search(segment, start) if name else None
        if found is None:
            return []
        places += range(*found.span())
        start = found.end()
    return places


def _shapes(event: Error, page: Page) -> Text:
    """The operands' shapes with the sign that stood between them, the clashing axes bold."""
    pairs = clashing(event.facts)
    sign = kinds.sign_of(str(event.facts.get("op", "")))
    between = f" {sign} " if sign and len(pairs) == 2 else "  "
    return Text(between, page.palette.dim).join(shape(sizes, page.palette, (axis,)) for sizes, axis in pairs)
