"""The palettes: every text can be read on every ground, and mono uses no colour."""

from __future__ import annotations

from dataclasses import fields

import pytest
from rich.style import Style

from tutor.render.palette import DARK, LIGHT, MONO, Palette

TEXTS = ("dim", "fg", "bright", "accepted", "wrong", "help", "next", "axis-0", "axis-1", "axis-2", "axis-3")
GROUNDS = ("bg", "surface", "raised")


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)
@pytest.mark.parametrize("role", TEXTS)
def test_texts_stand_out_from_every_ground(palette: Palette, role: str) -> None:
    for ground in GROUNDS:
        assert _contrast(palette.colours[role], palette.colours[ground]) >= 4.5, ground


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=lambda palette: palette.name)
def test_an_axis_stands_out_from_its_own_lit_slice(palette: Palette) -> None:
    for axis in range(3):
        assert _contrast(palette.colours[f"axis-{axis}"], palette.colours[f"lit-{axis}"]) >= 4.5


def test_mono_has_no_colour_and_still_tells_four_axes_apart() -> None:
    for field in fields(MONO):
        value = getattr(MONO, field.name)
        for style in value if isinstance(value, tuple) else (value,):
            if isinstance(style, Style):
                assert style.color is None and style.bgcolor is None, field.name
    assert len({MONO.axis(axis) for axis in range(4)}) == 4


def test_axes_begin_again_after_the_last_colour() -> None:
    assert DARK.axis(4) == DARK.axis(0)
