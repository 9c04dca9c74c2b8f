"""Figures on the screen: half blocks, Kitty's placeholders, Sixel, words; the whole screen; files."""

from __future__ import annotations

import asyncio
import base64
import io
import os
import re
import sys

import pexpect
import pytest
from PIL import Image
from textual.geometry import Region

from tutor.events import Axes, Figure
from tutor.kernel import Kernel
from tutor.lesson import locate
from tutor.progress import Progress
from tutor.session import Session
from tutor.terminal import Graphics
from tutor.tui.app import Tutor
from tutor.tui.cell import CellView
from tutor.tui.figure import FigureView

RED, BLUE = "#ff0000", "#0000ff"
HALF, PLACEHOLDER = "▀", "\U0010eeee"
SCATTER = """\
from matplotlib import pyplot as plt
print('before')
plt.scatter([1, 2, 3], [4, 8, 2]); plt.title('Three dots'); plt.show()
print('after')"""


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A home of this test's own, since figures are saved there."""
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def two_colours():
    """A figure, red above and blue below, half as wide again as high."""
    image = Image.new("RGB", (300, 200), BLUE)
    image.paste(RED, (0, 0, 300, 100))
    data = io.BytesIO()
    image.save(data, "PNG")
    return Figure(data=base64.b64encode(data.getvalue()).decode(), text="<Figure>")


async def shown(driver, kernel, cell, figure):
    """Runs a cell that draws the figure."""
    await driver.run(cell.PLAY)
    kernel.tell(Figure(kernel.cells, figure.data, figure.mime, figure.text))
    await driver.until(lambda: driver.app.gallery.chosen is not None)


def cells_of(driver):
    """The half blocks on the screen: for each line where they begin and their colours, above and below."""
    found = []
    for strip in driver.app.screen._compositor.render_strips():
        pieces = [segment for segment in strip if set(segment.text) == {HALF}]
        if pieces:
            colours = []
            for piece in pieces:
                both = piece.style.color.triplet.hex, piece.style.bgcolor.triplet.hex
                colours += [both] * len(piece.text)
            found.append((strip.text.index(HALF), colours))
    return found


def test_a_real_figure_stands_between_what_was_printed(driver):
    async def main():
        course, _ = locate(None)
        session = Session(course, Kernel(), Progress.open(None))
        app = Tutor(session)
        try:
            async with app.run_test(size=(120, 60)) as pilot:
                driven = driver(app, pilot)
                await driven.until(lambda: app.kernel_state.state == "idle", 60)
                app.prompt.put(SCATTER)
                await driven.press("f5")
                await driven.until(lambda: app.gallery.chosen is not None and not app.at_work, 60)
                lines = driven.screen.split("\n")
                colours = cells_of(driven)
        finally:
            await session.close()
        rows = [number for number, line in enumerate(lines) if HALF in line]
        before, after, title = (
            next(number for number, line in enumerate(lines) if line[6:].lstrip().startswith(words))
            for words in ("before", "after", "Three dots")
        )
        assert before < title < rows[0] and rows[-1] < after
        assert rows == list(range(rows[0], rows[-1] + 1)) and 8 <= len(rows) <= 20
        assert len({(start, len(line)) for start, line in colours}) == 1, "a rectangle"
        dots = {colour for _, line in colours for both in line for colour in both}
        assert "#ffffff" in dots and len(dots) > 1

    asyncio.run(main())


def test_half_blocks_keep_proportions_and_colours_at_every_size(play, kernel, cell, two_colours):
    async def scenario(driver):
        await shown(driver, kernel, cell, two_colours)
        for size in ((120, 40), (200, 60), (80, 24), (120, 40)):
            await driver.pilot.resize_terminal(*size)
            await driver.until(lambda size=size: driver.app.size == size)
            driver.app.main.query_one("#cells").scroll_end(animate=False)
            await driver.pilot.pause()
            view = driver.app.transcript.query_one(CellView)
            rows = [line for line in view.lines if HALF in line.plain]
            assert {line.plain.count(HALF) for line in rows} == {3 * len(rows)}
            assert len(rows) <= 2 * size[1] // 5
        for _ in range(2):
            driver.app.theme = "light"
            driver.app.redraw()
            driver.app.session.set_language("zh")
            await driver.pilot.pause()
            assert {both for _, line in cells_of(driver) for both in line} == {(RED, RED), (BLUE, BLUE)}

    play(scenario)


