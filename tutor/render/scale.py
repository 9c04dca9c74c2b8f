"""The scale of a curve's axis: its ends, and where its round numbers stand."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.record import record
from tutor.render.braille import DOTS_DOWN
from tutor.render.numbers import number

_ROUND = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_WORTH = 0.8
_BELOW = 0.2
_WITHIN = 30


@record
class Scale:
    """A numbers' axis: its ends, in logarithms where `log`, and the places of its labels."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    log: bool

    def at(self, value: float) -> float:
        return math.log10(value) if self.log else value

    def line(self, place: float, height: int) -> int:
        """The line from the top, of `height`, on which a place between the ends is drawn."""
        dots = DOTS_DOWN * height
        return height - 1 - int((place - self.low) / (self.high - self.low) * (dots - 1)) // DOTS_DOWN


def scale_for(values: Sequence[float], height: int, log: bool) -> tuple[Scale, int]:
    """A scale for the values on about `height` lines, and how many lines it takes.

    >>> scale, height = scale_for([0.01, 100.0], 10, log=True)
    >>> [label for _, label in scale.ticks], height
    (['100', '10', '1', '0.1', '0.01'], 10)
    >>> scale, height = scale_for([0.5, 23.0], 8, log=False)
    >>> [scale.line(place, height) for place, _ in scale.ticks]
    [8, 6, 4, 2, 0]
    """
    if not log:
        steps = _steps(min(values), max(values))
        apart = len(steps.ticks) - 1
        return steps, _near(apart * round((height - 1) / apart) + 1, height)
    if max(values) / min(values) < _WITHIN:
        return _within_a_power(min(values), max(values)), height
    height = _even(values, height)
    return _decades(values, height), height


def _powers(values: Sequence[float]) -> tuple[float, int]:
    """The ends of a logarithmic axis: a little below the lowest value, a whole power above the highest."""
    high = math.ceil(math.log10(max(values)))
    return min(math.log10(min(values)) - _BELOW, high - 1), high


def _even(values: Sequence[float], height: int) -> int:
    """The height, or up to two lines more or one less where every power then takes equally many lines."""
    low, high = _powers(values)
    return _near(math.ceil(max(1, round(height / (high - low))) * (high - low)) + 1, height)


def _near(needed: int, height: int) -> int:
    """The lines that would be needed, if that is not far from the height; else the height."""
    return needed if height - 1 <= needed <= height + 2 else height


def _decades(values: Sequence[float], height: int) -> Scale:
    """Powers of ten, or every so many of them, a whole number of lines apart, at little cost of room."""
    low, high = _powers(values)
    dots = DOTS_DOWN * height - 1
    a_power, each = dots / (high - low), 1
    while (even := each * a_power // DOTS_DOWN * DOTS_DOWN) < _WORTH * each * a_power:
        each += 1
    low = high - dots * each / even
    ticks = tuple((float(power), _power(power)) for power in range(high, math.ceil(low) - 1, -each))
    return Scale(low, high, ticks, True)


def _within_a_power(low: float, high: float) -> Scale:
    """A logarithmic axis for values close together, with 1, 2 and 5 of each power of ten."""
    first, last = math.log10(low) - _BELOW / 2, math.log10(high) + _BELOW / 2
    powers = range(math.floor(first), math.ceil(last) + 1)
    marks = [digit * 10.0**power for power in powers for digit in (1, 2, 5)]
    inside = [mark for mark in marks if first <= math.log10(mark) <= last]
    ticks = tuple((math.log10(mark), number(mark)) for mark in inside or (low,))
    return Scale(first, last, ticks, True)


def _power(exponent: int) -> str:
    """A power of ten as short as it can be.

    >>> [_power(exponent) for exponent in (2, 0, -2, -3, 6)]
    ['100', '1', '0.01', '1e-3', '1e6']
    """
    return f"{10.0**exponent:.{max(0, -exponent)}f}" if -2 <= exponent <= 4 else f"1e{exponent}"


def _steps(low: float, high: float) -> Scale:
    """Round numbers, about five of them, from below the lowest to above the highest."""
    each = round_up((high - low) / 4 or abs(high) / 4 or 0.25)
    first, last = math.floor(low / each), math.ceil(high / each)
    last = max(last, first + 1)
    ticks = tuple((index * each, number(index * each)) for index in range(first, last + 1))
    return Scale(first * each, last * each, ticks, False)


def round_up(value: float) -> float:
    """The next number that starts with one of a few digits, so that an axis does not grow at each step.

    >>> round_up(187), round_up(0.07), round_up(3)
    (200.0, 0.08, 3.0)
    """
    unit = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next((step * unit for step in _ROUND if step * unit >= value * (1 - 1e-9)), value)
