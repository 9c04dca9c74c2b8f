"""A loop while it runs: its steps and rate, the curve of its loss, its epochs, gradients and parameters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from rich.text import Text

from tutor.events import Epoch, Operand, Samples, Training
from tutor.render import learnt
from tutor.render.curve import GHOSTS, curve, stroke, thin
from tutor.render.fit import fit
from tutor.render.markup import inline
from tutor.render.numbers import number
from tutor.render.page import Lines, Page
from tutor.render.width import flush, one_line, pad, widest, wrap

_MOST_POINTS: Final = 800
_MOST_NORMS: Final = 1000
_MOST_EPOCHS: Final = 1000
_LOWEST: Final = 5
"""Lines of the curve, or of the fitted line, where both share a low panel."""


@dataclass(slots=True)
class Run:
    """What the messages of one cell's loop add up to; a front end keeps earlier ones as ghosts.

    `diverged`: the first point whose loss is no finite number.
    """

    cell: int = 0
    points: list[tuple[int, float]] = field(default_factory=list)
    norms: dict[tuple[int, str], list[float]] = field(default_factory=dict)
    parameters: tuple[Operand, ...] = ()
    rate: float = 0.0
    epochs: list[Epoch] = field(default_factory=list)
    settings: dict[str, float] = field(default_factory=dict)
    truths: dict[str, tuple[float, ...]] = field(default_factory=dict)
    samples: Samples | None = None
    diverged: tuple[int, float] | None = None

    def add(self, event: Training) -> None:
        """Takes in the next message of the same cell."""
        self.cell = event.cell
        if self.diverged is None:
            self.diverged = next((point for point in event.points if not math.isfinite(point[1])), None)
        self.points += event.points
        if len(self.points) > _MOST_POINTS:
            self.points = [*thin(self.points[:-1], _MOST_POINTS // 4), self.points[-1]]
        for place, (name, norms) in enumerate(event.norms):
            history = self.norms.setdefault((place, name), [])
            history += norms
            del history[:-_MOST_NORMS]
        for epoch in event.epochs:
            if self.epochs and self.epochs[-1].number == epoch.number:
                self.epochs.pop()
            self.epochs.append(epoch)
        del self.epochs[:-_MOST_EPOCHS]
        self.parameters = event.parameters or self.parameters
        self.rate = event.rate or self.rate
        self.settings.update(event.settings)
        self.truths.update(event.truths)
        self.samples = event.samples or self.samples

    @property
    def epoch(self) -> int | None:
        """The epoch that is running, or that the loop has ended with; None if none was printed."""
        if not self.epochs:
            return None
        last = self.epochs[-1]
        running = self.points[-1][0] > last.step and last.number != self.settings.get("num_epochs")
        return last.number + running


def panel(
    run: Run,
    page: Page,
    *,
    ghosts: Sequence[Run] = (),
    goal: float | None = None,
    log: bool = True,
    height: int = 14,
) -> Lines:
    """The whole panel of a run; `ghosts` are earlier runs, of which the last three are drawn and named.

    A loss that is not above 0 turns the scale to a linear one. `height` is the curve's, which shares it
    with the fitted line where there is one.
    """
    if not run.points:
        return wrap(Text().append(page.texts("render.training.none"), page.palette.dim), page.width)
    ghosts = [*reversed(ghosts)][:GHOSTS]
    log = log and all(value > 0 for _, value in run.points if math.isfinite(value))
    known = {operand.name: operand.array for operand in run.parameters}
    room = height * 3 // 7 if run.samples is not None else 0
    fitted = fit(run.samples, known, page, max(_LOWEST, room)) if run.samples is not None else []
    drawn = curve(
        run.points,
        page,
        ghosts=[ghost.points for ghost in ghosts],
        epochs=[(epoch.number, epoch.step) for epoch in run.epochs],
        goal=goal,
        log=log,
        height=max(_LOWEST, height - room) if fitted else height,
    )
    parts = [
        [_status(run, page)],
        [_caption(run, log, page), *_diverged(run, page)],
        drawn,
        _legend([run, *ghosts], page),
        learnt.table(run.norms, known, run.truths, page),
        fitted,
        _measures(run.epochs, page),
    ]
    lines: Lines = []
    for part in parts:
        if part:
            lines += [Text(), *part] if lines else part
    return lines


def _status(run: Run, page: Page) -> Text:
    palette, texts = page.palette, page.texts
    line = inline(texts("render.training.step", step=run.points[-1][0]), palette)
    if (epoch := run.epoch) is not None:
        total = run.settings.get("num_epochs", 0.0)
        key = "render.training.epoch_of" if epoch <= total < math.inf else "render.training.epoch"
        line = Text.assemble(inline(texts(key, epoch=epoch, total=number(total)), palette), "   ", line)
    rate = inline(texts("render.training.rate", rate=f"{run.rate:.0f}"), palette, palette.dim)
    return flush(line, rate if run.rate else Text(), page.width)


def _caption(run: Run, log: bool, page: Page) -> Text:
    loss = run.points[-1][1]
    now = Text(number(loss), page.palette.strong if math.isfinite(loss) else page.palette.wrong)
    words = Text.assemble((page.texts("render.training.caption"), page.palette.dim), "  ", now)
    scale = page.texts("render.training.log" if log else "render.training.linear")
    return flush(words, Text(scale, page.palette.dim), page.width)


def _diverged(run: Run, page: Page) -> Lines:
    if run.diverged is None:
        return []
    step, loss = run.diverged
    said = page.texts("render.training.diverged", step=step, loss=number(loss))
    return wrap(inline(said, page.palette, page.palette.wrong), page.width)


def _legend(runs: Sequence[Run], page: Page) -> Lines:
    """Which stroke is which run, by its cell and learning rate, and the loss that it ended with."""
    palette, texts = page.palette, page.texts
    if len(runs) == 1 and "lr" not in runs[0].settings:
        return []
    lines: Lines = []
    for place, run in enumerate(runs):
        style = palette.dim if place else palette.fg
        name = texts("render.training.earlier" if place else "render.training.this", cell=run.cell)
        if "lr" in run.settings:
            name = texts("render.training.with_rate", run=name, rate=number(run.settings["lr"]))
        line = Text().append(stroke(place), style if place else palette.bright).append(f" {name}", style)
        lines.append(flush(line, Text(number(run.points[-1][1]) if run.points else "", style), page.width))
    return lines


def _measures(epochs: Sequence[Epoch], page: Page) -> Lines:
    """The numbers printed at the last epochs, a row for each name, as many columns as have room."""
    names = list(dict.fromkeys(name for epoch in epochs for name, _ in epoch.measures))
    if not names:
        return []
    palette = page.palette
    heads = [page.texts("render.training.epochs"), *(one_line(name) for name in names)]
    left = [Text(head, palette.fg if place else palette.dim) for place, head in enumerate(heads)]
    columns: list[Lines] = []
    room = page.width - widest(left)
    for epoch in reversed(epochs):
        values = dict(epoch.measures)
        texts = [number(values[name]) if name in values else "" for name in names]
        column = [Text(str(epoch.number), palette.dim), *(Text(text, palette.fg) for text in texts)]
        room -= widest(column) + 2
        if room < 0:
            break
        columns.append([pad(text, widest(column), right=True) for text in column])
    rows = [Text("  ").join(column[row] for column in reversed(columns)) for row in range(len(heads))]
    return [flush(head, row, page.width) for head, row in zip(left, rows, strict=True)]
