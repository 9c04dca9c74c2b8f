"""What holds for every picture of anything: it fits its page, uses its palette, and never raises."""

from __future__ import annotations

import base64
from collections.abc import Callable
from math import prod

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from tutor import events
from tutor.lesson.model import Step
from tutor.progress import StepState
from tutor.render import (
    arrays,
    cells,
    error,
    graph,
    help,
    images,
    markup,
    operation,
    outline,
    pointer,
    product,
    rule,
    step,
    strips,
    training,
    variables,
    verdict,
)
from tutor.render.edge import EDGE
from tutor.render.page import Lines, Page
from tutor.render.palette import DARK, LIGHT, MONO
from tutor.session.outline import Outline, OutlineLesson, OutlinePart, OutlineStep

texts = st.one_of(
    st.sampled_from(
        [
            "",
            "X",
            "数据操作",
            "a_very_long_name_that_no_column_holds",
            "🙂👩‍🔬",
            "[red]x[/]",
            "\x1b[31mred\x1b[0m\t|",
        ]
    ),
    st.text(max_size=30),
)
numbers = st.floats(width=32) | st.sampled_from([0.0, 1.0, -0.01, 123456.0, 1e-9])
OPS = (
    "reshape",
    "transpose",
    "concat",
    "stack",
    "sum",
    "max",
    "dot",
    "add",
    "getitem",
    "setitem",
    "exp",
    "数",
)


@st.composite
def an_array(draw: st.DrawFn) -> events.Array:
    shape = tuple(draw(st.lists(st.integers(0, 5) | st.sampled_from([28, 1000]), max_size=5)))
    block = shape
    if prod(shape) > 64:
        last = [min(size, 8 if len(shape) > 1 else 64) for size in shape[-2:]]
        block = (1,) * (len(shape) - len(last)) + tuple(last)
    some = draw(st.lists(numbers, min_size=1, max_size=6))
    values = tuple(some[index % len(some)] for index in range(prod(block)))
    if draw(st.integers(0, 9)) == 0:
        values = ()  # what is not numeric is sent without values
    low, high = (min(values), max(values)) if values and all(abs(v) < 1e30 for v in values) else (None, None)
    return events.Array(
        shape, draw(st.sampled_from(["float32", "int32"])), "cpu(0)", values, block, low, high
    )


operands = st.builds(events.Operand, an_array(), texts)
arguments = st.dictionaries(
    st.sampled_from(["axis", "dim", "key", "rhs", "lhs", "shape"]),
    st.sampled_from(["0", "-1", "1", "(0, 1)", "1:3", "(slice(1, 2, None), 0)", "...", "", "None", "2.5"])
    | texts,
)
operations = st.builds(
    events.Operation,
    op=st.sampled_from(OPS),
    inputs=st.lists(operands, max_size=3).map(tuple),
    output=st.none() | operands,
    arguments=arguments,
    view=st.booleans(),
)
namespaces = st.lists(
    st.builds(
        events.Variable,
        name=texts,
        kind=texts,
        text=texts,
        array=st.none() | an_array(),
        gradient=st.none() | an_array(),
        has_gradient=st.booleans(),
        change=st.sampled_from(["", "new", "changed"]),
    ),
    max_size=6,
)
maybe_arrays = st.lists(st.none() | an_array(), max_size=3).map(tuple)


@st.composite
def a_graph(draw: st.DrawFn) -> events.Graph:
    count = draw(st.integers(0, 7))
    nodes = tuple(
        events.Node(
            id=id,
            op=draw(st.sampled_from(["", *OPS])),
            name=draw(texts),
            inputs=tuple(draw(st.lists(st.integers(0, max(0, id - 1)), max_size=3 if id else 0))),
            array=draw(st.none() | an_array()),
            gradient=draw(st.none() | an_array()),
            arguments=draw(arguments),
            rules=tuple(
                draw(st.lists(st.sampled_from(["g · bᵀ", "aᵀ · g", "g", "g × b", "sum of g"]), max_size=3))
            ),
            passes=draw(maybe_arrays),
        )
        for id in reversed(range(count))
    )
    return events.Graph(nodes=nodes, heads=(count - 1, 99), recorded=count)


