"""Figures as pixels: the escapes of Kitty's protocol and of Sixel.

Kitty is given the picture once, and then draws the part of it that a cell's placeholder names, so that
text that scrolls takes its picture along. A Sixel picture is painted over cells, row by row of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.style import Style
from rich.text import Text

from tutor.render.figure import scaled

if TYPE_CHECKING:
    from PIL.Image import Image

_CHUNK: Final = 4096
_PLACEHOLDER: Final = "\U0010eeee"
_COLOURS: Final = 64
_BAND: Final = 6

# Kitty's marks of rows and columns, by number: characters that stand over others.
_MARKS: Final = (
    "305 30d-30e 310 312 33d-33f 346 34a-34c 350-352 357 35b 363-36f 483-487 592-595 597-599 59c-5a1 "
    "5a8-5a9 5ab-5ac 5af 5c4 610-617 657-65b 65d-65e 6d6-6dc 6df-6e2 6e4 6e7-6e8 6eb-6ec 730 732-733 "
    "735-736 73a 73d 73f-741 743 745 747 749-74a 7eb-7f1 7f3 816-819 81b-823 825-827 829-82d 951 953-954 "
    "f82-f83 f86-f87 135d-135f 17dd 193a 1a17 1a75-1a7c 1b6b 1b6d-1b73 1cd0-1cd2 1cda-1cdb 1ce0 1dc0-1dc1 "
    "1dc3-1dc9 1dcb-1dcc 1dd1-1de6 1dfe 20d0-20d1 20d4-20d7 20db-20dc 20e1 20e7 20e9 20f0 2cef-2cf1 "
    "2de0-2dff a66f a67c-a67d a6f0-a6f1 a8e0-a8f1 aab0 aab2-aab3 aab7-aab8 aabe-aabf aac1 fe20-fe26 10a0f "
    "10a38 1d185-1d189 1d1aa-1d1ad 1d242-1d244 "
)


def _numbered(ranges: str) -> Iterator[str]:
    for each in ranges.split():
        first, _, last = each.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


MARKS: Final = tuple(_numbered(_MARKS))
"""The marks that tell Kitty a placeholder's row and column; a picture has no more rows and columns."""


# ── Kitty ──


def kitty_picture(number: int, data: str, columns: int, rows: int) -> str:
    """Sends a PNG to be drawn where its placeholders stand, on so many cells.

    `data` is its base64; no answer is asked for, since it would come as keys.
    """
    control = f"a=T,U=1,f=100,q=2,i={number},c={columns},r={rows}"
    return _in_chunks(control, data)


def kitty_here(data: str, columns: int, rows: int) -> str:
    """Draws a PNG at the cursor, which stays where it is."""
    return _in_chunks(f"a=T,f=100,q=2,C=1,c={columns},r={rows}", data)


def kitty_forget(number: int) -> str:
    """Takes a picture out of the terminal's memory."""
    return f"\x1b_Ga=d,d=I,q=2,i={number}\x1b\\"


def _in_chunks(control: str, data: str) -> str:
    pieces = [data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK)] or [""]
    sent = []
    for index, piece in enumerate(pieces):
        more = f"m={int(index < len(pieces) - 1)}"
        sent.append(f"\x1b_G{more if index else f'{control},{more}'};{piece}\x1b\\")
    return "".join(sent)


def kitty_cells(number: int, columns: int, rows: int) -> list[Text]:
    """The placeholders of a picture: its number is their colour, their place stands over them."""
    style = Style(color=f"#{number:06x}")
    return [
        Text("".join(_PLACEHOLDER + MARKS[row] + MARKS[column] for column in range(columns)), style)
        for row in range(rows)
    ]


# ── Sixel ──


@lru_cache(maxsize=32)
def sixel(data: str, columns: int, rows: int, cell: tuple[int, int], background: str, part: range) -> str:
    """Paints the rows `part` of a picture on `columns` × `rows` cells at the cursor; "" if unreadable."""
    width = columns * cell[0]
    whole = _few_colours(data, width, rows * cell[1], background)
    if whole is None:
        return ""
    image = whole.crop((0, part.start * cell[1], width, part.stop * cell[1]))
    palette = image.getpalette() or []
    pixels = image.tobytes()
    out = [f'\x1bP0;1;0q"1;1;{width};{image.height}']
    for colour in sorted(set(pixels)):
        red, green, blue = (round(level * 100 / 255) for level in palette[3 * colour : 3 * colour + 3])
        out.append(f"#{colour};2;{red};{green};{blue}")
    bands = range(0, len(pixels), _BAND * width)
    out.append("-".join("$".join(_band(pixels[start : start + _BAND * width], width)) for start in bands))
    return "".join(out) + "\x1b\\"


@lru_cache(maxsize=8)
def _few_colours(data: str, width: int, height: int, background: str) -> Image | None:
    image = scaled(data, width, height, background)
    return None if image is None else image.quantize(_COLOURS)


def _band(pixels: bytes, width: int) -> Iterator[str]:
    """Six rows of pixels: for each colour one character a column, whose bits are the rows it has there."""
    rows = [pixels[start : start + width] for start in range(0, len(pixels), width)]
    for colour in sorted(set(pixels)):
        bits = 0
        for index, row in enumerate(rows):
            bits |= int.from_bytes(row.translate(_only(colour, 1 << index)), "big")
        line = bits.to_bytes(width, "big").translate(_PRINTABLE).decode("ascii")
        yield f"#{colour}" + _RUN.sub(lambda run: f"!{len(run[0])}{run[1]}", line.rstrip("?"))


_PRINTABLE: Final = bytes((bits + 63) & 255 for bits in range(256))
_RUN: Final = re.compile(r"(.)\1{3,}")


@lru_cache(maxsize=_COLOURS * _BAND)
def _only(colour: int, bit: int) -> bytes:
    """A table that makes `bit` of one colour and nothing of the others."""
    return bytes(bit if each == colour else 0 for each in range(256))