def test_one_figure_fills_the_screen_and_is_saved(play, kernel, cell, two_colours, home):
    async def scenario(driver):
        await shown(driver, kernel, cell, two_colours)
        await driver.press("ctrl+t")
        assert driver.app.main.query_one(FigureView).has_focus
        large = len(cells_of(driver))
        await driver.press("ctrl+s")
        assert str(home / "figures" / "figure-1.png") in driver.screen.replace("\n", "")
        await driver.press("escape")
        await driver.pilot.pause()
        small = cells_of(driver)
        assert 0 < len(small) < large
        await driver.pilot.click(CellView, offset=(10, 3))
        assert driver.app.main.query_one(FigureView).has_focus, "a click opens it as well"

    play(scenario)
    saved = (home / "figures" / "figure-1.png").read_bytes()
    assert saved == base64.b64decode(two_colours.data)


def test_without_colours_there_are_words_and_a_file(play, kernel, cell, two_colours, home, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    around = Axes(title="Loss", across="epoch", ticks_across=((0.0, "1"), (1.0, "10")))

    async def scenario(driver):
        await driver.run(cell.PLAY)
        kernel.tell(Figure(kernel.cells, two_colours.data, axes=(around,)))
        await driver.until(lambda: "Loss; x axis: epoch 1 … 10" in driver.screen)
        assert HALF not in driver.screen
        assert "A figure of 300 × 200 pixels" in driver.screen

    play(scenario)
    assert (home / "figures" / "figure-1.png").exists()


def test_sixel_is_painted_where_nothing_else_lies(play, kernel, cell, two_colours):
    async def scenario(driver):
        await shown(driver, kernel, cell, two_colours)
        view = driver.app.transcript.query_one(CellView)
        first = next(number for number, line in enumerate(view.lines) if HALF in line.plain)
        rows = sum(HALF in line.plain for line in view.lines)

        def painted(top, bottom):
            strips = view.render_lines(Region(0, top, view.size.width, bottom - top))
            assert {strip.cell_length for strip in strips} == {view.size.width}
            text = "".join(segment.text for strip in strips for segment in strip)
            return re.findall(r'\x1b7\x1b\[(\d+);(\d+)H\x1bP0;1;0q"1;1;(\d+);(\d+)', text)

        x, y = view.region.offset
        width = 10 * 3 * rows
        whole = [(f"{y + first + 1}", f"{x + 7}", f"{width}", f"{20 * rows}")]
        assert painted(0, len(view.lines)) == whole
        cut = [(f"{y + first + 3}", f"{x + 7}", f"{width}", f"{20 * (rows - 3)}")]
        assert painted(first + 2, first + rows - 1) == cut, "only the rows that are in view"
        assert painted(0, first) == []
        await driver.type("nd.ar")
        await driver.press("tab")
        await driver.until(lambda: driver.app.completions.open)
        assert painted(0, len(view.lines)) == []

    play(scenario, graphics=Graphics("sixel", (10, 20)))


KITTY = "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;c"
XTERM = "\x1b[6;20;10t\x1b[?64;1;2;4;6c"


@pytest.fixture
def terminal(home):
    """The session in a pseudo-terminal that answers as real ones do."""
    children = []

    def start(command, answer):
        hidden = ("TMUX", "STY", "SSH_CONNECTION", "NO_COLOR", "TERM_PROGRAM", "COLUMNS", "LINES")
        outside = {name: value for name, value in os.environ.items() if name not in hidden}
        settings = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "D2L_TUTOR_LANG": "en"}
        child = pexpect.spawn(
            sys.executable, ["-P", "-m", "tutor.cli", command], env=outside | settings,
            encoding="utf-8", codec_errors="replace", timeout=60, dimensions=(40, 120),
        )  # fmt: skip
        children.append(child)
        child.expect_exact("\x1b[c")
        child.send(answer)
        return child

    yield start
    for child in children:
        child.close(force=True)


PLOT = "from matplotlib import pyplot as plt; plt.plot([1, 3, 2]);\r"


def test_kitty_gets_the_picture_and_its_placeholders_though_it_answers_behind_the_first_paint(terminal):
    child = terminal("open", "")
    child.expect("❱")
    child.send(KITTY)
    child.send(PLOT)
    child.expect(r"\x1b_Ga=T,U=1,f=100,q=2,i=(\d+),c=(\d+),r=(\d+),m=[01];iVBOR")
    number, columns = int(child.match[1]), int(child.match[2])
    child.expect(f"38;2;{number >> 16};{number >> 8 & 255};{number & 255};[^m]*m({PLACEHOLDER}[^\x1b]*)\x1b")
    assert child.match[1].count(PLACEHOLDER) == columns


def test_a_sixel_terminal_gets_sixel_and_what_was_typed_before_is_run(terminal):
    child = terminal("open", PLOT + XTERM)
    child.expect(r'\x1b7\x1b\[\d+;7H\x1bP0;1;0q"1;1;(\d+);(\d+)#')
    assert (int(child.match[1]) % 10, int(child.match[2]) % 20) == (0, 0)
