"""Watches `backward` in a loop: the loss curve whole, gradient norms, small parameters and epochs beside it.

What every `backward` pays is a reference: the head is kept, and averaged only when a message goes out; lines
that were printed wait for it, too. Where steps are quick, most do not even look at the clock. Messages never
exceed 20 a second; what is left goes out when the cell ends, so a loop of 20 ms has its curve, in one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import groupby
from time import perf_counter
from typing import Any

from engine import backend, hooks
from tutor.events import Epoch, Graph, Training
from tutor.inside import operations, output, wire
from tutor.inside.epochs import Reader
from tutor.inside.graph import GraphWatch
from tutor.inside.namespace import learner, named_arrays
from tutor.inside.summary import MAX_VALUES, operand
from tutor.inside.surroundings import LINEAR_OPS, Surroundings, look_around, names_of

ALL_KEPT = 1_000
"""Of so many backwards every loss is kept; of later ones as many as there may be messages."""

PERIOD = 1 / 20
FIRST = 2 / 5
"""Seconds before the first message: a loop that ends sooner is told at one go."""

SHARE = 80
"""After a message there is none for so many times as long as it took: together they cost about 1 %."""

LOOK = 1 / 200
MOST_UNSEEN = 8
"""The clock is looked at after so many seconds, as far as the steps before can tell, and so many steps."""

RARER = 1.5
"""Gradient norms are taken at steps that are so many times the one before: a short loop has some, too."""

MAX_PARAMETERS = 40
MAX_HELD = 10_000
"""Losses of more elements are averaged at once: a thousand that wait would fill the memory."""


class _Watch:
    """The backwards of one cell."""

    def __init__(self) -> None:
        self.steps = 0
        self.heads: list[Any] = []
        self.pending: list[tuple[int, Any]] = []
        self.printed = output.printed
        self.printed.step = self.last_step
        self.reader = Reader()
        self.graph: GraphWatch | None = None
        self.around = Surroundings()
        self.local: dict[int, str] = {}
        self.identities: list[int] = []
        self.named: list[tuple[str, Any]] = []
        self.norms: list[list[float]] = []
        self.norm_step = 2
        self.kept_step = self.sent_step = self.looked_step = self.look_step = 0
        self.due = self.keep_at = self.send_at = self.looked_at = 0.0
        self.began = self.sent_at = perf_counter()

    def last_step(self) -> int:
        """How many backwards there were by now."""
        return self.steps

    def on_backward(self, heads: list[Any], reached: Callable[[], list[Any]]) -> Any:
        """The engine's hook, and all that most steps pay."""
        self.steps = step = self.steps + 1
        self.heads = heads
        if step <= ALL_KEPT:
            raw = heads[0]._raw
            self.pending.append((step, raw if raw.size <= MAX_HELD and len(heads) == 1 else _loss(heads)))
        try:
            if step == self.norm_step:
                self.take_norms()
            if step < self.look_step:
                return None
            now = perf_counter()
            a_step = (now - self.looked_at) / (step - self.looked_step)
            self.looked_at, self.looked_step = now, step
            self.look_step = step + min(MOST_UNSEEN, max(1, int(LOOK / a_step))) if a_step else step + 1
            return None if now < self.due else self.attend(now, reached)
        except Exception:  # watching never disturbs what is watched
            hooks.on_backward = None
            return None

    def attend(self, now: float, reached: Callable[[], list[Any]]) -> Any:
        """What is due at a step: the first look around, a message."""
        if self.steps == 1:
            self.began = self.sent_at = now
            self.send_at = now + FIRST
            variables, arrays = reached(), named_arrays(learner())
            self.graph, self.around = GraphWatch(self.heads, arrays), look_around(variables, arrays)
            self.local = self.around.local
            self.name_variables(variables, self.around.names)
            return self.graph.visit
        if self.steps == 2:
            operations.leave()
        if self.steps > ALL_KEPT and now >= self.keep_at:
            self.keep()
            self.keep_at = now + PERIOD
        if now >= self.send_at:
            self.name_variables(reached())
            self.send(now, self.reader.read(self.printed.kept, self.printed.steps))
            self.send_at = now + max(PERIOD, SHARE * (perf_counter() - now))
        self.due = self.send_at if self.steps < ALL_KEPT else min(self.keep_at, self.send_at)
        return None

    def take_norms(self) -> None:
        """Remembers the norms of the gradients, which are those of the step before."""
        self.norm_step = max(self.steps + 1, int(RARER * self.steps))
        for history, (_, variable) in zip(self.norms, self.named, strict=True):
            history.append(_norm(variable.grad._raw))

    def keep(self) -> None:
        """Remembers the loss of this step."""
        self.pending.append((self.steps, _loss(self.heads)))
        self.kept_step = self.steps

    def send(self, now: float, epochs: list[Epoch]) -> None:
        """Sends what has gathered, with the rate since the last message, in the end since the first step."""
        around, self.around = self.around, Surroundings()
        linear = self.graph is not None and {"subtract"} <= self.graph.ops <= LINEAR_OPS
        message = Training(
            points=_means(self.pending),
            norms=tuple(
                (name, (*history, _norm(v.grad._raw)))
                for history, (name, v) in zip(self.norms, self.named, strict=True)
            ),
            parameters=tuple(operand(v, name) for name, v in self.named if v.size <= MAX_VALUES),
            rate=(self.steps - self.sent_step) / (now - self.sent_at) if now > self.sent_at else 0.0,
            epochs=tuple(epochs),
            settings=around.settings,
            truths=around.truths,
            samples=around.samples if linear else None,
        )
        self.pending, self.sent_at, self.sent_step = [], now, self.steps
        self.norms = [[] for _ in self.named]
        wire.publish_meanwhile(*self.graph_event(), message)

    def name_variables(self, variables: list[Any], names: dict[int, str] | None = None) -> None:
        """The variables in their names' order; looked up again only where others have come."""
        identities = [id(v) for v in variables]
        if identities == self.identities:
            return
        self.identities = identities
        names = names_of(self.local, named_arrays(learner())) if names is None else names
        order = {identity: position for position, identity in enumerate(names)}
        shown = sorted(variables, key=lambda v: order.get(id(v), len(order)))[:MAX_PARAMETERS]
        self.named = [(names.get(id(v), ""), v) for v in shown]
        self.norms = [[] for _ in shown]

    def end(self) -> None:
        """At the cell's end: what is left, the last loss in any case, and the graph of a single backward."""
        if self.steps >= 2:
            if self.steps > max(self.kept_step, ALL_KEPT):
                self.keep()
            epochs = self.reader.read(self.printed.kept, self.printed.steps, last=True)
            if self.pending or epochs:
                self.sent_at, self.sent_step = self.began, 1
                self.send(perf_counter(), epochs)
        elif self.graph is not None and self.graph.recorded:
            self.graph.name(named_arrays(learner()))
            wire.publish_meanwhile(*self.graph_event())

    def graph_event(self) -> list[Graph]:
        """The graph of the first `backward`, once."""
        graph, self.graph = self.graph, None
        event = None if graph is None else graph.event()
        return [] if event is None else [event]


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
    if watch is None:
        return
    watch.printed.step = int  # what is printed outlives the loop, whose losses shall not
    if watch.steps:
        watch.end()


def _loss(heads: list[Any]) -> Any:
    """The raw loss, to be averaged later. Losses of one `backward` add up, as their gradients do."""
    if len(heads) == 1 and heads[0]._raw.size <= MAX_HELD:
        return heads[0]._raw
    return sum(head._raw.mean() for head in heads)


def _means(pending: list[tuple[int, Any]]) -> tuple[tuple[int, float], ...]:
    """The mean of each head; those of one shape after each other at one go."""
    points: list[tuple[int, float]] = []
    for shape, group in groupby(pending, key=lambda point: point[1].shape):
        steps, heads = zip(*group, strict=True)
        library = backend.library(heads[0])
        rows = (library.concatenate if shape else library.stack)(heads).reshape(len(heads), -1)
        points += zip(steps, map(float, backend.to_host(rows.mean(axis=1)).tolist()), strict=True)
    return tuple(points)


def _norm(gradient: Any) -> float:
    flat = gradient.reshape(-1)
    return math.sqrt(float(flat.dot(flat)))
