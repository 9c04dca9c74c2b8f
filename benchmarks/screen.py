"""How fast the screen is: start, kernel, keys, cells, floods; each beside what it cannot be faster than.

    python benchmarks/screen.py [--runs 7]

Prints a Markdown table with the targets. Needs nothing but the tutor and a Unix terminal's ways.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any

from terminal import Terminal
from timing import Row, interleaved, machine, middle, p95, spread, table

from tutor.events import Event
from tutor.kernel import Kernel
from tutor.lesson import SHIPPED, Course
from tutor.progress import Progress
from tutor.session import Session

TUTOR = [sys.executable, "-m", "tutor.cli", "--lang", "en"]
EMPTY = [sys.executable, str(Path(__file__).with_name("empty_app.py"))]
FIRST_WORD = "Twelve"
"""It stands in the first step's title."""

LETTERS = "абвгдежзиклмнопрстуфхцчшщыэюя"
"""Keys to press: letters that nothing else on the screen has."""

LOOP = (
    "from mxnet import autograd, nd; w = nd.zeros((2, 1)); w.attach_grad(); "
    "features = nd.random.normal(shape=(10, 2)); labels = nd.dot(features, nd.array([[2], [-3.4]]))"
)
TRAINING = (
    "exec('while True:\\n with autograd.record():\\n  l = ((nd.dot(features, w) - labels) ** 2).mean()\\n"
    " l.backward(); w[:] = w - 0.001 * w.grad')"
)


@contextmanager
def home() -> Iterator[dict[str, str]]:
    """An environment for a new learner."""
    with tempfile.TemporaryDirectory() as folder:
        yield {**os.environ, "D2L_TUTOR_HOME": folder, "TERM": "xterm-256color", "LANG": "C.UTF-8"}


@contextmanager
def bytecode() -> Iterator[None]:
    """Compiled modules, as an installation has them, whatever a checkout keeps."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = folder
        yield


def first_paint(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds from the command to the first sight of the first step, and of its processor time."""
    with Terminal(command, environment) as terminal:
        terminal.until(FIRST_WORD)
        return perf_counter() - terminal.began, terminal.busy


def paint_rows(runs: int) -> list[Row]:
    with home() as environment:
        for command in (TUTOR, EMPTY):
            first_paint(command, environment)  # compiles modules, fills the cache of parsed texts
        starts = interleaved(
            {
                "tutor": lambda: first_paint(TUTOR, environment),
                "empty": lambda: first_paint(EMPTY, environment),
            },
            runs,
        )
    rows = []
    for index, name in enumerate(("first paint, beside an empty app", "processor time until then")):
        seconds = {case: [start[index] for start in each] for case, each in starts.items()}
        note(name, seconds)
        rows.append(Row(name, middle(seconds["tutor"]), middle(seconds["empty"]), 1.3))
    return rows


def key_times(terminal: Terminal, count: int = 60) -> list[float]:
    """Seconds from each of so many keys to its letter on the screen."""
    letters, seconds = cycle(LETTERS), []
    for number in range(count):
        terminal.drain(0.02)
        began = perf_counter()
        letter = next(letters)
        terminal.type(letter)
        terminal.until(letter, 20)
        seconds.append(perf_counter() - began)
        if number % len(LETTERS) == len(LETTERS) - 1:
            terminal.type("\x15")  # an empty line again, so that it never wraps
            terminal.drain(0.1)
    terminal.type("\x15")
    terminal.drain(0.1)
    return seconds


def run_cell(terminal: Terminal, code: str, sight: str) -> None:
    """Runs one line of code and waits for what it shows. Nothing in it runs before Enter: what comes while
    the echo is drained is forgotten, and a quick machine has painted a whole cell by then."""
    terminal.type(code)
    terminal.drain(0.3)
    terminal.type("\r")
    terminal.until(sight)


