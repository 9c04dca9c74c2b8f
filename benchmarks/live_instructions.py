"""What the live view costs a training loop, in instructions: these are the same however busy the machine is.

    python benchmarks/live_instructions.py [--cells 6] [--only softmax]

Valgrind counts what a kernel's main thread, where the loop runs, executes from the kernel's start to its end;
so each loop takes three kernels, and two differences: of many cells and few, for what a loop takes alone; of
watched cells and as many unwatched, for what watching adds. Under Valgrind everything takes longer, so the
watcher's clock is slowed down alike: it sends as often. The threads that send are left out, since what they
do while nothing happens goes by the time. Needs `valgrind`; takes minutes a loop. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from jupyter_client.manager import KernelManager
from live import LOOPS, SETUP, UNWATCHED
from timing import machine

SLOWER = 30
"""How many times as long a loop takes under Valgrind."""

CLOCK = f"""
from time import perf_counter
from tutor.inside import training
training.perf_counter = lambda: perf_counter() / {SLOWER}
"""

LONGEST = 600


class CountedKernel(KernelManager):
    """A kernel whose threads' instructions are counted into a file."""

    counts: Path

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        counter = ["valgrind", "--tool=exp-bbv", "--instr-count-only=yes", f"--log-file={self.counts}"]
        counter += ["--bb-out-file=/dev/null", "--pc-out-file=/dev/null"]
        return [*counter, sys.executable, "-P", "-m", "tutor.inside", "-f", self.connection_file]


def instructions(cells: list[str]) -> int:
    """How many instructions a kernel's main thread takes for these cells."""
    with TemporaryDirectory() as folder:
        kernel = CountedKernel(transport="ipc", ip=f"{folder}/k")
        kernel.counts = Path(folder, "counts")
        kernel.start_kernel(env={**os.environ, "PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"})
        client = kernel.client()
        client.start_channels()
        client.wait_for_ready(timeout=LONGEST)
        for cell in cells:
            reply = client.execute_interactive(cell, timeout=LONGEST, output_hook=lambda message: None)
            if reply["content"]["status"] != "ok":
                raise RuntimeError("\n".join(reply["content"]["traceback"]))
        client.shutdown()
        while kernel.is_alive():
            time.sleep(0.1)
        client.stop_channels()
        threads = re.findall(r"Total instructions: (\d+)", kernel.counts.read_text())
    return int(threads[0])


def row(name: str, needs: str, loop: str, limit: float, count: int) -> str:
    """What watching adds to a loop, as a row of the table."""
    start = [SETUP + needs + CLOCK, UNWATCHED + loop]
    few, bare, watched = (
        instructions([*start, *cells])
        for cells in (
            [UNWATCHED + loop],
            [UNWATCHED + loop] * (count + 1),
            [UNWATCHED + loop] + [loop] * count,
        )
    )
    alone, added = (bare - few) / count, (watched - bare) / count
    ratio = 1 + added / alone
    mark = "✓" if ratio <= limit else "✗"
    return f"| {name} | {alone / 1e6:.1f} | {added / 1e6:.1f} | {ratio:.3f} | {limit:.2f} | {mark} |"


HEAD = """\
| loop | alone, million instructions | watching adds | ratio | at most | |
|---|---|---|---|---|---|"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--cells", type=int, default=6, help="cells of each loop")
    parser.add_argument("--only", default="", help="loops with this in their name")
    given = parser.parse_args()
    print(f"{machine()}, {given.cells} cells\n\n{HEAD}", flush=True)
    for name, (needs, loop, limit) in LOOPS.items():
        if given.only in name:
            print(row(name, needs, loop, limit, given.cells), flush=True)


if __name__ == "__main__":
    main()
