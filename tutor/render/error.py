"""A cell that raised: one headline, the arrays that did not fit, and what would have."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from math import prod

from rich.text import Text

from tutor.events import Array, Error, Operand
from tutor.render import kinds
from tutor.render.arrays import along, picture
from tutor.render.code import highlight
from tutor.render.edge import at_edge, inside, readable
from tutor.render.markup import inline
from tutor.render.numbers import align
from tutor.render.page import Lines, Page
from tutor.render.palette import Palette
from tutor.render.plain import engine_words, python_words
from tutor.render.pointer import clashing
from tutor.render.shape import arrow, shape
from tutor.render.signs import ERROR
from tutor.render.width import HARD_BLANK, beside, cut, flush, fold, one_line, pad, printable, widest, wrap

_GAPS = (7, 3)
_LONGEST = 8
_ROWS = 8
"""What a message says behind so many is read in the traceback."""
_NARROW = 20
_CLASHES = {"dot": "dot", "setitem": "setitem"}


def error(event: Error, page: Page, *, full: bool = False, small: bool = False) -> Lines:
    """The headline with the error's class, then the operands with what clashes lit.

    `full`: the traceback in their place. `small`: only the numbers that should have met, where few rows
    are left for the work.
    """
    room, palette = inside(page), page.palette
    measure = inside(readable(page)).width
    name = Text(one_line(event.name), palette.dim)
    spare = measure - widest([name]) - 2
    head, *more = wrap(headline(event, page), spare if spare >= _NARROW else measure)
    lines = [flush(head, name, measure), *more]
    if spare < _NARROW:
        lines += wrap(name, measure)
    own = printable(event.message).strip()
    words = python_words(event, page.texts)
    if own and words is not None and _letters(own) != _letters(words):
        lines += wrap(Text().append(own, palette.dim), measure)
    if not full and len(lines) > _ROWS:
        lines = [*lines[: _ROWS - 1], Text("⋯", palette.dim)]
    if full:
        lines += [Text(), *fold(Text().append(printable(event.traceback).rstrip(), palette.dim), room.width)]
    elif pictures := _pictures(event, room, small):
        lines += [Text(), *pictures]
    return at_edge(lines, Text(ERROR, palette.wrong + palette.bold))


def fits(event: Error, page: Page) -> Lines:
    """Code that would have fitted, with its shapes; to be shown no sooner than the first hint."""
    room, palette = inside(page), page.palette
    label = f"{page.texts('render.error.fits')}    "
    rows: list[tuple[Text, Text]] = []
    for code, sizes in zip_longest(event.facts.get("fits", ()), event.facts.get("gives", ())):
        if code is not None:
            shapes = _worked_out(str(code), event, page) or _result(sizes, palette)
            rows.append((highlight(one_line(str(code)), palette), shapes))
    column = widest(code for code, _ in rows) + 2
    codes = [Text.assemble(pad(code, column), shapes) for code, shapes in rows]
    caption = [Text(label, palette.dim)] if rows else []
    lines = beside([caption, codes], gap=0)
    if widest(lines) > room.width:
        lines = [*caption, *codes]
    return at_edge([cut(line, room.width) for line in lines])


def _letters(sentence: str) -> str:
    """What two sentences that say the same have in common."""
    return re.sub(r"\W", "", sentence).lower()


def _result(sizes: Sequence[int] | None, palette: Palette) -> Text:
    """The shape that code gives, if it is known."""
    return Text() if sizes is None else Text("→ ", palette.dim).append_text(shape(sizes, palette))


def headline(event: Error, page: Page) -> Text:
    """What went wrong in one sentence, in the page's language where that is known."""
    palette = page.palette
    code, facts = _clash(event)
    if code:
        sentence = page.texts(f"render.error.{code}", **facts).replace(" ≠ ", f"{HARD_BLANK}≠{HARD_BLANK}")
        line = inline(f"**{sentence}**", palette)
        line.highlight_regex("≠", palette.wrong)
        return line
    words = python_words(event, page.texts) or engine_words(event, page.texts)
    if words is not None:
        return inline(f"**{words}**", palette)
    op, reason = event.facts.get("op"), event.facts.get("reason")
    message = f"{op}: {reason}" if op and reason else event.message
    return Text().append(printable(message).strip() or one_line(event.name), palette.strong)