def keys_rows() -> list[Row]:
    with home() as environment, Terminal(TUTOR, environment) as terminal:
        terminal.until(FIRST_WORD)
        run_cell(terminal, "print('re' + 'ady')", "ready")
        for number in range(3):
            run_cell(terminal, f"for i in range(4000): print('line', i, 'of {number}')", f"3999 of {number}")
        full = key_times(terminal)
        run_cell(terminal, LOOP + "; print('re' + 'ady')", "ready")
        terminal.type(TRAINING)
        terminal.drain(0.5)
        terminal.type("\r")
        terminal.drain(2.0)
        training = key_times(terminal)
        terminal.type("\x03")
        terminal.drain(1.0)
    with home() as environment, Terminal(TUTOR, environment) as terminal:
        terminal.until(FIRST_WORD)
        run_cell(terminal, "print('re' + 'ady')", "ready")
        before = terminal.memory
        terminal.type("for i in range(1_000_000): print(i)\n")
        terminal.drain(0.3)
        terminal.type("\x1b[15~")
        terminal.drain(0.1)
        flood = key_times(terminal, 30)
        terminal.drain(3.0)
        grown = terminal.memory - before
    return [
        Row("key to paint, p95, transcript of 12,000 lines", 1000 * p95(full), None, 30),
        Row("key to paint, p95, while a loop trains", 1000 * p95(training), None, 30),
        Row("key to paint, p95, in a flood of 1,000,000 lines", 1000 * p95(flood), None, 100),
        Row("memory that the flood leaves behind", grown, None, 32, "MiB"),
    ]


def bare_manager() -> Any:
    from jupyter_client.manager import AsyncKernelManager

    return AsyncKernelManager(transport="ipc", ip=tempfile.mkdtemp() + "/k")


async def bare_start() -> tuple[float, Any, Any]:
    manager = bare_manager()
    began = perf_counter()
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(timeout=60)
    return perf_counter() - began, manager, client


async def kernel_rows(runs: int) -> list[Row]:
    seconds: dict[str, list[float]] = {"tutor": [], "bare": []}
    for _ in range(runs):
        kernel = Kernel(lambda event: None)
        began = perf_counter()
        await kernel.start()
        seconds["tutor"].append(perf_counter() - began)
        await kernel.close()
        took, manager, client = await bare_start()
        seconds["bare"].append(took)
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
    note("kernel ready", seconds)
    rows = [
        Row("kernel ready, beside a bare ipykernel", middle(seconds["tutor"]), middle(seconds["bare"]), 1.3)
    ]
    return [*rows, await cell_row()]


async def cell_row() -> Row:
    """`1+1` through the session, judged, beside the same through a bare client."""
    session = Session(Course(SHIPPED), Kernel(), Progress.open(None))
    heard: list[Event] = []
    session.subscribe(heard.append)
    await session.open()
    _, manager, client = await bare_start()
    seconds: dict[str, list[float]] = {"tutor": [], "bare": []}
    try:
        for turn in range(60):
            began = perf_counter()
            await session.submit("1+1")
            ours = perf_counter() - began
            began = perf_counter()
            await client.execute_interactive("1+1", output_hook=lambda message: None)
            theirs = perf_counter() - began
            if turn >= 10:  # both warm
                seconds["tutor"].append(ours)
                seconds["bare"].append(theirs)
    finally:
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        await session.close()
    note("1+1", seconds)
    return Row("a cell of 1+1, beside a bare kernel", middle(seconds["tutor"]), middle(seconds["bare"]), 1.5)


def note(name: str, seconds: dict[str, list[float]]) -> None:
    """Medians and quartiles in milliseconds, on the way."""
    print(
        f"{name}: " + ", ".join(f"{case} {spread(values)} ms" for case, values in seconds.items()), flush=True
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=7, help="starts of each kind")
    parser.add_argument("--only", choices=("paint", "kernel", "keys"))
    given = parser.parse_args()
    parts: dict[str, Callable[[], list[Row]]] = {
        "paint": lambda: paint_rows(given.runs),
        "kernel": lambda: asyncio.run(kernel_rows(given.runs)),
        "keys": keys_rows,
    }
    with bytecode():
        rows = [row for name, part in parts.items() if given.only in (None, name) for row in part()]
    print(f"\n{machine()}\n\n{table(rows)}")


if __name__ == "__main__":
    main()
