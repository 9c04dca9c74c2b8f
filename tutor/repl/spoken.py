"""Pictures told in words, for screen readers and for terminals that show nothing but letters.

One sentence a thing, the thing's name first, shapes as they are read aloud: "3 by 4". Nothing hangs on
a sign, a place or a line that is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Final

from rich.text import Text

from tutor.events import Array, Error, Graph, Operand, Operation, Picture, Variable
from tutor.lesson import Step
from tutor.render import graph as tree
from tutor.render import kinds, written
from tutor.render.error import headline
from tutor.render.images import is_right
from tutor.render.markup import body, inline
from tutor.render.numbers import number
from tutor.render.operation import summary
from tutor.render.page import Lines, Page, Texts
from tutor.render.training import Run
from tutor.render.width import one_line, printable, wrap

_FEW: Final = 4
_MORE: Final = "…"


def shape(sizes: Sequence[int], texts: Texts) -> str:
    """A shape as it is read aloud.

    >>> from tutor.lesson import Texts
    >>> shape((3, 4), Texts("en")), shape((3,), Texts("en")), shape((), Texts("en"))
    ('3 by 4', '3', 'no axes')
    """
    if not sizes:
        return texts("repl.words.no_axes")
    return _joined("by", map(str, sizes), texts)


def task(step: Step, status: str, page: Page) -> Lines:
    """The step's task: its title with how it stands, the text, the choices, what is given."""
    texts = page.texts
    parts = [texts(f"render.kind.{step.kind}"), texts(f"repl.words.state.{status or 'to_do'}")]
    lines = _sentence(_about(step.title, parts, texts), page)
    lines += [Text(), *body(step.text, page)]
    if step.goal is not None:
        lines += _sentence(texts("repl.words.goal", goal=number(step.goal)), page)
    for place, option in enumerate(step.options, 1):
        lines += _sentence(texts("repl.words.option", number=place, text=option), page)
    if step.given.strip():
        lines += [Text(), *_sentence(texts("repl.words.given"), page)]
        lines += [Text(line) for line in printable(step.given).rstrip("\n").split("\n")]
    return lines


def variables(shown: Iterable[Variable], page: Page) -> Lines:
    """One sentence a name: shape, dtype, device, values, gradient, whether it is new."""
    lines: Lines = []
    for variable in shown:
        lines += wrap(_plain(_variable(variable, page.texts), page), page.width)
    return lines


def _variable(variable: Variable, texts: Texts) -> str:
    parts: list[str] = []
    if variable.array is None:
        parts += [variable.kind, printable(variable.text).partition("\n")[0]]
    else:
        array = variable.array
        parts += [_shape(array, texts), array.dtype, array.device, _values(array, texts)]
    if variable.has_gradient:
        gradient = _values(variable.gradient, texts) if variable.gradient is not None else ""
        parts.append(texts("repl.words.gradient", values=gradient))
    if variable.change:
        parts.append(texts(f"repl.words.change.{variable.change}"))
    return _about(variable.name, parts, texts)


def operation(event: Operation, page: Page) -> Lines:
    """What went in, what came out, and the sentence on what became of the elements."""
    texts = page.texts
    inputs = _joined("and", (_operand(operand, texts) for operand in event.inputs), texts)
    result = _operand(event.output, texts) if event.output is not None else ""
    code = "written" if event.op in kinds.WRITES else "operation" if inputs else "made"
    sentence = texts(f"repl.words.{code}", op=event.op, inputs=inputs, result=result)
    lines = [*wrap(_plain(sentence, page), page.width), *summary(event, page)]
    if code == "written" and (became := written.changes(event)[: _FEW + 1]):
        pairs = [texts("repl.words.became", old=number(old), new=number(new)) for old, new in became[:_FEW]]
        more = [_MORE] if len(became) > _FEW else []
        lines += wrap(_plain(_joined("comma", [*pairs, *more], texts), page), page.width)
    return lines


def _operand(operand: Operand, texts: Texts) -> str:
    sizes = _shape(operand.array, texts)
    return texts("repl.words.operand", name=operand.name, shape=sizes) if operand.name else sizes


def graph(event: Graph, rows: Sequence[tree.Row], page: Page) -> Lines:
    """One sentence a row, with its number and the numbers of the rows that it comes from."""
    texts = page.texts
    lines: Lines = []
    for index, row in enumerate(rows):
        node = row.node
        parts = [_shape(node.array, texts)] if node.array is not None else []
        parts.append(_values(node.array, texts) if node.array is not None else "")
        if row.arrived is not None:
            parts.append(texts("repl.words.gradient", values=_values(row.arrived, texts)))
        if row.again:
            first = next(other for other in range(index) if rows[other].node.id == node.id)
            parts.append(texts("repl.words.again", number=first + 1))
        if below := [str(other + 1) for other in _below(rows, index)]:
            parts.append(texts("repl.words.from", numbers=_joined("and", below, texts)))
        sentence = _about(str(index + 1), [_name(row), *parts], texts)
        lines += wrap(_plain(sentence, page), page.width)
    return lines


