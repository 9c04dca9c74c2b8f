"""Makes pictures of the session's screens, from the real app on a real kernel.

    python docs/screenshots.py FOLDER [SCREEN …] [--size 120x40] [--lang zh] [--theme light]

Each picture is written as text (`.txt`) and as SVG; as PNG too where `rsvg-convert` is installed.
Without a size or language all of them are made.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import subprocess
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot

from tutor.kernel import Kernel
from tutor.lesson import SHIPPED, Course
from tutor.progress import Progress, StepState
from tutor.session import Session
from tutor.tui.app import Tutor

SIZES = ("120x40", "80x24")
LANGUAGES = ("en", "zh")
FONTS = "JetBrains Mono, Noto Sans Mono CJK SC, DejaVu Sans Mono, monospace"
CELL = 12.2
"""The width of a cell in Textual's SVG."""

SOLUTION = "<solution>"


@dataclass(frozen=True)
class Screen:
    """Where to go, what to run there, and which keys to press before the picture is taken."""

    lesson: str
    step: str
    cells: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


TRAINING = """\
lr = 0.3
for X, y in data_iter(10, features, labels):
    with autograd.record():
        l = squared_loss(linreg(X, w, b), y)
    l.backward()
    sgd([w, b], lr, 10)
w[:], b[:], lr = 0, 0, 0.03"""

LOOK_UP = "nd.random.uniform?"

SCREENS = {
    "start": Screen("ndarray-create", "count-to-eleven"),
    "step": Screen("ndarray-reshape", "row-to-matrix", ("x", "X = x.reshape((4, 3))", SOLUTION, "X")),
    "shapes": Screen("ndarray-operations", "matrix-product", (SOLUTION,)),
    "error": Screen("ndarray-operations", "matrix-product", ("D = nd.dot(X, Y)",), ("f3",)),
    "graph": Screen("autograd-record", "go-backward", (SOLUTION,), ("f2", "down")),
    "training": Screen("linreg-scratch", "train", (TRAINING, SOLUTION)),
    "help": Screen("lookup", "draw-uniform", ("dir(nd.random)", "R = nd.random.uniform(-1, 1, 3)", LOOK_UP)),
    "outline": Screen("ndarray-reshape", "row-to-matrix", (SOLUTION,), ("ctrl+o",)),
    "keys": Screen("ndarray-reshape", "row-to-matrix", (), ("f1",)),
    "labels": Screen("softmax-scratch", "labels", (SOLUTION,)),
}  # fmt: skip


async def take(name: str, size: str, language: str, theme: str, folder: Path) -> None:
    """Drives the app to one screen and writes its pictures."""
    screen, course = SCREENS[name], Course(SHIPPED)
    session = Session(course, Kernel(), _progress(course, screen), language)
    session.progress.set_setting("theme", theme)
    app = Tutor(session, screen.lesson)
    session.arrive(screen.lesson, screen.step)
    columns, rows = map(int, size.split("x"))
    try:
        async with app.run_test(size=(columns, rows)) as pilot:
            await _until_idle(app, pilot)
            for cell in screen.cells:
                app.prompt.put(session.step.solution if cell == SOLUTION else cell)
                await pilot.press("f5")
                await _until_idle(app, pilot)
            await pilot.press(*screen.keys)
            await pilot.pause(0.3)
            _write(app, folder / "-".join((name, language, size, *(["light"] if theme == "light" else []))))
    finally:
        await session.close()


def _progress(course: Course, screen: Screen) -> Progress:
    """A learner who did all that comes before."""
    progress = Progress.open(None)
    for lesson in course.lessons():
        for step in lesson.steps:
            if (lesson.id, step.id) == (screen.lesson, screen.step):
                return progress
            progress.set_step(course.id, lesson.id, step.id, StepState("done", attempts=1))
    raise KeyError(f"{screen.lesson}/{screen.step}")


async def _until_idle(app: Tutor, pilot: Pilot[int]) -> None:
    await pilot.pause(0.1)
    async with asyncio.timeout(300):
        while app.at_work or app.session.busy:
            await pilot.pause(0.1)
    await pilot.pause(0.2)


def _write(app: Tutor, stem: Path) -> None:
    strips = app.screen._compositor.render_strips()
    lines = ["".join(segment.text for segment in strip).rstrip() for strip in strips]
    stem.with_suffix(".txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    svg = stem.with_suffix(".svg")
    svg.write_text(_own_fonts(app.export_screenshot()), encoding="utf-8")
    if shutil.which("rsvg-convert"):
        subprocess.run(["rsvg-convert", "-o", str(stem.with_suffix(".png")), str(svg)], check=True)


def _own_fonts(svg: str) -> str:
    """The picture with fonts of this machine, each word and each wide character put into its own cells."""

    def placed(match: re.Match[str]) -> str:
        head, x, between, tail, text = match.groups()
        pieces, column = [], 0
        for piece in re.findall(r"[\u1100-\uffff]|[^\s\u1100-\uffff]+|\s+", unescape(text)):
            piece = piece.replace("\xa0", " ")
            if not piece.isspace():
                place = f'x="{float(x) + CELL * column:g}"'
                pieces.append(f"{head}{place}{between}{tail}>{escape(piece)}</text>")
            column += cell_len(piece)
        return "".join(pieces)

    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code", FONTS)
    pattern = r'(<text [^>]*?)x="([\d.]+)"([^>]*?)textLength="[\d.]+"([^>]*?)>([^<]+)</text>'
    return re.sub(pattern, placed, svg)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("screens", nargs="*", metavar="SCREEN", help=", ".join(SCREENS))
    parser.add_argument("--size", choices=SIZES)
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name in given.screens or SCREENS:
        for language in [given.lang] if given.lang else LANGUAGES:
            for size in [given.size] if given.size else SIZES:
                asyncio.run(take(name, size, language, given.theme, given.folder))
                print(name, language, size)


if __name__ == "__main__":
    main()
