"""Shapes with each axis in its colour: `(3, 4)`, `<NDArray 3x4 @cpu(0)>`, and shapes that meet."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rich.text import Text

from tutor.render.palette import Palette

_TAIL = re.compile(r"^<NDArray (\d+(?:x\d+)*)? ?@\w+\(\d+\)>$", re.MULTILINE)
_TUPLE = re.compile(r"\(\s*-?\d+\s*(?:,\s*-?\d+\s*)*,?\s*\)")


def shape(sizes: Sequence[int | str], palette: Palette, strong: Collection[int] = ()) -> Text:
    """A shape as Python writes it; the axes in `strong` are bold.

    >>> from tutor.render.palette import DARK
    >>> shape((12,), DARK).plain, shape((3, 4), DARK).plain, shape((), DARK).plain
    ('(12,)', '(3, 4)', '()')
    """
    text = Text().append("(", palette.dim)
    for axis, size in enumerate(sizes):
        if axis:
            text.append(", ", palette.dim)
        text.append(str(size), palette.axis(axis, axis in strong))
    return text.append(",)" if len(sizes) == 1 else ")", palette.dim)


def is_shape(code: str) -> bool:
    """Whether code is a tuple of whole numbers and nothing else.

    >>> is_shape("(3, 4)"), is_shape("(-1, 4)"), is_shape("(x, 4)"), is_shape("(3)")
    (True, True, False, False)
    """
    return _TUPLE.fullmatch(code.strip()) is not None and "," in code


def paint_shapes(text: Text, palette: Palette) -> None:
    """Paint, in place, the numbers of each tuple of whole numbers by its axis."""
    for match in _TUPLE.finditer(text.plain):
        if "," in match.group():
            for axis, number in enumerate(re.finditer(r"-?\d+", match.group())):
                start = match.start() + number.start()
                text.stylize(palette.axis(axis), start, start + len(number.group()))


def paint_tails(text: Text, palette: Palette) -> None:
    """Paint, in place, each `<NDArray 3x4 @cpu(0)>` line: dim, with its sizes by axis."""
    for match in _TAIL.finditer(text.plain):
        end = match.start()
        for axis, number in enumerate(re.finditer(r"\d+", match.group(1) or "")):
            start = match.start(1) + number.start()
            text.stylize(palette.dim, end, start)
            end = start + len(number.group())
            text.stylize(palette.axis(axis), start, end)
        text.stylize(palette.dim, end, match.end())


def arrow(palette: Palette, inputs: Sequence[Text], output: Text, sign: str = ",") -> Text:
    """Shapes of the operands, `sign` between them, and what comes out of them.

    >>> from tutor.render.palette import DARK
    >>> arrow(DARK, [shape((3, 4), DARK), shape((4, 2), DARK)], shape((3, 2), DARK), sign=" ·").plain
    '(3, 4) · (4, 2) → (3, 2)'
    """
    text = Text()
    for index, operand in enumerate(inputs):
        if index:
            text.append(f"{sign} ", palette.dim)
        text.append_text(operand)
    return text.append(" → ", palette.dim).append_text(output)