def place(rows: Sequence[tree.Row], index: int, page: Page) -> Text:
    """Where a row of the graph stands: its number and name, what it goes into, what it comes from."""
    texts = page.texts
    depth = rows[index].depth
    above = next((i for i in range(index - 1, -1, -1) if rows[i].depth < depth), None)
    parts = [_name(rows[index])]
    if above is not None:
        parts.append(texts("repl.words.into", number=above + 1, name=_name(rows[above])))
    if below := [f"{other + 1} {_name(rows[other])}" for other in _below(rows, index)]:
        parts.append(texts("repl.words.from", numbers=_joined("and", below, texts)))
    return _plain(_about(str(index + 1), parts, texts), page)


def _below(rows: Sequence[tree.Row], index: int) -> list[int]:
    """The rows of a row's inputs."""
    found: list[int] = []
    for other in range(index + 1, len(rows)):
        if rows[other].depth <= rows[index].depth:
            break
        if rows[other].depth == rows[index].depth + 1:
            found.append(other)
    return found


def _name(row: tree.Row) -> str:
    what = tree.operation(row.node) if row.node.op else ""
    return " ".join(filter(None, (one_line(row.node.name), what))) or "·"


def training(run: Run, page: Page, goal: float | None) -> Lines:
    """The loss at the beginning, now and at its lowest, then one sentence a parameter."""
    texts, (step, loss) = page.texts, run.points[-1]
    lowest_step, lowest = min(run.points, key=lambda point: point[1])
    facts = {
        "step": step,
        "loss": number(loss),
        "first": number(run.points[0][1]),
        "lowest": number(lowest),
        "at": lowest_step,
    }
    lines = _sentence(texts("repl.words.training", **facts), page)
    if goal is not None:
        code = "reached" if lowest <= goal else "not_reached"
        lines += _sentence(texts(f"repl.words.{code}", goal=number(goal)), page)
    arrays = {operand.name: operand.array for operand in run.parameters}
    for (_, name), history in run.norms.items():
        parts = [_shape(arrays[name], texts)] if name in arrays else []
        parts.append(texts("repl.words.norm", norm=number(history[-1])))
        if name in arrays:
            parts.append(_values(arrays[name], texts))
        if truth := run.truths.get(name, ())[:_FEW]:
            parts.append(texts("repl.words.truth", values=" ".join(map(number, truth))))
        lines += wrap(_plain(_about(name, parts, texts), page), page.width)
    return lines


def images(pictures: Sequence[Picture], page: Page, most: int) -> Lines:
    """How many there are and how many were predicted right, then a sentence on each of the first `most`."""
    texts = page.texts
    judged = [picture for picture in pictures if picture.prediction]
    right = sum(map(is_right, judged))
    lines = _sentence(texts("repl.words.images", count=len(pictures)), page)
    if judged:
        lines += _sentence(texts("repl.words.judged", right=right, wrong=len(judged) - right), page)
    for place, picture in enumerate(pictures[:most], 1):
        parts = [texts("repl.words.label", label=picture.label)] if picture.label else []
        if picture.prediction:
            parts.append(texts("repl.words.prediction", prediction=picture.prediction))
            parts.append(texts("repl.words.hit" if is_right(picture) else "repl.words.miss"))
        sentence = _about(str(place), parts, texts)
        lines += wrap(_plain(sentence, page), page.width)
    return lines


def error(event: Error, source: str, page: Page) -> Lines:
    """What went wrong, where in the cell, Python's own words, and the shapes of the operands."""
    texts = page.texts
    lines = [*_sentence(texts("repl.words.error"), page), *wrap(headline(event, page), page.width)]
    rows = printable(source).split("\n")
    if 0 <= event.line < len(rows):
        row = rows[event.line]
        end = event.end_column if event.end_line == event.line else len(row)
        part = row[event.column : end] if 0 <= event.column < end else row
        place = texts("repl.words.in_line", number=event.line + 1, code=part.strip())
        lines += wrap(_plain(place, page), page.width)
    own = "" if "reason" in event.facts else event.message.strip()  # an engine's may give the answer away
    lines += wrap(_plain(_about(event.name, [own], texts) if own else event.name, page), page.width)
    for operand in event.operands:
        shaped = _about(operand.name or str(event.facts.get("op", "")), [_shape(operand.array, texts)], texts)
        lines += wrap(_plain(shaped, page), page.width)
    return lines


def _shape(array: Array, texts: Texts) -> str:
    return texts("repl.words.shape", shape=shape(array.shape, texts))


def _values(array: Array | None, texts: Texts) -> str:
    """A few values in full, else the lowest and the highest."""
    if array is None:
        return ""
    if 0 < len(array.values) <= _FEW and array.block == array.shape:
        return texts("repl.words.values", values=" ".join(map(number, array.values)))
    if array.low is None or array.high is None:
        return texts("repl.words.unseen")
    if array.low == array.high:
        return texts("repl.words.all_equal", value=number(array.low))
    return texts("repl.words.range", low=number(array.low), high=number(array.high))


def _about(name: str, parts: Iterable[str], texts: Texts) -> str:
    return texts("repl.words.about", name=name, text=_joined("comma", filter(None, parts), texts))


def _joined(code: str, parts: Iterable[str], texts: Texts) -> str:
    """The parts in one, as the language joins two of them."""
    return reduce(lambda first, second: texts(f"repl.words.{code}", first=first, second=second), parts)


def _plain(text: str, page: Page) -> Text:
    """What may hold a learner's own characters, which are no markup."""
    return Text(one_line(text), page.palette.fg)


def _sentence(markup: str, page: Page) -> Lines:
    return wrap(inline(markup, page.palette), page.width)
