"""Makes pictures of the session's screens, from the real app on a real kernel.

    python docs/screenshots.py FOLDER [SCREEN …] [--size 120x40] [--lang zh] [--theme light]
    python docs/screenshots.py --guide

The first writes each picture as text (`.txt`) and as SVG; as PNG too where `rsvg-convert` is installed.
Without a size, language or theme all of them are made. The second makes the pictures of the guides, in
`docs/pictures/` and `docs/pictures/zh/`. `SCREENS` and `opened` serve whoever wants to see or drive the
same screens another way.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from html import escape, unescape
from itertools import product
from pathlib import Path

from PIL import Image
from rich.cells import cell_len
from textual.pilot import Pilot

from tutor.events import KernelState
from tutor.kernel import Kernel
from tutor.lesson import SHIPPED, Course
from tutor.progress import Progress, Review, StepState
from tutor.session import Session
from tutor.tui.app import Tutor

SIZES = ("120x40", "80x24", "200x60")
LANGUAGES = ("en", "zh")
THEMES = ("dark", "light")
GUIDE = ("start", "step", "error", "graph", "training", "labels", "help", "outline")
PICTURES = Path(__file__).parent / "pictures"
FONTS = "JetBrains Mono, DejaVu Sans Mono, Noto Sans Mono CJK SC, monospace"
FRAME = "#292929"
"""The window's frame in Textual's SVG."""
CELL = 12.2
"""The width of a cell in Textual's SVG."""

Choice = tuple[str, str, str, str]
"""A screen's name, a language, a size and a theme."""

SOLUTION = "<solution>"
NEXT = "<next>"


@dataclass(frozen=True)
class Screen:
    """Where to go, what to run there, what then to type, and which keys to press before the picture is taken.

    Among the cells `SOLUTION` stands for the open step's, `NEXT` goes to the next step, and a pair goes to
    that lesson and step. `due` are lessons and steps that are to be reviewed.
    """

    lesson: str
    step: str
    cells: tuple[str | tuple[str, str], ...] = ()
    keys: tuple[str, ...] = ()
    typed: str = ""
    due: tuple[tuple[str, str], ...] = ()


TRAINING = """\
lr = 0.3
for X, y in data_iter(10, features, labels):
    with autograd.record():
        l = squared_loss(linreg(X, w, b), y)
    l.backward()
    sgd([w, b], lr, 10)
w[:], b[:], lr = 0, 0, 0.03"""

FIGURE = """\
%matplotlib inline
import matplotlib.pyplot as plt
plt.scatter(features[:, 0].asnumpy(), labels.asnumpy(), 2);"""

LOOK_UP = "nd.random.uniform?"
HELP = ("dir(nd.random)", "R = nd.random.uniform(-1, 1, 3)", LOOK_UP)

RESHAPE = ("ndarray-reshape", "row-to-matrix")
WRONG = "X = x.reshape((4, 3))"
DUE = (("ndarray-create", "count-to-eleven"), ("ndarray-create", "matrix-of-ones"))

SCREENS = {
    "start": Screen("ndarray-create", "count-to-eleven"),
    "step": Screen(*RESHAPE, ("x", WRONG, SOLUTION, "X")),
    "hint": Screen(*RESHAPE, (WRONG,), ("f3",)),
    "undone": Screen(*RESHAPE, ("x", WRONG), ("f6",)),
    "recalled": Screen(*RESHAPE, ("x", WRONG, SOLUTION, NEXT, RESHAPE)),
    "shapes": Screen("ndarray-operations", "matrix-product", (SOLUTION,)),
    "error": Screen("ndarray-operations", "matrix-product", ("D = nd.dot(X, Y)",), ("f3",)),
    "graph": Screen("autograd-record", "go-backward", (SOLUTION,), ("f2", "down")),
    "training": Screen("linreg-scratch", "train", (TRAINING, SOLUTION)),
    "figure": Screen("linreg-scratch", "train", (FIGURE,)),
    "help": Screen("lookup", "draw-uniform", HELP),
    "completion": Screen(*RESHAPE, (), ("tab",), typed="nd.ar"),
    "history": Screen(*RESHAPE, ("x", "x.shape", WRONG), ("ctrl+r",)),
    "palette": Screen(*RESHAPE, (), ("ctrl+p",)),
    "outline": Screen(*RESHAPE, (SOLUTION,), ("ctrl+o",), due=DUE),
    "review": Screen(*RESHAPE, (), ("ctrl+o", "r"), due=DUE),
    "summary": Screen("ndarray-reshape", "matrix-to-tensor", ("T = X", SOLUTION)),
    "keys": Screen(*RESHAPE, (), ("f1",)),
    "labels": Screen("softmax-scratch", "labels", (SOLUTION,)),
}  # fmt: skip


class SharedKernel(Kernel):
    """One process for one sitting after the other; each begins with a lesson, and so with nothing."""

    async def start(self) -> None:
        self.cells = 0
        if self.alive:
            self.listener(KernelState(state="ready"))
        else:
            await super().start()

    async def close(self) -> None:
        """The next sitting needs it; `end` ends it."""

    async def end(self) -> None:
        await super().close()


