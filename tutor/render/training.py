"""A loop while it runs: its steps and rate, the curve of its loss, its gradients and parameters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.text import Text

from tutor.events import Array, Operand, Training
from tutor.render.curve import curve, thin
from tutor.render.markup import inline
from tutor.render.numbers import align, number, span
from tutor.render.page import Lines, Page
from tutor.render.shape import shape
from tutor.render.width import cut, flush, one_line, pad, widest, wrap

_MOST_POINTS = 4000
_BARS = "▁▂▃▄▅▆▇█"
_SPARK = 8
_FEW = 4


@dataclass(slots=True)
class Run:
    """What the messages of one cell's loop add up to; a front end keeps earlier ones as ghosts."""

    cell: int = 0
    points: list[tuple[int, float]] = field(default_factory=list)
    norms: dict[tuple[int, str], list[float]] = field(default_factory=dict)
    parameters: tuple[Operand, ...] = ()
    rate: float = 0.0

    def add(self, event: Training) -> None:
        """Takes in the next message of the same cell."""
        self.cell = event.cell
        self.points += event.points
        if len(self.points) > _MOST_POINTS:
            self.points = [*thin(self.points[:-1], _MOST_POINTS // 4), self.points[-1]]
        for place, (name, norm) in enumerate(event.norms):
            history = self.norms.setdefault((place, name), [])
            history.append(norm)
            del history[: -_MOST_POINTS // 4]
        self.parameters = event.parameters or self.parameters
        self.rate = event.rate or self.rate


def panel(
    run: Run,
    page: Page,
    *,
    ghosts: Sequence[Run] = (),
    goal: float | None = None,
    log: bool = True,
    height: int = 14,
) -> Lines:
    """The whole panel of a run; `ghosts` are earlier runs, the last of them drawn and named.

    A loss that is not above 0 turns the scale to a linear one.
    """
    if not run.points:
        return wrap(Text().append(page.texts("render.training.none"), page.palette.dim), page.width)
    log = log and all(value > 0 for _, value in run.points if math.isfinite(value))
    parts = [
        [_status(run, page)],
        [_caption(log, page)],
        curve(run.points, page, ghosts=[g.points for g in ghosts[-1:]], goal=goal, log=log, height=height),
        _legend(ghosts, page),
        _parameters(run, page),
    ]
    lines: Lines = []
    for part in parts:
        if part:
            lines += [Text(), *part] if lines else part
    return lines


def _status(run: Run, page: Page) -> Text:
    palette, texts = page.palette, page.texts
    step, loss = run.points[-1]
    line = inline(texts("render.training.step", step=step), palette)
    now = inline(texts("render.training.loss", loss=number(loss)), palette)
    if not math.isfinite(loss):
        now.stylize(palette.wrong)
    rate = inline(texts("render.training.rate", rate=f"{run.rate:.0f}"), palette, palette.dim)
    return flush(Text.assemble(line, "    ", now), rate if run.rate else Text(), page.width)


def _caption(log: bool, page: Page) -> Text:
    words = Text().append(page.texts("render.training.caption"), page.palette.dim)
    scale = page.texts("render.training.log" if log else "render.training.linear")
    return flush(words, Text(scale, page.palette.dim), page.width)


def _legend(ghosts: Sequence[Run], page: Page) -> Lines:
    palette = page.palette
    if not ghosts:
        return []
    line = Text().append("━━ ", palette.bright).append(page.texts("render.training.this"), palette.fg)
    earlier = page.texts("render.training.earlier", cell=ghosts[-1].cell)
    line.append("     ── ", palette.dim).append(earlier, palette.dim)
    return [cut(line, page.width)]


def _parameters(run: Run, page: Page) -> Lines:
    """One row a parameter: its gradient's norm, how that went, and the values of a small one."""
    if not run.norms:
        return []
    palette, texts = page.palette, page.texts
    known = {operand.name: operand.array for operand in run.parameters}
    names: Lines = [Text(texts("render.training.parameter"), palette.dim)]
    norms: Lines = [Text("|∇|", palette.dim)]
    values: Lines = [Text(texts("render.training.now"), palette.dim)]
    last = align([history[-1] for history in run.norms.values()])
    for ((_, name), history), norm in zip(run.norms.items(), last, strict=True):
        array = known.get(name)
        title = Text().append(one_line(name) or "·", palette.strong)
        if array is not None:
            title.append(" ").append_text(shape(array.shape, palette))
        names.append(title)
        norms.append(Text().append(f"{norm} ", palette.fg).append(spark(history), palette.dim))
        now = _now(array)
        values += [Text(text, palette.fg) for text in now]
        names += [Text()] * (len(now) - 1)
        norms += [Text()] * (len(now) - 1)
    left = min(widest(names), max(1, page.width - widest(norms) - widest(values) - 4))
    rows = zip(names, norms, values, strict=True)
    return [
        flush(pad(name, left).append("  ").append_text(norm), cut(value, page.width), page.width)
        for name, norm, value in rows
    ]


def _now(array: Array | None) -> list[str]:
    """A parameter's values: each of a few, else the lowest and the highest."""
    if array is None or not array.values:
        return [""]
    few = len(array.values) <= _FEW and array.block == array.shape
    return align(array.values) if few else [span(array)]


def spark(history: Sequence[float]) -> str:
    """How a norm went, as bars from 0 to its largest.

    >>> spark([8.0, 4.0, 2.0, 1.0])
    '█▄▂▁'
    """
    finite = [value if math.isfinite(value) else 0.0 for value in history]
    count = min(_SPARK, len(finite))
    stretches = [finite[i * len(finite) // count : (i + 1) * len(finite) // count] for i in range(count)]
    means = [sum(stretch) / len(stretch) for stretch in stretches]
    top = max(means, default=0.0)
    if top <= 0:
        return _BARS[0] * count
    return "".join(_BARS[max(0, math.ceil(mean / top * len(_BARS)) - 1)] for mean in means)
