"""Shared by the tests of pictures: pages to draw on, arrays as the kernel sends them, snapshots as text."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.events import Array, Operand
from tutor.lesson.texts import Texts
from tutor.render.page import Lines, Page
from tutor.render.palette import DARK, Palette

SNAPSHOTS = Path(__file__).parent / "snapshots"
REWRITE = "REWRITE_SNAPSHOTS"
"""Set this variable to write the snapshots anew; then read the difference."""


@pytest.fixture(scope="session")
def page() -> Callable[..., Page]:
    """A page of a width, dark and English unless told otherwise."""

    def make(width: int, palette: Palette = DARK, language: str = "en") -> Page:
        return Page(width, palette, Texts(language))

    return make


@pytest.fixture(scope="session")
def operand() -> Callable[..., Operand]:
    """A named array of a shape, as an event carries it; without numbers it counts from 0."""

    def make(name: str, shape: Sequence[int], numbers: Sequence[float] = ()) -> Operand:
        return Operand(_summary(tuple(shape), list(numbers) or list(range(prod(shape)))), name)

    return make


@pytest.fixture(scope="session")
def plain() -> Callable[[Lines], str]:
    """A picture without its looks."""
    return lambda lines: "\n".join(line.plain.rstrip() for line in lines)


def _summary(shape: tuple[int, ...], numbers: Sequence[float]) -> Array:
    """All of up to 64 values, else a corner of the last two axes with their last row and column."""
    block = shape
    if prod(shape) > 64:
        last = [min(size, 8 if len(shape) > 1 else 64) for size in shape[-2:]]
        block = (1,) * (len(shape) - len(last)) + tuple(last)
    places = [
        list(range(size)) if held in (1, size) else [*range(held - 1), size - 1]
        for held, size in zip(block, shape, strict=True)
    ]
    values = []
    for index in product(*(axis[:held] for axis, held in zip(places, block, strict=True))):
        flat = 0
        for place, size in zip(index, shape, strict=True):
            flat = flat * size + place
        values.append(float(numbers[flat]))
    low, high = (float(min(numbers)), float(max(numbers))) if len(numbers) else (None, None)
    return Array(shape, "float32", "cpu(0)", tuple(values), block, low, high)


def spans(line: Text) -> list[tuple[int, int, Style]]:
    """The looks of a line, as cells from and to."""
    styles = [Style.null() if isinstance(line.style, str) else line.style] * len(line.plain)
    for start, end, style in line.spans:
        assert isinstance(style, Style), f"a style by name: {style!r}"
        for place in range(max(0, start), min(end, len(styles))):
            styles[place] = styles[place] + style
    found: list[tuple[int, int, Style]] = []
    column = 0
    for character, style in zip(line.plain, styles, strict=True):
        width = cell_len(character)
        if found and found[-1][2] == style and found[-1][1] == column:
            found[-1] = (found[-1][0], column + width, style)
        else:
            found.append((column, column + width, style))
        column += width
    return found


def described(lines: Lines, palette: Palette) -> str:
    """The picture as text, under each line which cells have which look, by the palette's names."""
    roles = {colour: role for role, colour in palette.colours.items()}
    rows = []
    for line in lines:
        rows.append(f"|{line.plain}|")
        looks = [
            f"{start}-{end} {_look(style, roles)}"
            for start, end, style in spans(line)
            if style != Style.null()
        ]
        if looks:
            rows.append("    " + ", ".join(looks))
    return "\n".join(rows) + "\n"


def _look(style: Style, roles: dict[str, str]) -> str:
    words = [word for word in ("bold", "dim", "underline", "reverse") if getattr(style, word)]
    if style.color is not None:
        words.append(roles.get(style.color.name, style.color.name))
    if style.bgcolor is not None:
        words.append(f"on {roles.get(style.bgcolor.name, style.bgcolor.name)}")
    return " ".join(words)


@pytest.fixture
def snapshot() -> Callable[[str, Lines, Palette], None]:
    """Compares a picture with the file of that name, or writes it where `REWRITE_SNAPSHOTS` is set."""

    def check(name: str, lines: Lines, palette: Palette) -> None:
        path, drawn = SNAPSHOTS / f"{name}.txt", described(lines, palette)
        if os.environ.get(REWRITE):
            SNAPSHOTS.mkdir(exist_ok=True)
            path.write_text(drawn, encoding="utf-8")
        assert path.exists(), f"no snapshot {path.name}: run with {REWRITE}=1 and look at it"
        assert drawn == path.read_text(encoding="utf-8")

    return check
