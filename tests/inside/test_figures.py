"""Matplotlib's figures as a kernel sends them."""

import base64
import struct

import pytest

from tutor.events import Figure, Notice, Output, Value
from tutor.inside.figures import MOST

PLT = "from matplotlib import pyplot as plt\n"


def size(png):
    """Width and height of a PNG, from its header."""
    data = base64.b64decode(png)
    assert data.startswith(b"\x89PNG")
    return struct.unpack(">II", data[16:24])


def test_figures_come_where_they_are_shown_between_what_is_printed(room):
    heard = room.cell(
        PLT + "for i in range(2):\n    print(i)\n    plt.plot([0, i + 1])\n    plt.show()\nprint('end')"
    )
    assert heard.kinds(Output, Figure) == ["Output", "Figure", "Output", "Figure", "Output"]


def test_what_is_not_shown_is_shown_at_the_cells_end(room):
    heard = room.cell("%matplotlib inline\n" + PLT + "plt.scatter([1, 2, 3], [3, 1, 2]);")
    figure = heard.last(Figure)
    assert size(figure.data)[0] > size(figure.coarse)[0] > 100
    assert heard.kinds(Value) == []


def test_a_figure_as_the_last_value_is_shown_once(room):
    heard = room.cell(PLT + "figure, axes = plt.subplots()\naxes.plot([1, 2])\nfigure")
    assert heard.kinds(Figure, Value, Output) == ["Figure"]


def test_the_words_around_the_axes_go_along(room):
    axes = room.cell(
        PLT + "plt.semilogy([1, 10], [1, 0.01], label='train')\n"
        "plt.xlabel('epochs')\nplt.ylabel('loss')\nplt.title('Weight decay')\nplt.legend();"
    ).last(Figure).axes[0]  # fmt: skip
    assert (axes.title, axes.across, axes.up) == ("Weight decay", "epochs", "loss")
    assert axes.legend == (("train", "#1f77b4"),)
    assert [label for _, label in axes.ticks_up] == ["10⁻²", "10⁻¹", "10⁰"]
    places = [place for place, _ in axes.ticks_up]
    assert places == sorted(places) and places[0] > 0 and places[-1] < 1


def test_the_learners_figure_is_left_as_it_was(room):
    room.cell(PLT + "figure, axes = plt.subplots()\nline, = axes.plot([1, 2], linewidth=0.5)\nplt.show()")
    assert room.cell("line.get_linewidth(), axes.xaxis.get_visible(), figure.dpi").last(Value).text == (
        "(0.5, True, 100.0)"
    )


ASKED = (
    "from IPython import display\ndisplay.set_matplotlib_formats('svg')",
    "%config InlineBackend.figure_format = 'svg'",
)


@pytest.mark.parametrize("ask", ASKED)
def test_vector_graphics_are_asked_for_in_vain(room, ask):
    figure = room.cell(f"{ask}\n{PLT}plt.plot([1, 2]);").last(Figure)
    assert figure.mime == "image/png" and size(figure.data)


def test_an_empty_figure_is_none_and_a_loop_without_end_is_cut_off(room):
    assert room.cell(PLT + "plt.figure();").of(Figure) == []
    heard = room.cell(
        PLT + f"for i in range({MOST} + 3):\n    plt.figure(figsize=(1, 1)).gca().plot([i])\n    plt.show()"
    )
    assert len(heard.of(Figure)) == MOST
    assert [notice.code for notice in heard.of(Notice)] == ["notice.figures_capped"]


def test_several_axes_say_where_they_stand_in_the_picture(room):
    figure = room.cell(
        PLT + "_, both = plt.subplots(1, 2)\nfor axes in both: axes.imshow([[0, 1], [1, 0]])"
    ).last(Figure)
    (left, top, right, bottom), other = (axes.box for axes in figure.axes)
    assert (left, top, bottom) == pytest.approx((0, 0, 1), abs=0.02) and other[2] == pytest.approx(
        1, abs=0.02
    )
    assert right < other[0] and right - left == pytest.approx(other[2] - other[0], abs=0.02)


def test_a_figure_of_a_kind_not_foreseen_is_shown_as_it_is(room):
    figure = room.cell(
        PLT + "axes = plt.figure().gca()\naxes.plot([1, 2])\naxes.get_legend = 1 / 3\nplt.show()"
    ).last(Figure)
    assert size(figure.data) and (figure.coarse, figure.axes) == ("", ())
