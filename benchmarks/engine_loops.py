"""The book's loops on every side: who takes part, whose turn it is, and the tables of what came out."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median, quantiles

from timing import Row

WORKER = Path(__file__).with_name("peers") / "worker.py"
TURN = 0.05
"""Seconds that a side computes in one turn, about."""

SIDES = {
    "by_hand": ("NumPy by hand", "numpy"),
    "engine": ("this engine", "engine"),
    "pytorch": ("PyTorch", "torch"),
    "mxnet": ("MXNet 1.9.1", None),
    "hips": ("HIPS autograd", "autograd"),
    "with_mygrad": ("MyGrad", "mygrad"),
}
"""Each side's name and the package that it needs."""


@dataclass(frozen=True)
class Loop:
    """A loop of `peers/`, and its targets: at most × by hand; at least × faster than PyTorch and MXNet."""

    title: str
    function: str
    by_hand: float | None = None
    pytorch: float | None = None
    mxnet: float | None = None


LOOPS = [
    Loop("linear regression from scratch, batch 10", "linear_regression_from_scratch", 4, 3.5, 12),
    Loop("linear regression with Gluon, batch 10", "linear_regression_with_gluon", 6, 3.5, 12),
    Loop("softmax regression from scratch, 256×784", "softmax_regression_from_scratch", 1.3, 2.5, 3),
    Loop("softmax regression with Gluon, 256×784", "softmax_regression_with_gluon"),
    Loop("MLP 784-256-10 from scratch, batch 256", "perceptron_from_scratch", 1.15, 1.1, 1.3),
    Loop("MLP 784-256-10 with Gluon, batch 256", "perceptron_with_gluon", 1.15, 1.1, 1.3),
    Loop("LeNet, batch 256", "lenet", 1.15, 0.45, 0.65),
    Loop("RNN from scratch, chapter 6", "recurrent_network_from_scratch", 1.5, 2, 3),
    Loop("momentum from scratch, chapter 7", "momentum_from_scratch"),
    Loop("Adam from scratch, chapter 7", "adam_from_scratch"),
    Loop("Adam with Gluon, chapter 7", "adam_with_gluon"),
]

Seconds = dict[str, dict[str, list[float]]]
"""For each loop's title and each side, seconds a step, one number a turn."""


