"""The pictures of operations, each after its kind: what stays together is seen to stay together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate, zip_longest

from rich.text import Text

from tutor.events import Operand, Operation
from tutor.render import kinds, written
from tutor.render.arrays import FILLED, Index, Lit, Part, along, picture
from tutor.render.page import Lines, Page
from tutor.render.places import lit_by
from tutor.render.product import scheme
from tutor.render.spread import spread, spreads
from tutor.render.width import beside, widest

_ROWS = 8
_FEW_ROWS = 4


def drawing(event: Operation, page: Page) -> Lines:
    """The picture that fits the operation; its arrays in turn where no other does."""
    return _kind(event)(event, page)


def _kind(event: Operation) -> Callable[[Operation, Page], Lines]:
    if event.output is None or not event.inputs:
        return _in_turn
    one, two = len(event.inputs) == 1, len(event.inputs) == 2
    if event.op in kinds.RESHAPES and one:
        return _reshaped
    if event.op in kinds.TURNS and one:
        return _turned
    if event.op in kinds.JOINS:
        return _joined
    if event.op in kinds.REDUCTIONS and one:
        return _reduced
    if event.op in kinds.READS:
        return _indexed
    if event.op in kinds.WRITES:
        return _written
    if event.op == "dot" and two:
        return _multiplied
    return _spread_out if two and spreads(event) else _in_turn


def _pictures(operands: Sequence[Operand], page: Page, lit: Sequence[Lit | None] = ()) -> Lines:
    """Operands side by side where they fit, else below each other and lower."""

    def blocks(rows: int) -> list[Lines]:
        return [
            picture(operand.array, page, name=operand.name, lit=light, rows=rows)
            for operand, light in zip_longest(operands, lit)
        ]

    row = beside(blocks(_ROWS), gap=3)
    return row if widest(row) <= page.width else _below(blocks(_ROWS if len(operands) < 3 else _FEW_ROWS))


def _below(blocks: Sequence[Lines]) -> Lines:
    lines: Lines = []
    for block in blocks:
        lines += [Text(), *block] if lines else block
    return lines


def _in_turn(event: Operation, page: Page) -> Lines:
    return _pictures([*event.inputs, *([event.output] if event.output else [])], page)


def _reshaped(event: Operation, page: Page) -> Lines:
    """Under each other; a vector's ground shows which of its elements become a row."""
    source, result = event.inputs[0], _result(event)
    columns = result.array.shape[-1] if len(result.array.shape) > 1 else 0

    def row(index: Index) -> int:
        return index[0] // columns

    part = row if columns and len(source.array.shape) == 1 else None
    lines = picture(source.array, page, name=source.name, part=part)
    return [*lines, Text(), *picture(result.array, page, name=result.name)]


def _turned(event: Operation, page: Page) -> Lines:
    """The first row, and the column that it becomes."""
    result = _result(event)
    lit: list[Lit | None] = []
    if len(result.array.shape) == 2:
        lit = [lambda index: 1 if index[0] == 0 else None, lambda index: 0 if index[1] == 0 else None]
    return _pictures([event.inputs[0], result], page, lit)


def _joined(event: Operation, page: Page) -> Lines:
    """The inputs, each on a ground of its own, which it keeps in the result."""
    axis, result = kinds.axis_of(event), _result(event)

    def blocks(rows: int) -> list[Lines]:
        return [
            picture(operand.array, page, name=operand.name, part=_constant(number), rows=rows)
            for number, operand in enumerate(event.inputs)
        ]

    part: Part | None = None
    operands = (result, *event.inputs)
    if axis is not None and all(axis < len(operand.array.shape) for operand in operands):
        ends = list(accumulate(operand.array.shape[axis] for operand in event.inputs))
        part = _part_along(axis, ends if event.op == "concat" else range(1, len(event.inputs) + 1))
    row = beside(blocks(_ROWS), gap=3)
    inputs = row if widest(row) <= page.width else _below(blocks(_FEW_ROWS))
    return [*inputs, Text(), *picture(result.array, page, name=result.name, part=part)]


def _constant(number: int) -> Part:
    return lambda _: number


def _part_along(axis: int, ends: Sequence[int]) -> Part:
    return lambda index: bisect_right(ends, index[axis])


def _reduced(event: Operation, page: Page) -> Lines:
    """The numbers along the axis that goes, lit, and the one number that they become."""
    source, result, axis = event.inputs[0], _result(event), kinds.axis_of(event)

    def first(index: Index) -> int | None:
        return FILLED if not any(index) else None

    if axis is None:  # all of them go into one number, unless several axes are named
        whole = result.array.shape in ((), (1,))
        return _pictures([source, result], page, [lambda _: 0, first] if whole else ())
    return _pictures([source, result], page, [along(axis), first])


def _indexed(event: Operation, page: Page) -> Lines:
    """What was taken, lit where it lies."""
    source = event.inputs[0]
    lit = lit_by(event.arguments.get("key", ""), source.array.shape)
    return _pictures([source, _result(event)], page, [lit])


def _written(event: Operation, page: Page) -> Lines:
    """The old number beside the new one; without room for both, the old array beside the new one."""
    source, result, lit = event.inputs[0], _result(event), written.places(event)
    if not written.shows_before(event):
        return picture(result.array, page, name=result.name, lit=lit)
    if both := written.in_place(event, page):
        return both
    before = replace(source, name=page.texts("render.operation.before"))
    return _pictures([before, result], page, [lit, lit])


def _multiplied(event: Operation, page: Page) -> Lines:
    return scheme(event, page) or _in_turn(event, page)


def _spread_out(event: Operation, page: Page) -> Lines:
    return spread(event, kinds.sign_of(event.op) or ",", page) or _in_turn(event, page)


def _result(event: Operation) -> Operand:
    assert event.output is not None
    return event.output
