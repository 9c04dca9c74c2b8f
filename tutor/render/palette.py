"""The colours of every screen, by role, in three palettes: dark, light, and mono for `NO_COLOR`.

Renderers ask for a role, never for a colour. Colour never stands alone: each role that carries a
meaning has a sign or a place beside it, so mono loses nothing; it tells roles apart by bold, dim,
underline and reverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from rich.style import Style

from tutor.record import record

_PLAIN: Final = Style.null()
_BOLD: Final = Style(bold=True)


@record
class Palette:
    """Styles by role; `colours` are the same roles as hexes, for a front end's own theme (mono has none).

    `strong` is bright and bold. `lines` are the dimension lines around an array's picture, `axes` the
    numbers on them; `lit` the background of a slice along an axis; `stripes` the backgrounds of an
    array's cells, in turn; `filled` the one number that all lit ones make; `chosen` the row that the
    learner stands on.

    >>> DARK.axis(1).color.name
    '#de8ed2'
    >>> MONO.axis(1).underline
    True
    """

    name: str
    dark: bool
    colours: Mapping[str, str]
    hairline: Style
    faint: Style
    dim: Style
    fg: Style
    bright: Style
    strong: Style
    accepted: Style
    wrong: Style
    help: Style
    next: Style
    axes: tuple[Style, ...]
    lines: tuple[Style, ...]
    lit: tuple[Style, ...]
    stripes: tuple[Style, Style]
    chosen: Style
    filled: Style
    grey: tuple[str, str] | None  # an image's black and white; None: no colours

    @property
    def bold(self) -> Style:
        """Adds weight to another style: `palette.next + palette.bold`."""
        return _BOLD

    def axis(self, index: int, strong: bool = False) -> Style:
        """The colour of an axis; with more axes than colours they begin again."""
        style = self.axes[index % len(self.axes)]
        return style + _BOLD if strong else style

    def line(self, index: int) -> Style:
        """The dimension line of an axis."""
        return self.lines[index % len(self.lines)]

    def slice(self, index: int) -> Style:
        """Values of a slice along an axis that is lit: its tint, with the axis's own colour on it."""
        return self.lit[index % len(self.lit)] + self.axis(index, strong=True)


def _coloured(name: str, dark: bool, greys: str, roles: str, lit: str) -> Palette:
    """Build a palette from its hexes, in the order of the design's tables."""
    bg, surface, raised, hairline, faint, dim, fg, bright = greys.split()
    *axes, accepted, wrong, help_, next_ = roles.split()
    tints = lit.split()
    colours = {
        "bg": bg, "surface": surface, "raised": raised, "hairline": hairline,
        "faint": faint, "dim": dim, "fg": fg, "bright": bright,
        "accepted": accepted, "wrong": wrong, "help": help_, "next": next_,
    }  # fmt: skip
    colours |= {f"axis-{index}": colour for index, colour in enumerate(axes)}
    colours |= {f"lit-{index}": colour for index, colour in enumerate(tints)}
    axis_styles = tuple(Style(color=colour) for colour in axes)
    return Palette(
        name=name,
        dark=dark,
        colours=MappingProxyType(colours),
        hairline=Style(color=hairline),
        faint=Style(color=faint),
        dim=Style(color=dim),
        fg=Style(color=fg),
        bright=Style(color=bright),
        strong=Style(color=bright, bold=True),
        accepted=Style(color=accepted),
        wrong=Style(color=wrong),
        help=Style(color=help_),
        next=Style(color=next_),
        axes=axis_styles,
        lines=axis_styles,
        lit=tuple(Style(bgcolor=colour) for colour in tints),
        stripes=(Style(bgcolor=raised), Style(bgcolor=surface)),
        chosen=Style(bgcolor=raised),
        filled=Style(color=bg, bgcolor=fg, bold=True),
        grey=(surface, bright),
    )


DARK: Final = _coloured(
    "dark",
    True,
    "#12151a #191d24 #232933 #303743 #4a5361 #8b95a3 #d0d6de #f2f5f9",
    "#56c8d8 #de8ed2 #e0cc62 #a5a0fa #7ec584 #f2727a #e99b52 #7eabf8",
    "#1d3c45 #422d47 #3d3a25",
)
LIGHT: Final = _coloured(
    "light",
    False,
    "#fcfbf9 #f3f1ed #e8e5df #d6d2ca #b3aea4 #5f656d #2c3138 #0b0e12",
    "#006b7c #a5308f #7a6500 #5a4fd0 #1b7035 #c4283a #9c4c00 #1c5cc4",
    "#d3edf0 #f6def1 #f1ebc8",
)
_DIM: Final = Style(dim=True)
MONO: Final = Palette(
    name="mono",
    dark=True,
    colours=MappingProxyType({}),
    hairline=_DIM,
    faint=_DIM,
    dim=_DIM,
    fg=_PLAIN,
    bright=_PLAIN,
    strong=_BOLD,
    accepted=_BOLD,
    wrong=_BOLD,
    help=_PLAIN,
    next=_BOLD,
    axes=(_BOLD, Style(underline=True), Style(bold=True, underline=True), Style(dim=True, underline=True)),
    lines=(_PLAIN,),
    lit=(Style(reverse=True),),
    stripes=(_PLAIN, _PLAIN),
    chosen=Style(reverse=True),
    filled=Style(reverse=True, bold=True),
    grey=None,
)
PALETTES: Final[Mapping[str, Palette]] = MappingProxyType({p.name: p for p in (DARK, LIGHT, MONO)})
