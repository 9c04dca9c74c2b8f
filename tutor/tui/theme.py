"""Textual themes from the renderers' palettes, so that widgets and pictures share one set of colours.

Every role of a palette is a CSS variable of the same name: `$bg`, `$hairline`, `$axis-0`. The third theme
is for `NO_COLOR`: the terminal's own colours alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from textual.app import App
from textual.theme import Theme

from tutor.render.palette import DARK, LIGHT, MONO, PALETTES, Palette

_OWN: Final = "ansi_default"


def _coloured(palette: Palette) -> Theme:
    roles = palette.colours
    return Theme(
        name=palette.name,
        dark=palette.dark,
        primary=roles["next"],
        secondary=roles["dim"],
        accent=roles["next"],
        success=roles["accepted"],
        warning=roles["help"],
        error=roles["wrong"],
        foreground=roles["fg"],
        background=roles["bg"],
        surface=roles["surface"],
        panel=roles["raised"],
        variables=dict(roles) | _textual(roles),
    )


def _textual(roles: Mapping[str, str]) -> dict[str, str]:
    """Textual's own names for what its stock widgets draw."""
    return {
        "input-cursor-background": roles["fg"],
        "input-cursor-foreground": roles["bg"],
        "input-selection-background": roles["raised"],
        "text-disabled": roles["dim"],
        "block-cursor-background": roles["raised"],
        "block-cursor-foreground": roles["fg"],
        "block-cursor-text-style": "none",
        "block-cursor-blurred-text-style": "none",
        "block-cursor-blurred-background": roles["raised"],
        "block-cursor-blurred-foreground": roles["fg"],
        "block-hover-background": roles["raised"],
        "border": roles["hairline"],
        "border-blurred": roles["hairline"],
        "scrollbar": roles["hairline"],
        "scrollbar-hover": roles["hairline"],
        "scrollbar-active": roles["fg"],
        "scrollbar-background": roles["bg"],
        "scrollbar-background-hover": roles["bg"],
        "scrollbar-background-active": roles["bg"],
        "scrollbar-corner-color": roles["bg"],
    }


def _colourless() -> Theme:
    names = [*DARK.colours, *_textual(DARK.colours), "ansi-background", "ansi-foreground"]
    variables = dict.fromkeys(names, _OWN) | dict.fromkeys(
        ("block-cursor-text-style", "block-cursor-blurred-text-style"), "reverse"
    )
    return Theme(
        name=MONO.name,
        ansi=True,
        primary=_OWN,
        foreground=_OWN,
        background=_OWN,
        surface=_OWN,
        panel=_OWN,
        boost=_OWN,
        variables=variables,
    )


THEMES: Final[Mapping[str, Theme]] = {
    DARK.name: _coloured(DARK),
    LIGHT.name: _coloured(LIGHT),
    MONO.name: _colourless(),
}


def begin(app: App[int], theme: str) -> None:
    """Registers the themes with an app that is being made, and puts one on.

    Assigned, as later ones are, the first would have all styles parsed a second time.
    """
    for each in THEMES.values():
        app.register_theme(each)
    app.set_reactive(App.theme, theme)
    app.set_class(app.current_theme.dark, "-dark-mode", update=False)
    app.set_class(not app.current_theme.dark, "-light-mode", update=False)
    app._refresh_truecolor_filter(app.ansi_theme)
    app.stylesheet.set_variables(app.get_css_variables())


def first_theme(wanted: str, kept: str | None, *, colours: bool) -> str:
    """The theme to begin with: the one `wanted`, for "auto" the one `kept`, else by the terminal's ground.

    >>> first_theme("auto", "light", colours=True), first_theme("light", None, colours=False)
    ('light', 'mono')
    """
    if not colours:
        return MONO.name
    if wanted in THEMES:
        return wanted
    if kept is not None and kept in THEMES:
        return kept
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]  # rxvt, Konsole and others tell it
    return LIGHT.name if ground in ("7", "15") else DARK.name


def palette(theme: str) -> Palette:
    """The renderers' palette that belongs to a theme's name."""
    return PALETTES.get(theme, DARK)