def _clash(event: Error) -> tuple[str, dict[str, object]]:
    """The sentence for two operands that do not fit, with the sizes that differ; "" for other errors."""
    pairs = clashing(event.facts)
    if len(pairs) < 2 or any(axis < 0 for _, axis in pairs[:2]):
        return "", {}
    (left, i), (right, j) = pairs[:2]
    op = str(event.facts.get("op", ""))
    broadcasts = kinds.sign_of(op) and op not in ("dot", "batch_dot")
    code = "broadcast" if broadcasts else "concat" if op in kinds.JOINS else _CLASHES.get(op, "axes")
    sizes = {"first": f"{{{i % 4}:{left[i]}}}", "second": f"{{{j % 4}:{right[j]}}}"}
    return code, {"op": op, **sizes, "axis": f"{{{i % 4}:{i}}}"}


def _pictures(event: Error, page: Page, small: bool) -> Lines:
    """The operands whose arrays are known, each with the numbers along its clashing axis lit."""
    pairs = clashing(event.facts)
    known = [
        (operand, axis)
        for operand, (sizes, axis) in zip(event.operands, pairs, strict=False)
        if operand.array.shape == sizes
    ]
    if len(known) < 2 or len(known) != len(pairs):
        return []
    meeting = _meeting(known, page)
    if small:
        return meeting
    blocks = [
        picture(operand.array, page, name=operand.name, lit=along(axis), inset=2, rows=6)
        for operand, axis in known
    ]
    for gap in _GAPS:
        row = beside(blocks, gap=gap)
        if widest(row) <= page.width:
            break
    else:
        row = [line for block in blocks for line in [*block, Text()]][:-1]
    return [*row, Text(), *meeting] if meeting else row


def _meeting(known: Sequence[tuple[Operand, int]], page: Page) -> Lines:
    """The numbers that should have met, one line an operand, `?` where one has no partner."""
    (first, i), (second, j) = known[:2]
    if min(i, j) < 0:
        return []
    fibres = [_fibre(first.array, i), _fibre(second.array, j)]
    longest = max(map(len, fibres))
    if len(known) > 2 or not all(fibres) or longest > _LONGEST:
        return []
    palette = page.palette
    texts = align([number for fibre in fibres for number in fibre])
    labels = [_label(operand, axis, page) for operand, axis in known]
    column = widest(labels) + 2
    lines: Lines = []
    for label, fibre, (_, axis), row in zip(
        labels, fibres, known, (texts[: len(fibres[0])], texts[len(fibres[0]) :]), strict=True
    ):
        line = pad(label, column)
        for text in row:
            line.append(f" {text} ", palette.slice(axis))
        for _ in range(longest - len(fibre)):
            line.append(" " + "?".rjust(len(texts[0])) + " ", palette.wrong + palette.bold)
        tail = page.texts("render.error.numbers", count=len(fibre), axis=axis)
        line.append("   ").append_text(inline(tail, palette, palette.dim))
        lines.append(line)
    return lines if widest(lines) <= page.width else []


def _fibre(array: Array, axis: int) -> tuple[float, ...]:
    """The numbers along an axis where every other index is 0; empty where they are not all known."""
    if not array.values or array.block[axis] != array.shape[axis]:
        return ()
    step = prod(array.block[axis + 1 :])
    return array.values[: step * array.shape[axis] : step]


def _label(operand: Operand, axis: int, page: Page) -> Text:
    code = ("column", "row")[axis] if len(operand.array.shape) == 2 else "along"
    words = page.texts(f"render.error.{code}", name=operand.name or "?", axis=axis)
    return inline(words, page.palette, page.palette.dim)


def _worked_out(code: str, event: Error, page: Page) -> Text:
    """The shapes of code that would fit, `(3, 4) · (4, 3) → (3, 3)`; nothing where they cannot be told."""
    pairs, names = clashing(event.facts), event.facts.get("names", ())
    op, sizes = str(event.facts.get("op", "")), []
    for name, (own, _) in zip(names, pairs, strict=False):
        found = re.search(rf"(?<![\w.]){re.escape(name)}(\.T)?(?![\w.])", code) if name else None
        if found is None:
            return Text()
        sizes.append(own[::-1] if found.group(1) else own)
    if op != "dot" or len(sizes) != 2 or not all(sizes) or sizes[0][-1] != sizes[1][0]:
        return Text()
    inputs = [shape(own, page.palette) for own in sizes]
    result = sizes[0][:-1] + sizes[1][1:]
    return arrow(page.palette, inputs, shape(result or (1,), page.palette), sign=" ·")
