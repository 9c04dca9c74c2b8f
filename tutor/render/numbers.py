"""Numbers for pictures: at most four significant digits, aligned on the point."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.events import Array


def number(value: float, digits: int = 4) -> str:
    """A number in at most `digits` significant digits; whole numbers below a million in full.

    Of fewer digits no power of ten is made where the whole part is as short.

    >>> [number(v) for v in (11.0, 0.54881, -3.3852, 1000, 12345, 0.00001234, 6.02e23, float("nan"), -0.0)]
    ['11', '0.5488', '-3.385', '1000', '12345', '1.234e-5', '6.02e23', 'nan', '0']
    >>> [number(v, 2) for v in (419.6, -1494.3, 99.5, 123456.7)]
    ['420', '-1494', '100', '1.2e5']
    """
    if not math.isfinite(value):
        return str(float(value))
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        short = f"{mantissa}e{int(exponent)}"
        whole = f"{value:.0f}"
        return whole if abs(value) >= 1 and len(whole) <= len(short) else short
    return text


def align(values: Sequence[float], digits: int = 4) -> list[str]:
    """The numbers as strings of one width, their points under each other.

    The largest gets `digits` significant digits, the others as many decimals as it has; what would
    round to nothing keeps a digit of its own.

    >>> align([1.994, -3.385, 11])
    [' 1.99', '-3.38', '11   ']
    >>> align([9, 10]), align([0.25, 1e-9])
    ([' 9', '10'], ['0.25', '1e-9'])
    """
    finite = [abs(value) for value in values if math.isfinite(value) and value]
    power = math.floor(math.log10(max(finite))) if finite else 0
    texts = [_rounded(value, digits - 1 - power, digits) for value in values]
    plain = [text for text in texts if "e" not in text and "n" not in text]
    after = max((len(text.partition(".")[2]) for text in plain), default=0)
    tail = after + 1 if after else 0
    padded = [
        text + " " * (tail - len(text) + len(text.partition(".")[0])) if text in plain else text
        for text in texts
    ]
    width = max(map(len, padded), default=0)
    return [text.rjust(width) for text in padded]


def _rounded(value: float, decimals: int, digits: int) -> str:
    """One number of several: whole in full, else with so many decimals and no idle zeros."""
    if not math.isfinite(value) or value == int(value) or not 0 < decimals < 8:
        return number(value, digits)
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return number(value, 1) if text in ("0", "-0") else text


def span(array: Array, digits: int = 4) -> str:
    """An array's values in one word or two: its only value, or its lowest and highest.

    >>> span(Array((3,), "float32", "cpu(0)", (0.0, 1.0, 2.0), (3,), 0.0, 2.0))
    '0 … 2'
    """
    if array.low is None or array.high is None:
        bad = next((value for value in array.values if not math.isfinite(value)), None)
        return number(bad) if bad is not None else "–"
    low, high = number(array.low, digits), number(array.high, digits)
    return low if low == high else f"{low} … {high}"
