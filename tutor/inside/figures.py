"""Matplotlib's figures: sent as PNG at full quality, and once more without text for coarse screens.

A terminal without a protocol for images has some forty pixels from top to bottom: letters are smudges
there and thin lines vanish. So the second picture leaves out all text and ticks and has lines and dots of
at least one such pixel; what was left out goes along as words, to be written as words.

The learner's figure is put back as it was; its size, its resolution and matplotlib's settings are
never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final
from weakref import WeakKeyDictionary

from tutor.events import Axes, Figure, Notice
from tutor.inside.wire import publish

MOST: Final = 50
"""Figures of one cell that are shown; of a loop that draws without end no more go out."""

_LONGEST: Final = 2000
"""Pixels of a figure's longer side, in full quality."""

_COARSE: Final = 40
"""Pixels that a coarse screen has from a figure's top to its bottom."""

_RAISED: Final = str.maketrans("-−0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

_count = 0
_shown: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


def install(shell: Any) -> None:
    """Takes over how figures are shown; matplotlib is not loaded for it."""
    shell.display_formatter.ipython_display_formatter.for_type_by_name("matplotlib.figure", "Figure", show)
    shell.events.register("pre_run_cell", _begin)


def _begin(info: Any) -> None:
    global _count
    _count = 0
    _shown.clear()


def show(figure: Any) -> None:
    """Sends a figure, once in a cell unless it has changed; one with nothing in it is not sent."""
    global _count
    data = _png(figure, 2 * figure.dpi)
    if data is None or _shown.get(figure) == data:
        return
    _shown[figure] = data
    _count += 1
    if _count > MOST:
        if _count == MOST + 1:
            publish(Notice(code="notice.figures_capped", facts={"count": MOST}))
        return
    publish(Figure(data=data, text=repr(figure), **_coarsely(figure)))


def _coarsely(figure: Any) -> dict[str, Any]:
    """The picture for coarse screens and its words; nothing for a figure of a kind not foreseen here."""
    try:
        words = tuple(map(_words, _drawn(figure)))
        with _bare(figure):
            coarse = _png(figure, figure.dpi, pad_inches=0)
            boxes = _boxes(figure)
    except Exception:  # matplotlib's artists are many, and libraries add their own
        return {}
    placed = (replace(each, box=box) for each, box in zip(words, boxes, strict=True))
    return {"coarse": coarse or "", "axes": tuple(placed)}


def _boxes(figure: Any) -> list[tuple[float, float, float, float]]:
    """Where each pair of axes stands in the figure's picture, which reaches to the outermost of them."""
    whole = figure.get_tightbbox()
    boxes = []
    for axes in _drawn(figure):
        frame = axes.get_window_extent()
        left, right = ((x / figure.dpi - whole.x0) / whole.width for x in (frame.x0, frame.x1))
        top, bottom = ((whole.y1 - y / figure.dpi) / whole.height for y in (frame.y1, frame.y0))
        boxes.append((max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)))
    return boxes


def _png(figure: Any, dpi: float, **options: Any) -> str | None:
    """The figure as base64 of a PNG; None where nothing is drawn in it."""
    from IPython.core.pylabtools import print_figure

    longest = _LONGEST / max(figure.get_size_inches())
    data = print_figure(figure, "png", base64=True, dpi=min(dpi, longest), **options)
    return None if data is None else str(data).replace("\n", "")


def _drawn(figure: Any) -> list[Any]:
    return [axes for axes in figure.axes if axes.get_visible()]


def _words(axes: Any) -> Axes:
    """What stands around one pair of axes."""
    legend = axes.get_legend()
    names = [] if legend is None else [text.get_text() for text in legend.get_texts()]
    marks = [] if legend is None else legend.legend_handles
    return Axes(
        title=axes.get_title(),
        across=axes.get_xlabel(),
        up=axes.get_ylabel(),
        ticks_across=_ticks(axes, axes.xaxis, 0),
        ticks_up=_ticks(axes, axes.yaxis, 1),
        legend=tuple((name, _colour(mark)) for name, mark in zip(names, marks, strict=True)),
    )


def _ticks(axes: Any, axis: Any, which: int) -> tuple[tuple[float, str], ...]:
    """The labels that can be seen at an axis and where they stand, from 0 to 1."""
    if not (axes.axison and axis.get_visible()):
        return ()
    to_screen = (axes.get_xaxis_transform, axes.get_yaxis_transform)[which]()
    to_axes = axes.transAxes.inverted()
    ticks = []
    for location, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False):
        point = (location, 0) if which == 0 else (0, location)
        place = float(to_axes.transform(to_screen.transform(point))[which])
        if 0 <= place <= 1 and label.get_text():
            ticks.append((place, _plain(label.get_text())))
    return tuple(ticks)


def _plain(text: str) -> str:
    """A label without the marks of TeX.

    >>> _plain(r"$\\mathdefault{10^{-2}}$")
    '10⁻²'
    """
    if not text.startswith("$"):
        return text
    text = text.strip("$").replace(r"\mathdefault", "").replace(r"\times", "×")
    text = re.sub(r"\^\{([^{}]*)\}", lambda power: power[1].translate(_RAISED), text)
    return text.replace("{", "").replace("}", "")


def _colour(mark: Any) -> str:
    from matplotlib.colors import to_hex

    colour = mark.get_color() if hasattr(mark, "get_color") else mark.get_facecolor()
    try:
        return str(to_hex(colour if isinstance(colour, str) or len(colour) != 1 else colour[0]))
    except (ValueError, TypeError):
        return ""


@contextmanager
def _bare(figure: Any) -> Iterator[None]:
    """The figure without text and ticks, with lines and dots that coarse pixels can show."""
    from matplotlib.text import Text

    before: list[tuple[Any, Any]] = []

    def change(artist: Any, name: str, value: Any) -> None:
        setter = getattr(artist, f"set_{name}")
        before.append((setter, getattr(artist, f"get_{name}")()))
        setter(value)

    try:
        for text in figure.findobj(Text):
            change(text, "visible", False)
        for axes in _drawn(figure):
            pixel = 72 * axes.get_window_extent().height / figure.dpi / _COARSE
            for part in filter(None, (axes.xaxis, axes.yaxis, *axes.spines.values(), axes.get_legend())):
                change(part, "visible", False)
            for line in axes.lines:
                change(line, "linewidth", max(line.get_linewidth(), pixel))
                change(line, "markersize", max(line.get_markersize(), 1.2 * pixel))
            for dots in axes.collections:
                if len(dots.get_offsets()) > 1:
                    change(dots, "sizes", [max(size, (0.7 * pixel) ** 2) for size in dots.get_sizes()])
        yield
    finally:
        for setter, value in reversed(before):
            setter(value)
