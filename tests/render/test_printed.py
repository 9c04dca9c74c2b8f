"""Arrays and long lines as a program printed them, on a page that is narrower than it believed."""

from __future__ import annotations

import re

import numpy as np
import pytest
from rich.text import Text

from tutor.render.printed import rows_anew
from tutor.render.width import fold

WIDE = str(np.arange(24, dtype="float32").reshape(2, 12) / 7)


@pytest.mark.parametrize("width", [64, 50, 30])
def test_rows_of_an_array_are_broken_between_numbers_that_keep_their_columns(width: int) -> None:
    lines = rows_anew(WIDE, width).split("\n")
    assert max(map(len, lines)) <= width
    assert [float(each) for each in re.findall(r"[\d.]+", "".join(lines))] == [
        float(each) for each in re.findall(r"[\d.]+", WIDE)
    ]
    points = [[at for at, sign in enumerate(line) if sign == "."] for line in lines]
    assert all(set(row) <= set(points[0]) for row in points), "the points stand one under the other"


def test_what_fits_or_has_no_columns_is_left_as_it_was_printed() -> None:
    assert rows_anew(WIDE, 75) == WIDE
    words = f"['a', 'b']\n{'[[' * 40}\nloss: [1.0, 2.5, 1{'0' * 40}]"
    assert rows_anew(words, 30) == words


def test_a_printed_line_that_is_too_long_is_broken_at_a_blank_and_keeps_every_character() -> None:
    line = "epoch 1, loss 0.7858, train acc 0.747, test acc 0.806, 12.5 sec"
    folded = [each.plain for each in fold(Text(line), 40)]
    assert folded == ["epoch 1, loss 0.7858, train acc 0.747, ", "test acc 0.806, 12.5 sec"]
    assert [each.plain for each in fold(Text("x" * 90), 40)] == ["x" * 40, "x" * 40, "x" * 10]
