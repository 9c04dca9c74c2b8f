"""What the engine's machinery costs beside a bare `np.add`: calls, nodes, hooks; memory; start."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from statistics import median
from time import process_time

import numpy as np
from timing import Row, interleaved

from engine import autograd, hooks, nd

CALLS = 2000
"""Calls in one turn."""

CHAIN = 200
"""Nodes in the graph whose pass back is timed, beside one of half the length."""


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    began = process_time()
    work()
    return process_time() - began


def bare() -> float:
    a, b, add = np.ones((10, 2), "float32"), np.ones((10, 2), "float32"), np.add

    def work() -> None:
        for _ in range(CALLS):
            add(a, b)

    return timed(work) / CALLS


def plain() -> float:
    a, b = nd.ones((10, 2)), nd.ones((10, 2))

    def work() -> None:
        for _ in range(CALLS):
            a + b

    return timed(work) / CALLS


def recorded() -> float:
    a, b = nd.ones((10, 2)), nd.ones((10, 2))
    a.attach_grad()

    def work() -> None:
        with autograd.record():
            for _ in range(CALLS):
                a + b

    return timed(work) / CALLS


def chain(length: int) -> nd.NDArray:
    x = nd.ones((10, 2))
    x.attach_grad()
    y = x
    with autograd.record():
        for _ in range(length):
            y = y + 1
    return y


def backward() -> float:
    """Seconds a node: the difference between the passes over two chains."""
    seconds = 0.0
    for _ in range(10):
        long, short = chain(CHAIN), chain(CHAIN // 2)
        seconds += timed(long.backward) - timed(short.backward)
    return seconds / 10 / (CHAIN - CHAIN // 2)


def unset_hook() -> float:
    """Seconds of asking whether anybody listens."""

    def asking() -> None:
        for _ in range(CALLS):
            if hooks.on_op is not None:
                raise AssertionError

    def counting() -> None:
        for _ in range(CALLS):
            pass

    return (timed(asking) - timed(counting)) / CALLS


def rows(runs: int) -> list[Row]:
    """In multiples of `np.add`: what an operation costs on top of it, a node of the pass back, a hook."""
    cases = {
        "add": bare,
        "plain": plain,
        "recorded": recorded,
        "backward": backward,
        "hook": unset_hook,
    }
    seconds = {name: 1e9 * median(taken) for name, taken in interleaved(cases, 5 * runs).items()}
    unit = seconds["add"]
    return [
        Row("an operation, on top of `np.add`", seconds["plain"] - unit, unit, 1.2, "ns"),
        Row("a recorded operation, on top of `np.add`", seconds["recorded"] - unit, unit, 2.5, "ns"),
        Row("a node of the pass back (of `+`)", seconds["backward"], unit, 2.0, "ns"),
        Row("a hook that nobody has set", seconds["hook"], unit, 0.1, "ns"),
    ]


def growth() -> Row:
    """MiB by which memory grows over 10,000 steps whose graphs only reference counts can free."""
    import tracemalloc

    features, labels = nd.random.normal(shape=(10, 2)), nd.random.normal(shape=(10, 1))
    w = nd.zeros((2, 1))
    w.attach_grad()

    def step() -> None:
        with autograd.record():
            loss = ((nd.dot(features, w) - labels) ** 2).sum()
        loss.backward()
        w[:] = w - 0.001 * w.grad

    gc.disable()
    tracemalloc.start()
    try:
        step()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(10_000):
            step()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
        gc.enable()
    return Row("growth over 10,000 steps without the garbage collector", grown / 2**20, None, 0.1, "MiB")


def start(runs: int) -> Row:
    """`import engine` beside `import numpy`: processor time of a new Python that finds compiled modules."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def seconds(module: str) -> float:
        before = _children()
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True, env=environment)
        return _children() - before

    seconds("engine")
    taken = interleaved({name: lambda name=name: seconds(name) for name in ("engine", "numpy")}, runs)
    ours, theirs = (1000 * median(taken[name]) for name in ("engine", "numpy"))
    return Row("`import engine`, beside `import numpy`", ours, theirs, 1.15)


def _children() -> float:
    """Processor seconds of the processes that have been started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
