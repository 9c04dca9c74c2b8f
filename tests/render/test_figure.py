"""Figures as half blocks and as the terminals' own pixels."""

from __future__ import annotations

import base64
import io
import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops
from rich.cells import cell_len

from tutor.events import Axes, Figure
from tutor.render.figure import WORDS, described, fit, picture, scaled
from tutor.render.graphics import MARKS, kitty_cells, kitty_here, kitty_picture, sixel
from tutor.render.palette import DARK, LIGHT, MONO

texts = st.sampled_from(["", "损失 loss", "[red]x[/]", "a\nb\x1b[31m"]) | st.text(max_size=40)
ticks = st.lists(st.tuples(st.floats(0, 1), texts.filter(bool)), max_size=6).map(tuple)
axes = st.builds(
    Axes, title=texts, across=texts, up=texts, ticks_across=ticks, ticks_up=ticks,
    legend=st.lists(st.tuples(texts, st.sampled_from(["", "#ff0000"])), max_size=3).map(tuple),
)  # fmt: skip


def png(width: int, height: int, colour: tuple[int, ...] = (255, 255, 255, 255)) -> str:
    return encoded(Image.new("RGBA", (width, height), colour))


def encoded(image: Image.Image) -> str:
    data = io.BytesIO()
    image.save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


def stripes() -> Image.Image:
    """Red over green over blue, on the right half of white."""
    image = Image.new("RGB", (80, 60), "white")
    for place, colour in enumerate(("#ff0000", "#00ff00", "#0000ff")):
        image.paste(colour, (40, 20 * place, 80, 20 * place + 20))
    return image


@given(
    sizes=st.tuples(st.integers(1, 400), st.integers(1, 400)),
    width=st.integers(1, 130), rows=st.integers(1, 40), around=st.lists(axes, max_size=2),
    palette=st.sampled_from([DARK, LIGHT, MONO]),
)  # fmt: skip
def test_a_figure_fits_its_page(page, sizes, width, rows, around, palette):
    figure = Figure(data=png(*sizes), coarse=png(*sizes), axes=tuple(around))
    lines = picture(figure, page(width, palette), rows=rows, path="figure-1.png")
    assert lines
    assert max(cell_len(line.plain) for line in lines) <= width
    assert not any("\n" in line.plain or "\x1b" in line.plain for line in lines)


@given(st.tuples(st.integers(1, 3000), st.integers(1, 3000)), st.integers(1, 200), st.integers(1, 60))
def test_a_figure_keeps_its_proportions(pixels, columns, rows):
    across, down = fit(pixels, columns, rows, (9, 18))
    assert 1 <= across <= columns and 1 <= down <= rows
    # to the nearest cell, unless one cell is all there is
    wanted = pixels[1] * 9 * across / (pixels[0] * 18)
    assert abs(down - wanted) <= max(0.5, wanted / across) + 1e-9 or down == 1 or across == 1


def test_half_blocks_have_the_colours_of_the_picture(page):
    lines = picture(Figure(data=encoded(stripes())), page(40), rows=15)
    assert {line.cell_len for line in lines} == {40}
    top, bottom = lines[0].spans[-1].style, lines[-1].spans[-1].style
    assert (top.color.name, top.bgcolor.name) == ("#ff0000", "#ff0000")
    assert (bottom.color.name, bottom.bgcolor.name) == ("#0000ff", "#0000ff")


def test_what_is_transparent_shows_the_page(page):
    for palette in (DARK, LIGHT):
        line = picture(Figure(data=png(20, 10, (0, 0, 0, 0))), page(10, palette))[0]
        assert line.spans[0].style.bgcolor.name == palette.colours["bg"]


def test_numbers_stand_at_their_places(page):
    around = Axes(
        title="Loss", across="epoch", up="loss", ticks_across=((0.0, "0"), (0.5, "5"), (1.0, "10")),
        ticks_up=((0.0, "0.0"), (1.0, "1.0")), legend=(("train", "#1f77b4"),),
    )  # fmt: skip
    figure = Figure(data=png(200, 100), coarse=png(200, 100), axes=(around,))
    plain = [line.plain.rstrip() for line in picture(figure, page(44), rows=10)]
    assert plain[0].strip() == "Loss" and plain[1] == "loss"
    assert plain[2].startswith("1.0 ") and plain[-4].startswith("0.0 ")
    assert plain[-3] == "    0                   5                 10"
    assert plain[-2].strip() == "epoch" and plain[-1] == "━━ train"
    assert len(plain) == 10 + WORDS, "a page that has room for the frame and the words cuts none of them"


