"""What the last operation did to shapes and values: its name, a picture, one sentence."""

from __future__ import annotations

from math import prod

from rich.text import Text

from tutor.events import Operation
from tutor.render import kinds, written
from tutor.render.drawings import drawing
from tutor.render.markup import inline
from tutor.render.page import Lines, Page
from tutor.render.palette import Palette
from tutor.render.shape import arrow, shape
from tutor.render.width import cut, one_line, widest, wrap


def panel(event: Operation, page: Page) -> Lines:
    """The operation's name, its arrays, and in one line what became of them."""
    head = Text().append(f"{page.texts('render.operation.last')}  ", page.palette.dim)
    lines = [cut(head.append(one_line(event.op), page.palette.strong), page.width)]
    for part in (drawing(event, page), summary(event, page)):
        if part:
            lines += [Text(), *part]
    return lines


def shapes(event: Operation, palette: Palette) -> Text:
    """The operation in shapes alone: `(12,) → (3, 4)`; empty where it made no array."""
    if event.output is None:
        return Text()
    inputs = [shape(operand.array.shape, palette) for operand in event.inputs]
    result = shape(event.output.array.shape, palette)
    if not inputs:
        return result
    sign = kinds.sign_of(event.op)
    return arrow(palette, inputs, result, sign=f" {sign}" if sign and len(inputs) == 2 else ",")


def summary(event: Operation, page: Page) -> Lines:
    """One sentence on what became of the elements, and whether they were copied."""
    if event.output is None:
        return []
    palette, texts = page.palette, page.texts
    code, facts = _what(event)
    line = inline(texts(f"render.operation.{code}", **facts), palette)
    if event.inputs and event.op in kinds.RESHAPES | kinds.TURNS | kinds.READS:
        copied = Text(texts("render.operation.view" if event.view else "render.operation.copy"), palette.dim)
        whole = Text.assemble(line, ("  ·  ", palette.faint), copied)
        return [whole] if widest([whole]) <= page.width else [*wrap(line, page.width), copied]
    return wrap(line, page.width)


def _what(event: Operation) -> tuple[str, dict[str, object]]:
    """The sentence's code and its facts."""
    assert event.output is not None
    after = prod(event.output.array.shape)
    if not event.inputs:
        return "made", {"count": after}
    first = event.inputs[0].array.shape
    before, axis = prod(first), kinds.axis_of(event)
    if event.op == "dot" and len(event.inputs) == 2 and first:
        return "dot", {"count": first[-1]}
    if event.op in kinds.JOINS and axis is not None:
        sizes = [
            str(operand.array.shape[axis]) for operand in event.inputs if axis < len(operand.array.shape)
        ]
        total = event.output.array.shape[axis] if axis < len(event.output.array.shape) else 0
        return event.op, {
            "axis": axis,
            "sizes": " + ".join(sizes),
            "total": total,
            "count": len(event.inputs),
        }
    if event.op in kinds.REDUCTIONS and axis is not None and axis < len(first):
        return "reduced", {"axis": axis, "count": first[axis]}
    if event.op in kinds.WRITES:
        some = written.count(event)
        return ("written", {}) if some is None else ("written_some", {"count": some, "total": after})
    if event.op == "pick":
        return "picked", {}
    if event.op == "softmax" and axis in (None, len(first) - 1):
        return "normed", {}
    if kinds.sign_of(event.op) and len({operand.array.shape for operand in event.inputs}) > 1:
        return "spread", {"shape": event.output.array.shape}
    if before == after and event.op not in kinds.RESHAPES | kinds.TURNS:
        return "elementwise", {}
    return "elements", {"before": before, "after": after}
