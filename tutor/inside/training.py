"""Watches `backward` in a loop: the loss curve whole, gradient norms and small parameters beside it.

A `backward` costs a reference: the head is kept, and averaged only when a message goes out. Messages
never exceed 20 a second; what is left goes out when the cell ends, so a loop of 20 ms has its curve.
"""

from __future__ import annotations

import math
from time import perf_counter
from typing import Any

from engine import hooks
from tutor.events import Training
from tutor.inside import wire
from tutor.inside.graph import GraphWatch
from tutor.inside.namespace import learner, named_arrays
from tutor.inside.summary import MAX_VALUES, operand

ALL_KEPT = 1_000
"""Of so many backwards every loss is kept; of later ones as many as there may be messages."""

PERIOD = 1 / 20
MAX_PARAMETERS = 40


class _Watch:
    """The backwards of one cell."""

    def __init__(self) -> None:
        self.steps = 0
        self.head: Any = None
        self.pending: list[tuple[int, Any]] = []
        self.variables: list[Any] = []
        self.graph: GraphWatch | None = None
        self.kept_step = self.sent_step = 0
        self.sent_at = self.kept_at = perf_counter()

    def on_backward(self, heads: list[Any], variables: list[Any]) -> Any:
        self.steps += 1
        self.head, self.variables = heads[0]._raw, variables
        now = perf_counter()
        if self.steps <= ALL_KEPT or now - self.kept_at >= PERIOD:
            self.keep()
            self.kept_at = now
        if self.steps == 1:
            self.graph = GraphWatch(heads)
            return self.graph.visit
        if now - self.sent_at >= PERIOD:
            self.send(now)
        return None

    def keep(self) -> None:
        self.pending.append((self.steps, self.head))
        self.kept_step = self.steps

    def send(self, now: float) -> None:
        """Sends what has gathered: the graph with the first message, then points."""
        self.send_graph()
        seconds = now - self.sent_at
        names: dict[int, str] = {}
        for name, array in named_arrays(learner()).items():
            names.setdefault(id(array), name)
        order = {identity: position for position, identity in enumerate(names)}
        shown = sorted(self.variables, key=lambda v: order.get(id(v), len(order)))[:MAX_PARAMETERS]
        message = Training(
            points=tuple((step, float(head.mean())) for step, head in self.pending),
            norms=tuple((names.get(id(v), ""), _norm(v.grad._raw)) for v in shown),
            parameters=tuple(operand(v, names.get(id(v), "")) for v in shown if v.size <= MAX_VALUES),
            rate=(self.steps - self.sent_step) / seconds if seconds > 0 else 0.0,
        )
        self.pending, self.sent_at, self.sent_step = [], now, self.steps
        wire.publish(message)

    def send_rest(self) -> None:
        """Sends what is left at the cell's end, the last loss in any case."""
        if self.kept_step != self.steps:
            self.keep()
        if self.pending:
            self.send(perf_counter())

    def send_graph(self) -> None:
        if self.graph is not None:
            self.graph.publish()
            self.graph = None


_watch: _Watch | None = None


def begin() -> None:
    """Watches the cell that begins."""
    global _watch
    _watch = _Watch()
    hooks.on_backward = _on_backward


def end() -> None:
    """Sends the rest of the curve, if the cell had a loop, and the graph, if it had one `backward`."""
    global _watch
    hooks.on_backward = None
    watch, _watch = _watch, None
    if watch is None or not watch.steps:
        return
    if watch.steps >= 2:
        watch.send_rest()
    watch.send_graph()


def _on_backward(heads: list[Any], variables: list[Any]) -> Any:
    try:
        return None if _watch is None else _watch.on_backward(heads, variables)
    except Exception:  # watching never disturbs what is watched
        hooks.on_backward = None
        return None


def _norm(gradient: Any) -> float:
    return math.sqrt(float((gradient * gradient).sum()))