def test_small_pictures_in_a_row_are_laid_out_in_rows(page):
    row = Image.new("RGB", (900, 100), "white")
    around = []
    for place in range(9):
        row.paste((28 * place, 0, 0), (100 * place, 0, 100 * place + 100, 100))
        around.append(Axes(title=f"no {place}", box=(place / 9, 0.0, (place + 1) / 9, 1.0)))
    figure = Figure(data=encoded(row), coarse=encoded(row), axes=tuple(around))
    lines = picture(figure, page(63), rows=16)
    assert [line.plain.split() for line in lines if "no" in line.plain] == [
        ["no", "0", "no", "1", "no", "2", "no", "3"],
        ["no", "4", "no", "5", "no", "6", "no", "7"],
        ["no", "8"],
    ]  # fmt: skip
    assert len(lines) <= 24
    assert lines[0].spans[0].style.color.name == "#000000"
    assert len(picture(figure, page(63), rows=16, most=4)) < 8, "where they would not fit, as they are"


def test_without_colours_a_figure_is_told(page):
    around = Axes(title="Loss", across="epoch", ticks_across=((0.1, "2"), (0.9, "10")))
    figure = Figure(data=png(60, 40), axes=(around,))
    told = "\n".join(line.plain for line in picture(figure, page(80, MONO), path="/tmp/figure-1.png"))
    assert told == "A figure of 60 × 40 pixels, saved as\n/tmp/figure-1.png\nLoss; x axis: epoch 2 … 10"


@pytest.mark.parametrize("data", ["", "!", base64.b64encode(b"\x89PNG\r\n\x1a\n broken").decode()])
def test_what_is_no_picture_is_told(page, data):
    figure = Figure(data=data, mime="image/svg+xml")
    lines = picture(figure, page(80), path="figure-1.svg")
    assert [line.plain for line in lines] == ["A figure that cannot be drawn here, saved as", "figure-1.svg"]
    assert [line.plain for line in lines] == [
        line.plain for line in described(figure, page(80), "figure-1.svg")
    ]
    assert sixel(data, 4, 2, (8, 16), "#000000", range(2)) == ""


def painted(data: str) -> Image.Image:
    """What a terminal shows of Sixel data."""
    head = re.match(r'\x1bP[\d;]*q"1;1;(\d+);(\d+)', data)
    assert head is not None and data.endswith("\x1b\\")
    image = Image.new("RGB", (int(head[1]), int(head[2])), "magenta")
    colours: dict[int, tuple[int, ...]] = {}
    x = y = colour = 0
    for token in re.finditer(r"#([\d;]+)|!(\d+)(.)|[$-]|[?-~]", data[head.end() : -2]):
        if token[1]:
            colour, *levels = map(int, token[1].split(";"))
            if levels:
                colours[colour] = tuple(round(level * 2.55) for level in levels[1:])
        elif token[0] in "$-":
            x, y = 0, y + 6 * (token[0] == "-")
        else:
            run = range(x, x + int(token[2] or 1))
            for column, row in product(run, range(6)):
                if ord(token[3] or token[0]) - 63 >> row & 1:
                    image.putpixel((column, y + row), colours[colour])
            x = run.stop
    return image


@given(columns=st.integers(1, 12), rows=st.integers(1, 6), first=st.integers(0, 5), count=st.integers(1, 6))
def test_sixel_paints_the_rows_that_are_asked_for(columns, rows, first, count):
    part = range(min(first, rows - 1), min(rows, min(first, rows - 1) + count))
    data = encoded(stripes())
    shown = painted(sixel(data, columns, rows, (7, 15), "#000000", part))
    whole = scaled(data, 7 * columns, 15 * rows, "#000000")
    wanted = whole.crop((0, 15 * part.start, whole.width, 15 * part.stop))
    assert shown.size == wanted.size
    assert max(high for _, high in ImageChops.difference(shown, wanted).getextrema()) <= 24


def test_kitty_is_sent_the_picture_in_pieces():
    data = png(300, 200) * 40
    sent = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", kitty_picture(7, data, 30, 10))
    assert "".join(piece for _, piece in sent) == data
    assert sent[0][0] == "a=T,U=1,f=100,q=2,i=7,c=30,r=10,m=1"
    assert [control for control, _ in sent[1:]] == ["m=1"] * (len(sent) - 2) + ["m=0"]
    assert all(len(piece) <= 4096 for _, piece in sent)
    assert kitty_here(png(3, 2), 3, 1).startswith("\x1b_Ga=T,f=100,q=2,C=1,c=3,r=1,m=0;")


def test_kittys_placeholders_name_the_picture_and_its_cells():
    lines = kitty_cells(0x1234, 5, 3)
    assert [line.cell_len for line in lines] == [5, 5, 5]
    assert lines[2].plain[-3:] == "\U0010eeee" + MARKS[2] + MARKS[4]
    assert lines[0].style.color.name == "#001234"
    assert len(MARKS) == len(set(MARKS)) == 297
