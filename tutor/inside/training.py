"""Watches `backward` in a loop: the loss curve whole, gradient norms, small parameters and epochs beside it.

A `backward` costs a reference: the head is kept, and averaged only when a message goes out. Messages
never exceed 20 a second; what is left goes out when the cell ends, so a loop of 20 ms has its curve.
"""

from __future__ import annotations

import math
from itertools import groupby
from time import perf_counter
from typing import Any

import numpy as np

from engine import backend, hooks
from tutor.events import Epoch, Training
from tutor.inside import operations, output, wire
from tutor.inside.epochs import Reader
from tutor.inside.graph import GraphWatch
from tutor.inside.summary import MAX_VALUES, operand
from tutor.inside.surroundings import LINEAR_OPS, Surroundings, look_around, names_of

ALL_KEPT = 1_000
"""Of so many backwards every loss is kept; of later ones as many as there may be messages."""

PERIOD = 1 / 20
SHARE = 80
"""After a message there is none for so many times as long as it took: together they cost about 1 %."""

MAX_PARAMETERS = 40


class _Watch:
    """The backwards of one cell."""

    def __init__(self) -> None:
        self.steps = 0
        self.heads: list[Any] = []
        self.pending: list[tuple[int, Any]] = []
        self.variables: list[Any] = []
        self.named: list[tuple[str, Any]] = []
        self.reader = Reader()
        self.epochs: list[Epoch] = []
        self.graph: GraphWatch | None = None
        self.around = Surroundings()
        self.local: dict[int, str] = {}
        self.identities: list[int] = []
        self.kept_step = self.sent_step = 0
        self.pause = PERIOD
        self.began = self.sent_at = self.kept_at = perf_counter()

    def on_backward(self, heads: list[Any], variables: list[Any]) -> Any:
        """The engine's hook."""
        try:
            if self.reader.behind(output.printed.kept):
                self.epochs += self.reader.read(output.printed.kept, self.steps)
            self.steps += 1
            self.heads, self.variables = heads, variables
            now = perf_counter()
            if self.steps <= ALL_KEPT or now - self.kept_at >= PERIOD:
                self.keep()
                self.kept_at = now
            if self.steps == 1:
                self.began = self.sent_at = now
                self.graph, self.around = GraphWatch(heads), look_around(variables)
                self.local = self.around.local
                return self.graph.visit
            if self.steps == 2:
                operations.leave()
            if now - self.sent_at >= self.pause:
                self.send(now)
                self.pause = max(PERIOD, SHARE * (perf_counter() - now))
        except Exception:  # watching never disturbs what is watched
            hooks.on_backward = None
        return None

    def keep(self) -> None:
        """Remembers the loss of this step; the losses of one `backward` add up, as their gradients do."""
        head = self.heads[0]._raw
        if len(self.heads) > 1:
            head = np.float64(sum(float(head._raw.mean()) for head in self.heads))
        self.pending.append((self.steps, head))
        self.kept_step = self.steps

    def send(self, now: float) -> None:
        """Sends what has gathered, with the rate since the last message, in the end since the first step."""
        around, self.around = self.around, Surroundings()
        linear = self.graph is not None and {"subtract"} <= self.graph.ops <= LINEAR_OPS
        self.send_graph()
        self.name_variables()
        message = Training(
            points=_means(self.pending),
            norms=tuple((name, _norm(v.grad._raw)) for name, v in self.named),
            parameters=tuple(operand(v, name) for name, v in self.named if v.size <= MAX_VALUES),
            rate=(self.steps - self.sent_step) / (now - self.sent_at) if now > self.sent_at else 0.0,
            epochs=tuple(self.epochs),
            settings=around.settings,
            truths=around.truths,
            samples=around.samples if linear else None,
        )
        self.pending, self.epochs, self.sent_at, self.sent_step = [], [], now, self.steps
        wire.publish_meanwhile(message)

    def name_variables(self) -> None:
        """The variables in their names' order; looked up again only where others have come."""
        if [id(v) for v in self.variables] == self.identities:
            return
        self.identities = [id(v) for v in self.variables]
        names = names_of(self.local)
        order = {identity: position for position, identity in enumerate(names)}
        shown = sorted(self.variables, key=lambda v: order.get(id(v), len(order)))[:MAX_PARAMETERS]
        self.named = [(names.get(id(v), ""), v) for v in shown]

    def end(self) -> None:
        """At the cell's end: what is left, the last loss in any case, and the graph of a single backward."""
        if self.steps >= 2:
            self.epochs += self.reader.read(output.printed.kept, self.steps, last=True)
            if self.kept_step != self.steps:
                self.keep()
            if self.pending or self.epochs:
                self.sent_at, self.sent_step = self.began, 1
                self.send(perf_counter())
        self.send_graph()

    def send_graph(self) -> None:
        if self.graph is not None:
            self.graph.publish()
            self.graph = None


_watch: _Watch | None = None


def begin() -> None:
    """Watches the cell that begins."""
    global _watch
    _watch = _Watch()
    hooks.on_backward = _watch.on_backward


def end() -> None:
    """Sends the rest of the curve, if the cell had a loop, and the graph, if it had one `backward`."""
    global _watch
    hooks.on_backward = None
    watch, _watch = _watch, None
    if watch is not None and watch.steps:
        watch.end()


def _means(pending: list[tuple[int, Any]]) -> tuple[tuple[int, float], ...]:
    """The mean of each head; those of one shape after each other at one go."""
    points: list[tuple[int, float]] = []
    for _, group in groupby(pending, key=lambda point: (point[1].shape, type(point[1]))):
        steps, heads = zip(*group, strict=True)
        stacked = backend.library(heads[0]).stack(heads).reshape(len(heads), -1)
        points += zip(steps, map(float, backend.to_host(stacked.mean(axis=1)).tolist()), strict=True)
    return tuple(points)


def _norm(gradient: Any) -> float:
    flat = gradient.reshape(-1)
    return math.sqrt(float(flat.dot(flat)))