class Worker:
    """A side in its own process, which computes when it is its turn."""

    def __init__(self, side: str, python: str) -> None:
        self.process = subprocess.Popen(
            [python, str(WORKER), side], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, *order: str | int) -> float:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return float(json.loads(self.process.stdout.readline()))

    def close(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(30)


def start(mxnet: str | None, wanted: Iterable[str] = SIDES) -> dict[str, Worker]:
    """The sides that can take part; says which cannot, and why."""
    sides = {}
    for side in wanted:
        name, package = SIDES[side]
        if package is None and mxnet is None:
            print(f"{name} does not take part: --mxnet names the Python of an environment that has it")
        elif package is not None and find_spec(package) is None:
            print(f"{name} does not take part: {package} is not installed; pip install -e '.[benchmarks]'")
        else:
            sides[side] = Worker(side, sys.executable if package is not None else str(mxnet))
    return sides


def measure(sides: dict[str, Worker], runs: int) -> Seconds:
    """Every loop on every side that has it, in turn."""
    found: Seconds = {}
    for loop in LOOPS:
        steps = {side: calibrate(worker, loop) for side, worker in sides.items()}
        seconds: dict[str, list[float]] = {side: [] for side in sides if steps[side]}
        for _ in range(runs):
            for side, taken in seconds.items():
                taken.append(sides[side].ask("run", loop.function, steps[side]) / steps[side])
        found[loop.title] = seconds
        middles = {side: f"{1e6 * median(taken):.0f}" for side, taken in seconds.items()}
        print(f"{loop.title}: " + ", ".join(f"{SIDES[s][0]} {m} µs" for s, m in middles.items()), flush=True)
    return found


def calibrate(worker: Worker, loop: Loop) -> int:
    """How many steps fill a turn; 0 if the side does not have the loop."""
    if not worker.ask("make", loop.function):
        return 0
    steps = 2
    worker.ask("run", loop.function, steps)
    while (taken := worker.ask("run", loop.function, steps)) < TURN / 3:
        steps *= 2
    return max(1, round(steps * TURN / taken))


def ratio(seconds: dict[str, list[float]], over: str, under: str) -> float | None:
    """The median of the turns' ratios; None if a side did not take part."""
    if over not in seconds or under not in seconds:
        return None
    return median(a / b for a, b in zip(seconds[over], seconds[under], strict=True))


def targets(found: Seconds) -> str:
    """A table of the ratios, each with its target and a mark."""
    lines = ["| loop | × NumPy by hand | | × faster than PyTorch | | × faster than MXNet 1.9.1 | |"]
    lines.append("|---|---|---|---|---|---|---|")
    for loop in LOOPS:
        seconds = found[loop.title]
        cells = [
            marked(ratio(seconds, "engine", "by_hand"), loop.by_hand, "≤"),
            marked(ratio(seconds, "pytorch", "engine"), loop.pytorch, "≥"),
            marked(ratio(seconds, "mxnet", "engine"), loop.mxnet, "≥"),
        ]
        lines.append(f"| {loop.title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def marked(measured: float | None, target: float | None, sign: str) -> str:
    """A ratio and, in the next cell, its target with a mark."""
    if measured is None:
        return "– | "
    if target is None:
        return f"{measured:.2f} | "
    reached = measured <= target if sign == "≤" else measured >= target
    return f"{measured:.2f} | {sign} {target:g} {'✓' if reached else '✗'}"


def times(found: Seconds) -> str:
    """A table of microseconds a step: medians with quartiles."""
    names = [name for name, _ in SIDES.values()]
    lines = [f"| µs a step | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for title, seconds in found.items():
        cells = [middle_and_quartiles(seconds[side]) if side in seconds else "–" for side in SIDES]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


def middle_and_quartiles(seconds: list[float]) -> str:
    """The median and the quartiles, in microseconds.

    >>> middle_and_quartiles([1e-6, 2e-6, 3e-6, 4e-6, 5e-6])
    '3 (2–4)'
    """
    low, middle, high = (1e6 * q for q in quantiles(seconds, n=4, method="inclusive"))
    return f"{middle:,.0f} ({low:,.0f}–{high:,.0f})"


def plot(found: Seconds, path: Path) -> None:
    """Bars of the medians as multiples of NumPy by hand, on a logarithmic axis."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 7), layout="constrained")
    axes = figure.subplots()
    height = 0.8 / len(SIDES)
    for place, (side, (name, _)) in enumerate(SIDES.items()):
        bars = [(row, ratio(found[loop.title], side, "by_hand")) for row, loop in enumerate(LOOPS)]
        known = [(row + place * height, value) for row, value in bars if value is not None]
        axes.barh([row for row, _ in known], [value for _, value in known], height, label=name)
    axes.set_yticks([row + 0.4 - height / 2 for row in range(len(LOOPS))], [loop.title for loop in LOOPS])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlabel("time of a step, as a multiple of NumPy by hand")
    axes.legend()
    figure.savefig(path, dpi=120)


def memory(sides: dict[str, Worker]) -> list[Row]:
    """The growth of resident memory over the perceptron's first 50 steps, beside PyTorch's."""
    grown = {}
    for side, worker in sides.items():
        worker.ask("make", "perceptron_from_scratch")
        grown[side] = worker.ask("memory", "perceptron_from_scratch", 50) / 1024
    if "pytorch" not in grown:
        return []
    return [Row("memory that training the MLP takes, beside PyTorch", *grown.values(), 1.2, "MiB")]
