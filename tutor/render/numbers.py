"""Numbers for pictures: at most four significant digits, aligned on the point."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.events import Array


def number(value: float) -> str:
    """A number in at most four significant digits; whole numbers below a million in full.

    >>> [number(v) for v in (11.0, 0.54881, -3.3852, 1000, 12345, 0.00001234, 6.02e23, float("nan"), -0.0)]
    ['11', '0.5488', '-3.385', '1000', '12345', '1.234e-5', '6.02e23', 'nan', '0']
    """
    if not math.isfinite(value):
        return str(float(value))
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    text = f"{value:.4g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        if "." in mantissa:
            mantissa = mantissa.rstrip("0").rstrip(".")
        return f"{mantissa}e{int(exponent)}"
    return text


def align(values: Sequence[float]) -> list[str]:
    """The numbers as strings of one width, their points under each other.

    >>> align([1.994, -3.385, 11])
    [' 1.994', '-3.385', '11    ']
    >>> align([9, 10])
    [' 9', '10']
    """
    texts = [number(value) for value in values]
    if any("e" in text for text in texts):
        width = max(map(len, texts))
        return [text.rjust(width) for text in texts]
    wholes = [text.partition(".")[0] for text in texts]
    tails = [text[len(whole) :] for text, whole in zip(texts, wholes, strict=True)]
    before, after = max(map(len, wholes), default=0), max(map(len, tails), default=0)
    return [whole.rjust(before) + tail.ljust(after) for whole, tail in zip(wholes, tails, strict=True)]


def span(array: Array) -> str:
    """An array's values in one word or two: its only value, or its lowest and highest.

    >>> span(Array((3,), "float32", "cpu(0)", (0.0, 1.0, 2.0), (3,), 0.0, 2.0))
    '0 … 2'
    """
    if array.low is None or array.high is None:
        bad = next((value for value in array.values if not math.isfinite(value)), None)
        return number(bad) if bad is not None else "–"
    low, high = number(array.low), number(array.high)
    return low if low == high else f"{low} … {high}"
