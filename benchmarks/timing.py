"""Timings side by side: the cases of a comparison take turns, and a table shows medians and ratios.

Ratios of one run on one machine can be compared with another machine's; seconds cannot.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TypeVar

Measured = TypeVar("Measured")


@dataclass(frozen=True)
class Row:
    """One line of the table. `ratio` is the measured one, or a time in milliseconds with its limit."""

    name: str
    ours: float
    theirs: float | None
    limit: float
    unit: str = "ms"

    @property
    def measured(self) -> float:
        return self.ours / self.theirs if self.theirs else self.ours

    @property
    def reached(self) -> bool:
        return self.measured <= self.limit


def interleaved(cases: Mapping[str, Callable[[], Measured]], runs: int) -> dict[str, list[Measured]]:
    """Runs each case in turn, `runs` times over; a case returns what it measured."""
    measured: dict[str, list[Measured]] = {name: [] for name in cases}
    for _ in range(runs):
        for name, case in cases.items():
            measured[name].append(case())
    return measured


def p95(values: Iterable[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return quantiles(values, n=20, method="inclusive")[-1]


@dataclass(frozen=True)
class Estimate:
    """A median, and the interval that holds the true one 95 times of 100, however the values are spread."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.3f} ({self.low:.3f}–{self.high:.3f})"


def estimate(values: Iterable[float]) -> Estimate:
    """The median of independent values, with its interval: from one of their ranks to another.

    >>> print(estimate(range(1, 101)))
    50.500 (40.000–61.000)
    """
    ranked = sorted(values)
    aside = max(0, int((len(ranked) - 1.96 * len(ranked) ** 0.5) / 2) - 1)
    return Estimate(median(ranked), ranked[aside], ranked[-1 - aside])


def spread(values: list[float]) -> str:
    """The median with the quartiles, in milliseconds.

    >>> spread([0.001, 0.002, 0.003, 0.004, 0.005])
    '3.0 (2.0–4.0)'
    """
    low, middle, high = (1000 * q for q in quantiles(values, n=4, method="inclusive"))
    return f"{middle:.1f} ({low:.1f}–{high:.1f})"


def table(rows: Iterable[Row]) -> str:
    """A Markdown table with a mark for each target."""
    lines = ["| what | here | beside it | ratio or time | at most | |", "|---|---|---|---|---|---|"]
    for row in rows:
        theirs = f"{row.theirs:.1f} {row.unit}" if row.theirs is not None else "–"
        measured = f"{row.measured:.2f} ×" if row.theirs is not None else f"{row.ours:.1f} {row.unit}"
        limit = f"{row.limit:g} ×" if row.theirs is not None else f"{row.limit:g} {row.unit}"
        mark = "✓" if row.reached else "✗"
        lines.append(f"| {row.name} | {row.ours:.1f} {row.unit} | {theirs} | {measured} | {limit} | {mark} |")
    return "\n".join(lines)


def machine() -> str:
    """What the numbers were measured on."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            model = next(line.partition(":")[2].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{model}, {platform.system()}, Python {sys.version.split()[0]}"


def middle(values: Iterable[float]) -> float:
    """The median in milliseconds."""
    return 1000 * median(values)
