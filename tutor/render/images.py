"""Small grey images as half blocks with true and predicted labels; without colour, as characters."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from functools import lru_cache

from rich.style import Style
from rich.text import Text

from tutor.events import Picture
from tutor.render.markup import inline
from tutor.render.page import Lines, Page
from tutor.render.signs import RIGHT, WRONG
from tutor.render.width import beside, cut, flush, one_line, pad

_GAP = 2
_LEVELS = 32
_RAMP = " .:-=+*#%@"
_HALF = "▀"


def capacity(pictures: Sequence[Picture], page: Page, height: int) -> int:
    """How many of the pictures one screen of `height` lines holds, at least one.

    The largest sets the size of all places.
    """
    across, down = _places(pictures, page, height)
    return across * down


def grid(pictures: Sequence[Picture], page: Page, *, start: int = 0, height: int = 30) -> Lines:
    """The pictures from `start` on, row by row, each over its label and what was predicted."""
    across, down = _places(pictures, page, height)
    shown = pictures[start : start + across * down]
    lines: Lines = []
    for first in range(0, len(shown), across):
        row = [_framed(picture, page) for picture in shown[first : first + across]]
        lines += [Text()] if lines else []
        lines += beside(row, gap=_GAP)
    return lines


def heading(
    pictures: Sequence[Picture],
    page: Page,
    *,
    start: int = 0,
    count: int = 0,
    every: Sequence[Picture] = (),
) -> Text:
    """Which of the pictures stand below, and how many of all were predicted right.

    `every` are all that there are, where `pictures` are some of them.
    """
    palette, texts = page.palette, page.texts
    shown = pictures[start : start + count]
    code = "one" if len(shown) == 1 else "place"
    facts = {"first": start + 1, "last": start + len(shown), "total": len(pictures)}
    left = inline(texts(f"render.images.{code}", **facts), palette, palette.dim)
    judged = [picture for picture in every or pictures if picture.prediction]
    if not judged:
        return cut(left, page.width)
    hits = sum(map(is_right, judged))
    right = Text().append(f"{RIGHT} ", palette.accepted)
    right.append(texts("render.images.right", count=hits), palette.fg)
    right.append(f"   {WRONG} ", palette.wrong)
    right.append(texts("render.images.wrong", count=len(judged) - hits), palette.fg)
    share = f"{hits / len(judged):.2f}"
    right.append(f"   {texts('render.images.all', total=len(judged), share=share)}", palette.dim)
    caption = Text().append(texts("render.images.caption"), palette.dim)
    together = flush(Text.assemble(left, "      ", caption), right, page.width)
    return together if right.plain in together.plain else flush(left, right, page.width)


def is_right(picture: Picture) -> bool:
    """Whether the prediction is the label."""
    return picture.prediction == picture.label


def _places(pictures: Sequence[Picture], page: Page, height: int) -> tuple[int, int]:
    width = max((min(picture.width, page.width) for picture in pictures), default=1)
    rows = max(((_scaled(picture, page)[0] + 1) // 2 for picture in pictures), default=1)
    across = max(1, (page.width + _GAP) // (max(1, width) + _GAP))
    return across, max(1, (height + 1) // (rows + 2))


def _framed(picture: Picture, page: Page) -> Lines:
    """One picture over its caption, exactly as wide as the picture."""
    palette = page.palette
    lines = _drawn(picture, page)
    width = max(1, min(picture.width, page.width))
    label = Text().append(one_line(picture.label), palette.fg)
    if not picture.prediction:
        return [*lines, pad(label, width)]
    if is_right(picture):
        return [*lines, pad(flush(label, Text(RIGHT, palette.accepted), width, gap=1), width)]
    wrong = cut(Text().append(f"{WRONG} {one_line(picture.prediction)}", palette.wrong), width)
    room = max(0, width - len(wrong.plain) - 1)
    return [*lines, pad(flush(cut(label, room), wrong, width, gap=0), width)]


def _scaled(picture: Picture, page: Page) -> tuple[int, int]:
    """Height and width in pixels as drawn: a picture wider than the page is made smaller."""
    if picture.width <= page.width:
        return picture.height, picture.width
    return max(1, picture.height * page.width // picture.width), page.width


def _drawn(picture: Picture, page: Page) -> Lines:
    try:
        pixels = base64.b64decode(picture.pixels, validate=True)
    except (binascii.Error, ValueError):
        pixels = b""
    pixels = pixels.ljust(picture.height * picture.width, b"\0")
    height, width = _scaled(picture, page)

    def level(row: int, column: int) -> int:
        if row >= height:
            return 0
        return pixels[row * picture.height // height * picture.width + column * picture.width // width]

    lines: Lines = []
    for row in range(0, height, 2):
        pairs = [(level(row, column), level(row + 1, column)) for column in range(width)]
        lines.append(_line(pairs, page))
    return lines


def _line(pairs: Sequence[tuple[int, int]], page: Page) -> Text:
    grey = page.palette.grey
    line = Text()
    if grey is None:
        return line.append("".join(_RAMP[sum(pair) * len(_RAMP) // 512] for pair in pairs))
    run, style = 0, None
    for upper, lower in [*pairs, (-1, -1)]:
        new = _style(upper * _LEVELS // 256, lower * _LEVELS // 256, *grey) if upper >= 0 else None
        if new is not style:
            line.append(_HALF * run, style)
            run, style = 0, new
        run += 1
    return line


@lru_cache(maxsize=4096)
def _style(upper: int, lower: int, black: str, white: str) -> Style:
    return Style(color=_mix(upper, black, white), bgcolor=_mix(lower, black, white))


def _mix(level: int, black: str, white: str) -> str:
    ends = [tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5)) for colour in (black, white)]
    mixed = (low + (high - low) * level // (_LEVELS - 1) for low, high in zip(*ends, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)
