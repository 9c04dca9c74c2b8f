"""Pictures of dots: a canvas of braille cells, each two dots wide and four high."""

from __future__ import annotations

from typing import Final

DOTS_ACROSS: Final = 2
DOTS_DOWN: Final = 4
EMPTY: Final = "\u2800"

_LEFT: Final = (0x01, 0x02, 0x04, 0x40)
_RIGHT: Final = (0x08, 0x10, 0x20, 0x80)


def _halves(bits: tuple[int, ...]) -> list[int]:
    """What each set of dots in half a cell adds to the character; the lowest bit is the upper dot."""
    return [sum(bit for row, bit in enumerate(bits) if dots >> row & 1) for dots in range(1 << DOTS_DOWN)]


_LEFT_HALVES: Final = _halves(_LEFT)
_RIGHT_HALVES: Final = _halves(_RIGHT)

Place = tuple[float, float]


class Canvas:
    """`width` by `height` cells that show the plane from `low` to `high`; nothing is drawn outside.

    A column of dots is one integer, the lowest bit the uppermost dot, so a stroke costs a few steps a column.

    >>> canvas = Canvas(4, 1, (0, 0), (1, 1))
    >>> canvas.line((0, 0), (1, 1))
    >>> canvas.lines()
    ['⣀⠤⠒⠉']
    """

    def __init__(self, width: int, height: int, low: Place, high: Place) -> None:
        self._height = height
        self._columns = [0] * (DOTS_ACROSS * width)
        self._last = DOTS_DOWN * height - 1
        self._low, self._high = low, high
        self._across = (len(self._columns) - 1) / ((high[0] - low[0]) or 1)
        self._down = self._last / ((high[1] - low[1]) or 1)

    def dot(self, place: Place) -> None:
        """One dot, if it lies within."""
        x, y = self._dots(place)
        self._fill(round(x), round(y), round(y))

    def line(self, start: Place, end: Place) -> None:
        """A straight stroke from one place to another."""
        (left, first), (right, last) = sorted((self._dots(start), self._dots(end)))
        slope = (last - first) / (right - left) if right > left else 0.0
        begin, finish = max(round(left), 0), min(round(right), len(self._columns) - 1)
        before = round(first)
        self._fill(round(left), before, before)
        for x in range(begin, finish + 1):
            y = round(last if x == round(right) else first + slope * (x - left))
            self._fill(x, *((before + 1, y) if y > before else (y, max(before - 1, y))))
            before = y

    def keep_every(self, step: int) -> None:
        """Leaves one dot of so many on each row and column: a fainter stroke, without a colour."""
        rows = [sum(1 << y for y in range(self._last + 1) if (x + y) % step == 1 % step) for x in range(step)]
        self._columns = [dots & rows[x % step] for x, dots in enumerate(self._columns)]

    def lines(self) -> list[str]:
        """The cells, from the top."""
        pairs = list(zip(self._columns[::DOTS_ACROSS], self._columns[1::DOTS_ACROSS], strict=True))
        return [
            "".join(
                chr(0x2800 + _LEFT_HALVES[left >> shift & 15] + _RIGHT_HALVES[right >> shift & 15])
                for left, right in pairs
            )
            for shift in range(0, DOTS_DOWN * self._height, DOTS_DOWN)
        ]

    def _dots(self, place: Place) -> Place:
        return (place[0] - self._low[0]) * self._across, (self._high[1] - place[1]) * self._down

    def _fill(self, x: int, top: int, bottom: int) -> None:
        top, bottom = max(top, 0), min(bottom, self._last)
        if 0 <= x < len(self._columns) and top <= bottom:
            self._columns[x] |= (1 << bottom + 1) - (1 << top)