@asynccontextmanager
async def opened(
    screen: Screen, kernel: Kernel, size: str = "120x40", language: str = "en", theme: str = "dark"
) -> AsyncIterator[tuple[Tutor, Pilot[int]]]:
    """The app at that screen, at rest."""
    course = Course(SHIPPED)
    session = Session(course, kernel, _progress(course, screen), language)
    session.progress.set_setting("theme", theme)
    app = Tutor(session, screen.lesson)
    session.arrive(screen.lesson, screen.step)
    columns, rows = map(int, size.split("x"))
    try:
        async with app.run_test(size=(columns, rows)) as pilot:
            await at_rest(app, pilot)
            for cell in screen.cells:
                await _do(app, pilot, cell)
            app.prompt.put(screen.typed)
            for key in screen.keys:
                await pilot.press(key)
                await at_rest(app, pilot)
            yield app, pilot
    finally:
        await session.close()


async def at_rest(app: Tutor, pilot: Pilot[int]) -> None:
    """Returns when nothing runs and the screen stays as it is. TimeoutError after five minutes."""
    before: list[str] = []
    async with asyncio.timeout(300):
        while True:
            await pilot.pause(0.05)
            now = text(app)
            is_idle = not app.at_work and not app.session.busy and app.kernel_state.state in ("ready", "idle")
            if is_idle and now == before and all(worker.is_finished for worker in app.workers):
                return
            before = now if is_idle else []


def text(app: Tutor) -> list[str]:
    """The lines of the screen without their looks."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


async def _do(app: Tutor, pilot: Pilot[int], cell: str | tuple[str, str]) -> None:
    if isinstance(cell, tuple):
        app.command(app.session.goto(*cell))
    elif cell == NEXT:
        app.command(app.session.next())
    else:
        app.prompt.put(app.session.step.solution if cell == SOLUTION else cell)
        await pilot.press("f5")
    await at_rest(app, pilot)


def _progress(course: Course, screen: Screen) -> Progress:
    """A learner who did all that comes before."""
    progress = Progress.open(None)
    for lesson, step in screen.due:
        progress.set_review(course.id, lesson, step, Review(0, 0.0))
    for lesson in course.lessons():
        for step in lesson.steps:
            if (lesson.id, step.id) == (screen.lesson, screen.step):
                return progress
            progress.set_step(course.id, lesson.id, step.id, StepState("done"))
    raise KeyError(f"{screen.lesson}/{screen.step}")


def write(app: Tutor, choice: Choice, folder: Path) -> None:
    name, language, size, theme = choice
    stem = folder / "-".join((name, language, size, *(["light"] if theme == "light" else [])))
    stem.with_suffix(".txt").write_text("\n".join(text(app)) + "\n", encoding="utf-8")
    svg = stem.with_suffix(".svg")
    svg.write_text(_own_fonts(app.export_screenshot()), encoding="utf-8")
    if shutil.which("rsvg-convert"):
        subprocess.run(["rsvg-convert", "-o", str(stem.with_suffix(".png")), str(svg)], check=True)


def _illustrate(app: Tutor, choice: Choice) -> None:
    """Writes the picture where the guide of its language looks for it."""
    name, language, *_ = choice
    png = (PICTURES if language == "en" else PICTURES / language) / f"{name}.png"
    svg = _own_fonts(app.export_screenshot())
    subprocess.run(["rsvg-convert", "-b", FRAME, "-o", str(png)], input=svg.encode(), check=True)
    with Image.open(png) as picture:
        _in_few_colours(picture.convert("RGB"), svg).save(png, optimize=True)


def _in_few_colours(picture: Image.Image, svg: str) -> Image.Image:
    """The picture in 256 colours: those that the SVG names, which mean something, and some between."""
    named = [*bytes.fromhex("".join(sorted(set(re.findall(r"#([0-9a-f]{6})\b", svg)))))]
    between = picture.quantize(256 - len(named) // 3, Image.Quantize.MEDIANCUT).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*named, *between])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


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


async def take(choices: Iterable[Choice], write: Callable[[Tutor, Choice], None]) -> None:
    """Opens each screen in each language, size and theme, in a sitting of its own, and writes its picture."""
    kernel = SharedKernel()
    try:
        for choice in choices:
            name, language, size, theme = choice
            async with opened(SCREENS[name], kernel, size, language, theme) as (app, _):
                write(app, choice)
                print(*choice, flush=True)
    finally:
        await kernel.end()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("screens", nargs="*", metavar="SCREEN", help=", ".join(SCREENS))
    parser.add_argument("--size", choices=SIZES, action="append")
    parser.add_argument("--lang", choices=LANGUAGES, action="append")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--guide", action="store_true", help="the pictures of the guides alone")
    given = parser.parse_args()
    if given.guide:
        asyncio.run(take(product(GUIDE, LANGUAGES, SIZES[:1], THEMES[:1]), _illustrate))
        return
    if given.folder is None:
        parser.error("a folder, or --guide")
    given.folder.mkdir(parents=True, exist_ok=True)
    sizes, languages, themes = given.size or SIZES, given.lang or LANGUAGES, given.theme or THEMES
    choices = product(given.screens or SCREENS, languages, sizes, themes)
    asyncio.run(take(choices, partial(write, folder=given.folder)))


if __name__ == "__main__":
    main()
