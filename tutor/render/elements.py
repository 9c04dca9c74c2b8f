"""Single elements of the arrays that events carry, by their index, as far as their values were sent."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import islice, product

from tutor.events import Array
from tutor.render.arrays import Index


class Unknown(Exception):
    """The number is not among those that were sent."""


def number_at(array: Array, index: Index) -> float:
    """The element at an index of a shape to which the array broadcasts; `Unknown` where it was not sent.

    >>> number_at(Array((2, 1), "float32", "cpu(0)", (5.0, 6.0), (2, 1)), (1, 3))
    6.0
    """
    axes = len(array.shape)
    own = ((0,) * max(0, axes - len(index)) + index)[max(0, len(index) - axes) :]
    place = 0
    for at, size, held in zip(own, array.shape, array.block, strict=True):
        at = 0 if size == 1 else at
        if at >= held - 1 and held < size and not held == 1 > at:
            if at != size - 1:
                raise Unknown
            at = held - 1
        place = place * held + at
    if place >= len(array.values):
        raise Unknown
    return array.values[place]


def some(shape: Sequence[int], most: int) -> list[Index]:
    """The first `most` indices of a shape, in the order of its elements."""
    return list(islice(product(*map(range, shape)), most))


def along(index: Index, axis: int, size: int) -> Iterator[Index]:
    """All indices that differ from one along an axis alone."""
    return ((*index[:axis], at, *index[axis + 1 :]) for at in range(size))


def stretched(index: Index, own: Sequence[int], whole: Sequence[int]) -> list[Index]:
    """Where an element of an array stands in the shape to which the array is stretched.

    >>> stretched((0, 1), (1, 2), (3, 2))
    [(0, 1), (1, 1), (2, 1)]
    """
    missing = len(whole) - len(own)
    if missing < 0:
        return [index]
    sizes = (1,) * missing + tuple(own)
    at = (0,) * missing + index
    ways = [
        range(size) if mine == 1 else (place,) for place, mine, size in zip(at, sizes, whole, strict=True)
    ]
    return list(product(*ways))


def reduced(index: Index, arguments: dict[str, str], whole: Sequence[int]) -> Index:
    """Where the result of a reduction along `axis` holds what an element went into."""
    axes = _axes(arguments.get("axis", "None"), len(whole))
    kept = arguments.get("keepdims", "False") not in ("False", "0")
    if kept:
        return tuple(0 if axis in axes else place for axis, place in enumerate(index))
    return tuple(place for axis, place in enumerate(index) if axis not in axes) or (0,)


def _axes(text: str, count: int) -> set[int]:
    """The axes that an argument names; all for None. `Unknown` for what is no axis."""
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        raise Unknown from None
    if value is None or value == ():
        return set(range(count))
    axes = value if isinstance(value, tuple | list) else (value,)
    if not count or not all(isinstance(axis, int) for axis in axes):
        raise Unknown
    return {axis % count for axis in axes}
