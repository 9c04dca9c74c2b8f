"""How fast the engine is: the book's loops beside its peers, the machinery beside `np.add`, memory, start.

    python benchmarks/engine_speed.py [--runs 15] [--only loops|machinery|memory|start]
        [--mxnet PYTHON] [--plot FILE]

The peers are PyTorch, HIPS autograd and MyGrad (`pip install -e '.[benchmarks]'`), and real MXNet 1.9.1 in an
environment of its own, whose Python `--mxnet` names. Every side computes on one thread, in its own process;
they take turns. Prints Markdown tables with targets and a mark for each.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

import engine_loops
import engine_machinery
from timing import machine, table

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def loops(given: argparse.Namespace) -> None:
    sides = engine_loops.start(given.mxnet)
    try:
        seconds = engine_loops.measure(sides, given.runs)
        print(f"\n{machine()}\n\n{engine_loops.targets(seconds)}\n\n{engine_loops.times(seconds)}")
        if given.plot:
            engine_loops.plot(seconds, given.plot)
    finally:
        for worker in sides.values():
            worker.close()


def machinery(given: argparse.Namespace) -> None:
    print(f"\n{machine()}\n\n{table(engine_machinery.rows(given.runs))}")


def memory(given: argparse.Namespace) -> None:
    sides = engine_loops.start(None, ("engine", "pytorch"))
    try:
        rows = engine_loops.memory(sides)
    finally:
        for worker in sides.values():
            worker.close()
    print(f"\n{table([*rows, engine_machinery.growth()])}")


def start(given: argparse.Namespace) -> None:
    print(f"\n{machine()}\n\n{table([engine_machinery.start(given.runs)])}")


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "loops": loops,
    "machinery": machinery,
    "memory": memory,
    "start": start,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15, help="turns of each side")
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--mxnet", metavar="PYTHON", help="the Python of an environment with MXNet 1.9.1")
    parser.add_argument("--plot", metavar="FILE", type=Path, help="draw the loops' times into a PNG")
    given = parser.parse_args()
    os.environ.update(ONE_THREAD)
    for name, part in PARTS.items():
        if given.only in (None, name):
            part(given)


if __name__ == "__main__":
    main()
