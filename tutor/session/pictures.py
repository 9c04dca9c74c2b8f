"""Small labelled images as one figure, so that they can be saved as figures are."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Final

from tutor.events import Figure, Picture

_ACROSS: Final = 8
_ZOOM: Final = 4
_GAP: Final = 12
_LINE: Final = 15
_PAPER, _INK, _WRONG = "#ffffff", "#2c3138", "#c4283a"


def figure(pictures: Sequence[Picture]) -> Figure:
    """The pictures in rows of eight, each over its label; a wrong prediction stands under that, with a cross.

    Raises `ImportError` without Pillow, `ValueError` where there are no pictures or one has too few pixels.
    """
    from PIL import Image, ImageDraw, ImageFont

    if not pictures:
        raise ValueError("no pictures")
    wide = _ZOOM * max(picture.width for picture in pictures)
    high = _ZOOM * max(picture.height for picture in pictures)
    across = min(_ACROSS, len(pictures))
    down = -(-len(pictures) // across)
    row = high + 2 * _LINE + _GAP
    sheet = Image.new("RGB", (across * (wide + _GAP) + _GAP, down * row + _GAP), _PAPER)
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(_LINE - 2)
    for place, picture in enumerate(pictures):
        x, y = _GAP + place % across * (wide + _GAP), _GAP + place // across * row
        size = (picture.width, picture.height)
        small = Image.frombytes("L", size, base64.b64decode(picture.pixels))
        sheet.paste(small.resize((_ZOOM * size[0], _ZOOM * size[1]), Image.Resampling.NEAREST), (x, y))
        draw.text((x, y + high), picture.label, _INK, font)
        if picture.prediction not in ("", picture.label):
            draw.text((x, y + high + _LINE), f"× {picture.prediction}", _WRONG, font)
    file = io.BytesIO()
    sheet.save(file, "PNG")
    return Figure(data=base64.b64encode(file.getvalue()).decode())
