"""Writing into an array: which elements were written, and what they held before."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from tutor.events import Array, Operation
from tutor.render.arrays import ARROW, Index, Lit, picture
from tutor.render.page import Lines, Page
from tutor.render.places import lit_by

_ENDLESS = 10_000


def places(event: Operation) -> Lit | None:
    """Lights the elements that were written; where the index cannot be read, those that are others now."""
    assert event.output is not None
    before, now = event.inputs[0].array, event.output.array
    by_key = lit_by(event.arguments.get("key", ""), now.shape)
    if by_key is not None or not shows_before(event):
        return by_key
    pairs = zip(_indices(now), before.values, now.values, strict=True)
    changed = {index for index, old, new in pairs if old != new}
    return lambda index: 0 if index in changed else None


def shows_before(event: Operation) -> bool:
    """Whether it is known what was overwritten; of a large array it is not."""
    assert event.output is not None
    before, now = event.inputs[0].array, event.output.array
    same_form = before.shape == now.shape and len(before.values) == len(now.values)
    return same_form and before.values != now.values


def in_place(event: Operation, page: Page) -> Lines:
    """The array with `old→new` in each element that was written; nothing where the page is too narrow."""
    assert event.output is not None
    result, lit = event.output, places(event)

    def drawn(width: int) -> Lines:
        before = event.inputs[0].array
        return picture(result.array, replace(page, width=width), name=result.name, lit=lit, before=before)

    lines = drawn(page.width)
    return lines if _arrows(lines) == _arrows(drawn(_ENDLESS)) else []


def changes(event: Operation) -> list[tuple[float, float]]:
    """Old and new number of each written element, as far as they are known."""
    assert event.output is not None
    lit = places(event)
    if lit is None or not shows_before(event):
        return []
    now = event.output.array
    pairs = zip(_indices(now), event.inputs[0].array.values, now.values, strict=True)
    return [(old, new) for index, old, new in pairs if lit(index) is not None]


def count(event: Operation) -> int | None:
    """How many elements were written; None where the index cannot be read, or the array is large."""
    assert event.output is not None
    lit, now = places(event), event.output.array
    if lit is None or now.block != now.shape:
        return None
    return sum(lit(index) is not None for index in _indices(now))


def _arrows(lines: Lines) -> int:
    return sum(line.plain.count(ARROW) for line in lines)


def _indices(array: Array) -> list[Index]:
    """The index of each value that is kept, in their order."""
    axes = [
        [*range(held - 1), size - 1] if held else []
        for held, size in zip(array.block, array.shape, strict=True)
    ]
    for axis in range(len(axes) - 2):  # of leading axes that are cut, the first place is kept
        axes[axis] = list(range(array.block[axis]))
    return list(product(*axes))
