"""What a loop has learnt: each parameter's gradient norm and how it went, its values now, the true ones."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from rich.text import Text

from tutor.events import Array
from tutor.render.numbers import align, span
from tutor.render.page import Lines, Page
from tutor.render.shape import shape
from tutor.render.width import cut, flush, one_line, pad, widest

_BARS: Final = "▁▂▃▄▅▆▇█"
_SPARK: Final = 8
_FEW: Final = 4


def table(
    norms: Mapping[tuple[int, str], Sequence[float]],
    known: Mapping[str, Array],
    truths: Mapping[str, Sequence[float]],
    page: Page,
) -> Lines:
    """A row for each parameter, and one for each value of a small one.

    `norms` is how the gradient's norm went, by the parameter's place and name.
    """
    if not norms:
        return []
    palette, texts = page.palette, page.texts
    names: Lines = [Text(texts("render.training.parameter"), palette.dim)]
    slopes: Lines = [Text("|∇|", palette.dim)]
    values: Lines = [Text(texts("render.training.now"), palette.dim)]
    true: Lines = [Text(texts("render.training.truth") if truths else "", palette.dim)]
    last = align([history[-1] for history in norms.values()], 3)
    for ((_, name), history), norm in zip(norms.items(), last, strict=True):
        array = known.get(name)
        title = Text().append(one_line(name) or "·", palette.strong)
        if array is not None:
            title.append(" ").append_text(shape(array.shape, palette))
        now, real = _rows(array, truths.get(name, ()))
        rows = len(now)
        names += [title] + [Text()] * (rows - 1)
        slopes += [Text().append(f"{norm} ", palette.fg).append(spark(history), palette.dim)]
        slopes += [Text()] * (rows - 1)
        values += [Text(text, palette.fg) for text in now]
        true += [Text(text, palette.dim) for text in real]
    right = [_right(one, other, widest(true)) for one, other in zip(values, true, strict=True)]
    left = min(widest(names), max(1, page.width - widest(slopes) - widest(right) - 4))
    return [
        flush(pad(cut(name, left), left).append("  ").append_text(slope), cut(value, page.width), page.width)
        for name, slope, value in zip(names, slopes, right, strict=True)
    ]


def _right(value: Text, true: Text, width: int) -> Text:
    """A value and the true one beside it, each column flush right."""
    if not width:
        return value
    return Text.assemble(value, " " * (3 + width - true.cell_len), true)


def _rows(array: Array | None, truth: Sequence[float]) -> tuple[list[str], list[str]]:
    """A parameter's values and the true ones, each of a few, else the lowest and the highest."""
    if array is None or not array.values:
        return [""], [""]
    if len(array.values) > _FEW or array.block != array.shape:
        return [span(array)], [""]
    if len(truth) != len(array.values):
        return align(array.values), [""] * len(array.values)
    return align(array.values), align(truth)


def spark(history: Sequence[float]) -> str:
    """How a norm went, as bars from 0 to its largest; what is not finite reaches the top.

    >>> spark([8.0, 4.0, 2.0, 1.0]), spark([1.0, 2.0, float("inf")])
    ('█▄▂▁', '▄██')
    """
    top = max((value for value in history if math.isfinite(value)), default=0.0)
    heights = [value if math.isfinite(value) else top or 1.0 for value in history]
    count = min(_SPARK, len(heights))
    stretches = [heights[i * len(heights) // count : (i + 1) * len(heights) // count] for i in range(count)]
    means = [sum(stretch) / len(stretch) for stretch in stretches]
    top = max(means, default=0.0)
    if top <= 0:
        return _BARS[0] * count
    return "".join(_BARS[max(0, math.ceil(mean / top * len(_BARS)) - 1)] for mean in means)