@st.composite
def an_error(draw: st.DrawFn) -> events.Error:
    arrays = draw(st.lists(operands, max_size=3))
    facts = {
        "op": draw(st.sampled_from(OPS)),
        "shapes": [list(operand.array.shape) for operand in arrays],
        "names": [operand.name for operand in arrays],
        "axes": draw(st.lists(st.integers(-1, 4), max_size=3)),
        "fits": draw(st.lists(st.sampled_from(["nd.dot(X, Y.T)", "Y.T"]) | texts, max_size=2)),
        "gives": draw(st.lists(st.lists(st.integers(0, 1000), max_size=5), max_size=2)),
    }
    return events.Error(
        name=draw(st.sampled_from(["MXNetError", "NameError", "KeyError", "SyntaxError", "数"])),
        message=draw(texts | st.just("name 'x' is not defined")),
        traceback=draw(texts),
        line=draw(st.integers(-1, 3)),
        column=draw(st.integers(-1, 30)),
        end_line=draw(st.integers(-1, 3)),
        end_column=draw(st.integers(-1, 40)),
        facts=draw(st.just({}) | st.just(facts)),
        operands=tuple(arrays),
    )


samples = st.integers(1, 2).flatmap(
    lambda width: st.lists(st.tuples(st.tuples(*[numbers] * width), numbers), min_size=3, max_size=20).map(
        lambda rows: events.Samples("w", "", tuple(x for x, _ in rows), tuple(y for _, y in rows))
    )
)
trainings = st.builds(
    events.Training,
    cell=st.integers(0, 12),
    points=st.lists(st.tuples(st.integers(1, 5000), numbers), max_size=40).map(lambda p: tuple(sorted(p))),
    norms=st.lists(st.tuples(texts, st.lists(numbers, min_size=1, max_size=4).map(tuple)), max_size=4).map(
        tuple
    ),
    parameters=st.lists(operands, max_size=3).map(tuple),
    rate=st.floats(0, 1e6),
    epochs=st.lists(
        st.builds(
            events.Epoch,
            st.integers(0, 5000),
            st.integers(0, 200),
            st.lists(st.tuples(texts, numbers)).map(tuple),
        ),
        max_size=5,
    ).map(tuple),
    settings=st.lists(st.tuples(st.sampled_from(["lr", "num_epochs"]), numbers), max_size=2).map(tuple),
    truths=st.lists(st.tuples(texts, st.lists(numbers, max_size=4).map(tuple)), max_size=2).map(tuple),
    samples=st.none() | samples,
)
DOCUMENTED = """Adds `x`.

Parameters
----------
x, y : int or tuple of int
    What to add, such as `(2, 3)`.

Examples
--------
>>> 1 + 1
2

See also
--------
nd.zeros
"""
lookups = st.builds(
    events.Help,
    name=texts,
    signature=st.sampled_from(["f(a, b=(1, 2), *, c='数')", "f", ""]) | texts,
    text=st.just(DOCUMENTED) | texts,
    source=texts,
    members=st.lists(st.tuples(texts, texts), max_size=5).map(tuple),
)


@st.composite
def pictures(draw: st.DrawFn) -> list[events.Picture]:
    sizes = draw(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 90)), max_size=4))
    grey = bytes(range(256)) * 11
    return [
        events.Picture(h, w, base64.b64encode(grey[: h * w]).decode(), draw(texts), draw(texts))
        for h, w in sizes
    ]


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    def a_step(number: int) -> OutlineStep:
        state = StepState(draw(st.sampled_from(["", "begun", "done", "skipped"])))
        rows = ("D01", "D02", "D03", "X")
        return OutlineStep(f"s{number}", draw(texts), "write", rows, state, due=draw(st.booleans()))

    lessons = tuple(
        OutlineLesson(
            f"l{number}", draw(texts), tuple(a_step(place) for place in range(draw(st.integers(0, 14))))
        )
        for number in range(draw(st.integers(0, 3)))
    )
    return Outline((OutlinePart("p", draw(texts), lessons), OutlinePart("q", draw(texts), ())))


steps = st.builds(
    Step,
    id=st.just("a-step"),
    title=texts.filter(bool),
    kind=st.sampled_from(["write", "predict", "choose", "train"]),
    text=texts.filter(bool),
    given=texts.filter(bool),
    solution=st.just("x"),
    options=st.lists(texts.filter(bool), max_size=3).map(tuple),
    why=st.just("w"),
    goal=st.none() | st.floats(1e-6, 10),
)


def _errors(event: events.Error, page: Page) -> Lines:
    source = "Z = nd.dot(X, 数) + b\nprint(Z)"
    drawn = cells.prompt(7, source, page, under=pointer.pointer(event, source, page))
    drawn += pointer.excerpt(event, source, page)
    return drawn + error.error(event, page) + error.error(event, page, full=True) + error.fits(event, page)


def _graphs(event: events.Graph, page: Page) -> Lines:
    drawn = graph.tree(event, page, chosen=0) + graph.tree(event, page, folded={2})
    return drawn + [line for node in event.nodes for line in rule.rule(event, node.id, page)]


