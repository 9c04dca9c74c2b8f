"""Pictures that the book's helpers draw, sent as pixels for the terminal in place of matplotlib's figure."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np

from engine import hooks
from tutor.events import Images, Picture
from tutor.inside import wire

MAX_PICTURES = 200


def install() -> None:
    """Takes over from matplotlib."""
    hooks.on_images = _on_images


def _on_images(images: list[Any], labels: list[str]) -> None:
    names = [*labels, *("" for _ in images)]
    shown = list(zip(images, names, strict=False))[:MAX_PICTURES]
    wire.publish(Images(pictures=tuple(picture(image, label) for image, label in shown)))


def picture(image: Any, label: str = "") -> Picture:
    """A grey image of values 0 to 1, or 0 to 255 where it holds integers.

    Of a label with two lines the second is the prediction.

    >>> picture(np.array([[0.0, 1.0]]), "shirt\\ncoat")
    Picture(height=1, width=2, pixels='AP8=', label='shirt', prediction='coat')
    """
    grey = np.asarray(image)
    if grey.dtype.kind == "f":
        grey = np.rint(np.clip(grey, 0, 1) * 255)
    true, _, predicted = str(label).partition("\n")
    pixels = base64.b64encode(np.clip(grey, 0, 255).astype(np.uint8).tobytes()).decode()
    return Picture(grey.shape[0], grey.shape[1], pixels, true, predicted)
