"""Compares what the book's pages print here with what they print on real MXNet 1.9.1.

    python tests/compat/compare_book.py BOOK PYTHON [PAGE …] [--seconds 300] [--here SECONDS] [--out FILE]

BOOK is a work tree of the book's first edition, PYTHON that of an environment with MXNet:
`pip install mxnet==1.9.1 numpy==1.23.5 'ipython<8' 'pandas<3' matplotlib`, Python 3.11. Every page runs twice
there, with different seeds, and once here, each time in a copy of its folder, on one core and on the first
256 + 128 images of Fashion-MNIST, for so many seconds at most; `--here` gives this engine others. A cell that
prints the same twice there is to print that here. Without PAGE: all pages with code of chapters 2 to 7.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import engine
from tutor.inside.documents import read_cells

CHAPTERS = (
    "prerequisite",
    "deep-learning-basics",
    "deep-learning-computation",
    "convolutional-neural-networks",
    "recurrent-neural-networks",
    "optimization",
)
IMAGES = {"train": 256, "t10k": 128}
ONE_CORE = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

#: What a clock or an address says, which is no result.
FLEETING = re.compile(r"\d+\.\d+ sec\b|\btime [\d.]+|0x[0-9a-f]+")

Cell = tuple[str, str | None]


def cut_images(home: Path) -> None:
    """Puts the first images, as MXNet's files, where MXNet and this engine look for the full set."""
    folder = home / ".mxnet" / "datasets" / "fashion-mnist"
    folder.mkdir(parents=True)
    source = Path(engine.__file__).parent / "datasets" / "fashion-mnist"
    for part, count in IMAGES.items():
        for name, header, size in (("images-idx3", 16, 28 * 28), ("labels-idx1", 8, 1)):
            file = f"{part}-{name}-ubyte.gz"
            content = gzip.decompress((source / file).read_bytes())
            cut = content[:4] + count.to_bytes(4, "big") + content[8 : header + count * size]
            (folder / file).write_bytes(gzip.compress(cut, mtime=0))


def run(python: str, page: Path, cells: list[str], seed: int, seconds: float) -> list[Cell]:
    """What the cells printed that came to their ends in time."""
    with tempfile.TemporaryDirectory() as name:
        home, book = Path(name), page.parents[1]
        cut_images(home)
        shutil.copytree(page.parent, home / "book" / page.parent.name)
        for beside in ("data", "img", "d2lzh"):
            if (book / beside).exists():
                (home / "book" / beside).symlink_to(book / beside)
        (home / "cells.json").write_text(json.dumps(cells))
        runner = Path(__file__).with_name("book_page.py")
        process = subprocess.Popen(
            [python, str(runner), str(home / "cells.json"), str(home / "printed"), str(seed)],
            cwd=home / "book" / page.parent.name,
            env={
                **os.environ,
                **ONE_CORE,
                "HOME": name,
                "MPLBACKEND": "agg",
                "PYTHONPATH": str(home / "book"),
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # with the processes that load its data
            process.wait()
        printed = home / "printed"
        return (
            [tuple(json.loads(line)) for line in printed.read_text().splitlines()] if printed.exists() else []
        )


@dataclass(frozen=True)
class Report:
    """A page: how many cells it has, which ran there and here, which are settled there and differ here."""

    page: str
    cells: int
    there: set[int]
    here: set[int]
    settled: set[int]
    different: dict[int, tuple[str, str]]
    errors: dict[int, str]

    def row(self) -> str:
        """The page's line of the table."""
        lacking = len(self.there - self.here)
        numbers = [
            self.cells,
            len(self.there),
            f"{len(self.here)}, {lacking} lacking" if lacking else len(self.here),
            len(self.settled),
            len(self.settled) - len(self.different),
        ]
        return "| " + " | ".join([f"`{self.page}`", *map(str, numbers)]) + " |"


def compare(book: Path, python: str, name: str, seconds: float, seconds_here: float) -> Report:
    """Runs a page on both sides."""
    cells = read_cells(book / name)
    first, second = (run(python, book / name, cells, seed, seconds) for seed in (1, 2))
    ours = run(sys.executable, book / name, cells, 3, seconds_here)
    there = {number for number, (_, problem) in enumerate(first) if problem is None}
    here = {number for number, (_, problem) in enumerate(ours) if problem is None}
    lasting = [[FLEETING.sub("…", text) for text, _ in side] for side in (first, second, ours)]
    settled = {n for n in there if n < len(second) and lasting[0][n] == lasting[1][n]}
    different = {
        n: (first[n][0], ours[n][0] if n in here else "")
        for n in settled
        if n not in here or lasting[0][n] != lasting[2][n]
    }
    errors = {number: problem for number, (_, problem) in enumerate(ours) if problem is not None}
    return Report(name, len(cells), there, here, settled, different, errors)


def pages_of(book: Path) -> list[str]:
    """The pages with code of chapters 2 to 7."""
    found = [page for chapter in CHAPTERS for page in sorted((book / f"chapter_{chapter}").glob("*.md"))]
    return [str(page.relative_to(book)) for page in found if "```{.python" in page.read_text("utf-8")]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("book", type=Path)
    parser.add_argument("python")
    parser.add_argument("pages", nargs="*", metavar="PAGE")
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--here", type=float, help="seconds for this engine, if others")
    parser.add_argument("--out", type=Path, help="what differs, as JSON")
    given = parser.parse_args()
    reports: list[Report] = []
    print("| page | cells | run there | run here | the same twice there | and here |")
    print("|---|---|---|---|---|---|")
    for name in given.pages or pages_of(given.book):
        reports.append(compare(given.book, given.python, name, given.seconds, given.here or given.seconds))
        print(reports[-1].row(), flush=True)
        if given.out:
            differing = [
                {"page": r.page, "different": r.different, "errors": r.errors} for r in reports if r.different
            ]
            given.out.write_text(json.dumps(differing, indent=1, ensure_ascii=False))
    there = sum(len(report.there) for report in reports)
    both = sum(len(report.there & report.here) for report in reports)
    settled = sum(len(report.settled) for report in reports)
    same = settled - sum(len(report.different) for report in reports)
    print(f"\n{both} of {there} cells that run there run here; {same} of {settled} print the same.")


if __name__ == "__main__":
    main()