def _trainings(messages: list[events.Training], page: Page) -> Lines:
    run = training.Run()
    for message in messages:
        run.add(message)
    return training.panel(run, page, ghosts=[run, run], goal=0.01) + training.panel(
        run, page, log=False, height=5
    )


def _helps(event: events.Help, page: Page) -> Lines:
    return help.entry(event, page, back="dir(nd)", chosen=0) + help.members(event, page, chosen=1, most=2)


def _verdicts(words: list[str], page: Page) -> Lines:
    drawn = verdict.hint("`(rows, columns)`", 1, 2, page) + verdict.hint_offer(1, 2, page)
    for status in ("passed", "partly", "wrong", "broken", "explored"):
        event = events.Verdict(status=status, retried=True)
        drawn += verdict.verdict(event, page, why=words[0], reasons=words)
    return drawn


def _strips(words: list[str], page: Page) -> Lines:
    tail = Text.assemble("EN   ", "F1 help")
    drawn = [strips.title(words[0], words[1], ["done", "begun", "", "skipped"], 1, page, tail=tail)]
    drawn += strips.tabs(words, 0, page, news=[1])
    return [*drawn, strips.keys([(word, "label") for word in words], page), strips.axes(5, page)]


def _outlines(content: Outline, page: Page) -> Lines:
    open_lines = outline.outline(content, page, chosen=("l0", ""))
    assert len(open_lines) == len(outline.places(content))
    folded = outline.outline(content, page, folded={("", "q"), ("l1", "")})
    return [outline.heading(content, page), *open_lines, *folded, outline.legend(content, page)]


def _images(found: list[events.Picture], page: Page) -> Lines:
    count = images.capacity(found, page, 20)
    return [images.heading(found, page, count=count), *images.grid(found, page, height=20)]


def _cells(words: list[str], page: Page) -> Lines:
    drawn = cells.prompt(12, "\n".join(words), page, note=Text("given"))
    for word in words:
        drawn += cells.output(word, page) + cells.remark(word, page)
        drawn += cells.value(events.Value(text=f"\n{word}\n<NDArray 2x3 @cpu(0)>", kind="NDArray"), page)
    return drawn + cells.running(0.4, page)


words = st.lists(texts, min_size=2, max_size=4)
DRAWINGS: dict[str, tuple[st.SearchStrategy, Callable[..., Lines], int]] = {
    "an array": (an_array(), lambda array, page: arrays.picture(array, page, name="X"), 12),
    "an operation": (operations, operation.panel, 12),
    "a product": (words, lambda _, page: product.panel(page), 8),
    "variables": (namespaces, variables.table, 8),
    "a graph": (a_graph(), _graphs, 8),
    "a training": (st.lists(trainings, min_size=1, max_size=3), _trainings, 8),
    "help": (lookups, _helps, 8),
    "images": (pictures(), _images, 8),
    "an outline": (outlines(), _outlines, 12),
    "an error": (an_error(), _errors, EDGE + 4),
    "a step": (
        steps,
        lambda content, page: step.task(content, page) + step.task(content, page, tight=True),
        EDGE + 4,
    ),
    "a verdict": (words, _verdicts, EDGE + 4),
    "cells": (words, _cells, EDGE + 4),
    "strips": (words, _strips, 4),
    "lesson text": (texts, lambda text, page: markup.body(text, page), 1),
}
"""What is drawn: any content, how, and the narrowest page that it claims to fit."""

widths = st.sampled_from([43, 63, 69, 116]) | st.integers(1, 130)


@pytest.mark.parametrize("kind", DRAWINGS)
@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_any_content_fits_its_page_in_the_colours_of_its_palette(
    kind: str, data: st.DataObject, page
) -> None:
    content, draw, narrowest = DRAWINGS[kind]
    palette = data.draw(st.sampled_from([DARK, LIGHT, MONO]))
    width = max(narrowest, data.draw(widths))
    lines = draw(data.draw(content), page(width, palette, data.draw(st.sampled_from(["en", "zh"]))))
    for line in lines:
        assert cell_len(line.plain) <= width, (width, line.plain)
        assert line.plain.isprintable() or not any(ord(c) < 32 for c in line.plain), repr(line.plain)
        for style in [line.style, *(span.style for span in line.spans)]:
            if isinstance(style, Style):
                _check_colours(style, palette, grey=kind == "images")


def _check_colours(style: Style, palette, grey: bool) -> None:
    for colour in (style.color, style.bgcolor):
        if colour is not None and not (grey and palette.grey):
            assert colour.name in palette.colours.values(), colour
