"""Figures in half blocks: two pixels a cell, and the words around them as words.

Pillow is loaded with the first figure, never before. Where it is missing, where there are no colours and
where a picture cannot be read, a figure is told in words, with the file that holds it.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor.events import Axes, Figure
from tutor.render.markup import body
from tutor.render.page import Lines, Page
from tutor.render.width import beside, cut, fold, one_line, pad, wrap

if TYPE_CHECKING:
    from PIL.Image import Image

ROWS: Final = 20
"""Rows of a figure at most, where it does not have the whole screen."""

WORDS: Final = 5
"""Rows for the words around a frame: title, what goes up, numbers, what goes across, legend."""

CELL: Final = (10, 20)
"""Width and height of a cell in pixels, where the terminal does not say."""

Box: TypeAlias = tuple[float, float, float, float]
WHOLE: Final[Box] = (0.0, 0.0, 1.0, 1.0)
"""Left, top, right and bottom of all of a picture."""

_NARROWEST: Final = 12
_SEVERAL: Final = 3
_SMALLEST: Final = 8
_GAP: Final = 2
_HALF: Final = "▀"
_LINE: Final = "━━"


def size(figure: Figure) -> tuple[int, int]:
    """Width and height in pixels; (0, 0) where the picture cannot be read."""
    image = _image(figure.data)
    return (0, 0) if image is None else image.size


def fit(
    pixels: tuple[int, int], columns: int, rows: int, cell: tuple[int, int] = CELL, *, finest: int = 1
) -> tuple[int, int]:
    """Columns and rows for a picture of so many pixels, as large as fits, in its own proportions.

    No column shows less than `finest` of its pixels: what is small stays small.

    >>> fit((640, 480), 100, 20), fit((2000, 200), 60, 20), fit((28, 28), 100, 20)
    ((53, 20), (60, 3), (28, 14))
    """
    width, height = pixels
    slope = width * cell[1] / max(1, height * cell[0])  # columns for each row
    across = max(1, min(columns, round(rows * slope), width // finest))
    return across, max(1, min(rows, round(across / slope)))


def picture(
    figure: Figure,
    page: Page,
    *,
    rows: int = ROWS,
    most: int = 0,
    cell: tuple[int, int] = CELL,
    path: str = "",
) -> Lines:
    """The figure in half blocks, not wider than the page; in words where it cannot be drawn.

    Small pictures in a row may take `most` rows together, half as many again as `rows` unless it is given.
    `path` is the file that holds the figure, for the words.
    """
    image = None if page.palette.grey is None else _image(figure.coarse or figure.data)
    if image is None:
        return described(figure, page, path)
    if tiles := _tiles(figure, image.size, page, most or rows * 3 // 2, cell):
        return tiles + _legend(figure.axes, page)
    framed = figure.axes[0] if figure.coarse and len(figure.axes) == 1 else None
    if page.width < _margin(framed) + _NARROWEST:
        framed = None
    room = page.width - _margin(framed)
    across, down = fit(image.size, room, rows, cell)
    lines = list(_blocks(figure.coarse or figure.data, across, down, page.palette.colours["bg"]))
    if framed is not None:
        lines = _around(framed, lines, across, page)
    else:
        titles = " · ".join(one_line(axes.title) for axes in figure.axes if axes.title)
        lines += wrap(Text(titles, page.palette.dim), page.width) if titles else []
    return lines + _legend(figure.axes, page)


def bare(figure: Figure, columns: int, rows: int, page: Page) -> Lines:
    """The whole figure in half blocks on so many cells, its words as pixels."""
    return list(_blocks(figure.data, columns, rows, page.palette.colours["bg"]))


def described(figure: Figure, page: Page, path: str, *, folded: bool = True) -> Lines:
    """What a figure shows, in words: for terminals without colours, and for readers who listen.

    The path stands on a line of its own; one that is not `folded` may be wider than the page, to be copied.
    """
    texts, (width, height) = page.texts, size(figure)
    code = ("size", "file", "nothing", "file_only")[2 * (not width) + bool(path)]
    lines = body(texts(f"render.figure.{code}", width=width, height=height), page)
    if path:
        lines += fold(Text(path), page.width) if folded else [Text(path)]
    for axes in figure.axes:
        said = [one_line(axes.title)] if axes.title else []
        for name, label, ticks in (
            ("across", axes.across, axes.ticks_across),
            ("up", axes.up, axes.ticks_up),
        ):
            if ticks:
                ends = one_line(f"{label} {ticks[0][1]} … {ticks[-1][1]}".strip())
                said.append(texts(f"render.figure.{name}", ends=ends))
        said += [one_line(name) for name, _ in axes.legend]
        lines += wrap(Text("; ".join(said), page.palette.dim), page.width) if said else []
    return lines


# ── many small pictures ──


def _tiles(figure: Figure, pixels: tuple[int, int], page: Page, most: int, cell: tuple[int, int]) -> Lines:
    """Pictures that stand in one row, in as many rows as let them be seen; none where they are no such."""
    width, height = pixels
    boxes = [axes.box for axes in figure.axes]
    sizes = [(round((box[2] - box[0]) * width), round((box[3] - box[1]) * height)) for box in boxes]
    count, (wide, high) = len(sizes), sizes[0] if sizes else (0, 0)
    alike = all(abs(w - wide) <= 2 and abs(h - high) <= 2 for w, h in sizes)
    in_a_row = len({round(box[1], 2) for box in boxes}) == 1
    if not (figure.coarse and count >= _SEVERAL and alike and in_a_row and wide and high):
        return []
    for across in range(2, count):
        columns, down = fit((wide, high), (page.width + _GAP) // across - _GAP, most, cell)
        if -(-count // across) * (down + 1) <= most and columns >= _SMALLEST:
            break
    else:
        return []
    background, palette = page.palette.colours["bg"], page.palette
    lines: Lines = []
    for first in range(0, count, across):
        row = [
            [
                *_blocks(figure.coarse, columns, down, background, axes.box),
                pad(Text(one_line(axes.title), palette.fg), columns),
            ]
            for axes in figure.axes[first : first + across]
        ]
        lines += beside(row, gap=_GAP)
    return lines


# ── the words around a frame ──


def _margin(axes: Axes | None) -> int:
    """Cells left of the frame for the numbers of the axis that goes up."""
    if axes is None or not axes.ticks_up:
        return 0
    return max(cell_len(one_line(label)) for _, label in axes.ticks_up) + 1


def _around(axes: Axes, lines: Lines, across: int, page: Page) -> Lines:
    palette, margin = page.palette, _margin(axes)
    numbers = [Text() for _ in lines]
    for place, label in axes.ticks_up:
        numbers[min(len(lines) - 1, int((1 - place) * len(lines)))] = Text(one_line(label), palette.dim)
    left = [pad(pad(number, max(0, margin - 1), right=True), margin) for number in numbers]
    framed = beside([left, lines], gap=0) if margin else lines
    above = [_centred(axes.title, palette.bright, margin, across, page)] if axes.title else []
    above += [cut(Text(one_line(axes.up), palette.fg), page.width)] if axes.up else []
    under = [_numbers(axes, across, margin, page)] if axes.ticks_across else []
    under += [_centred(axes.across, palette.fg, margin, across, page)] if axes.across else []
    return above + framed + under


def _centred(words: str, style: Style, margin: int, across: int, page: Page) -> Text:
    text = cut(Text(one_line(words), style), page.width)
    before = margin + (across - cell_len(text.plain)) // 2
    return Text(" " * max(0, min(before, page.width - cell_len(text.plain)))).append_text(text)


def _numbers(axes: Axes, across: int, margin: int, page: Page) -> Text:
    """The numbers under the frame, each under its place; those that would touch are left out."""
    line = Text()
    for place, label in axes.ticks_across:
        words = one_line(label)
        start = margin + int(place * across) - cell_len(words) // 2
        start = max(0, min(start, page.width - cell_len(words)))
        here = cell_len(line.plain)
        if start > here or not here:
            line = pad(line, start).append(words, page.palette.dim)
    return cut(line, page.width)


def _legend(axes: Sequence[Axes], page: Page) -> Lines:
    """Each name of the legend with its colour."""
    line = Text()
    for name, colour in (entry for each in axes for entry in each.legend):
        line.append("   " if line else "").append(_LINE, Style(color=colour or None))
        line.append(f" {one_line(name)}", page.palette.fg)
    return wrap(line, page.width) if line else []


# ── pixels ──


@lru_cache(maxsize=16)
def _image(data: str) -> Image | None:
    """The picture with its transparency; None where it, or Pillow, cannot be read."""
    try:
        from PIL import Image

        image = Image.open(io.BytesIO(base64.b64decode(data)))
        return image.convert("RGBA")
    except (ImportError, OSError, ValueError, SyntaxError):  # Pillow calls a broken PNG a syntax error
        return None


def scaled(data: str, width: int, height: int, background: str, box: Box = WHOLE) -> Image | None:
    """The picture, or what stands in a box of it, at a size in pixels; what shines through it in a colour."""
    from PIL import Image

    image = _image(data)
    if image is None:
        return None
    ground = Image.new("RGBA", image.size, background)
    shown = Image.alpha_composite(ground, image).convert("RGB")
    left, top, right, bottom = (round(place * side) for place, side in zip(box, 2 * image.size, strict=True))
    return shown.resize((width, height), Image.Resampling.BOX, (left, top, right, bottom))


@lru_cache(maxsize=128)
def _blocks(data: str, across: int, down: int, background: str, box: Box = WHOLE) -> tuple[Text, ...]:
    image = scaled(data, across, 2 * down, background, box)
    if image is None:
        return ()
    pixels = image.tobytes()
    rows = [pixels[start : start + 3 * across] for start in range(0, len(pixels), 3 * across)]
    return tuple(_row(upper, lower) for upper, lower in zip(rows[::2], rows[1::2], strict=True))


def _row(upper: bytes, lower: bytes) -> Text:
    """Two rows of pixels as one line, equal neighbours in one piece."""
    line = Text(no_wrap=True)
    run, last = 0, (b"", b"")
    for start in range(0, len(upper) + 3, 3):
        pair = upper[start : start + 3], lower[start : start + 3]
        if pair != last and run:
            line.append(_HALF * run, _style(*last))
            run = 0
        run, last = run + 1, pair
    return line


@lru_cache(maxsize=4096)
def _style(upper: bytes, lower: bytes) -> Style:
    return Style(color=f"#{upper.hex()}", bgcolor=f"#{lower.hex()}")
