"""The pictures as they look, in both languages: compared with files that a person has looked at."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable

import pytest
from rich.text import Text

from tutor import events
from tutor.lesson.model import Step
from tutor.progress import StepState
from tutor.render import (
    cells,
    edge,
    error,
    graph,
    help,
    images,
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
from tutor.render.page import Lines, Page
from tutor.render.palette import DARK, LIGHT, MONO, Palette
from tutor.session.outline import Outline, OutlineLesson, OutlinePart, OutlineStep

SIDE, WORK, SCREEN = 43, 69, 116
Y = (2, 1, 4, 3, 1, 2, 3, 4, 4, 3, 2, 1)
Make = Callable[..., events.Operand]


def a_step(page: Page, operand: Make) -> Lines:
    """A wrong answer, a hint on offer, and the right answer."""
    lesson_step = Step(
        id="row-to-matrix",
        title="A row becomes a matrix",
        text="`x` is a row vector of {0:12} elements.\n"
        "Turn it into a matrix `X` of {0:3 rows} and {1:4 columns}.",
        given="x = nd.arange(12)",
        solution="X = x.reshape((3, 4))",
        why="The data stay where they are; only the shape changes.",
    )
    reasons = [
        "`X` has shape `(4, 3)`. The step asks for `(3, 4)`.",
        "Rows come first: {0:3 rows} and {1:4 columns} are `(3, 4)`.",
    ]
    value = "\n[[ 0.  1.  2.  3.]\n [ 4.  5.  6.  7.]\n [ 8.  9. 10. 11.]]\n<NDArray 3x4 @cpu(0)>"
    reshape = events.Operation(op="reshape", inputs=(operand("x", (12,)),), output=operand("X", (4, 3)))
    note = operation.shapes(reshape, page.palette)
    return [
        *step.task(lesson_step, page, status="done"),
        Text(),
        edge.rule(page),
        Text(),
        *cells.prompt(5, "X = x.reshape((4, 3))", page, note=note),
        *verdict.verdict(events.Verdict(status="wrong"), page, reasons=reasons),
        *verdict.hint_offer(1, 2, page),
        Text(),
        *cells.prompt(6, "X = x.reshape((3, 4))", page),
        *verdict.verdict(
            events.Verdict(status="passed"),
            page,
            why=f"{lesson_step.why}\n\n(-1, 4) is right as well: -1 is worked out from the rest.",
        ),
        Text(),
        *cells.prompt(7, "X", page),
        *cells.value(events.Value(text=value, kind="NDArray"), page),
        Text(),
        *cells.prompt(8, "", page, live=True),
    ]


def a_loop(page: Page, operand: Make) -> Lines:
    """Code of several lines, what it printed, and that it is still running."""
    code = "for epoch in range(3):\n    for X, y in data_iter(10):\n        l.backward()  # 梯度\n"
    return [
        *cells.prompt(12, code, page),
        *cells.output("epoch 1 loss 0.038310\n", page),
        *cells.running(0.4, page),
        *cells.remark("room for a gradient of shape `(4, 1)` beside `x`", page),
    ]


def frame(page: Page, operand: Make) -> Lines:
    """Title, tabs, axes and keys."""
    tail = Text.assemble(
        ("EN", page.palette.dim), "   ", ("F1", page.palette.fg), (" help", page.palette.dim)
    )
    statuses = ["done", "skipped", "begun", "", ""]
    keys = [("Enter", "next step"), ("Ctrl+J", "new line"), ("F3", "hint")]
    return [
        strips.title("数据操作", "Change a shape", statuses, 2, page, tail=tail),
        strips.title("数据操作", "Change a shape", statuses, 2, page.narrow(60), tail=tail),
        *strips.tabs(["variables", "shapes", "graph"], 0, page.narrow(70), news=[1]),
        strips.axes(3, page),
        strips.keys(keys, page),
    ]


def names(page: Page, operand: Make) -> Lines:
    """The table of variables, with and without gradients."""
    x, t = operand("x", (12,)).array, operand("t", (2, 3, 4), [0] * 24).array
    w = operand("w", (2, 1), [0.5, -3.3852]).array
    plain = [
        events.Variable("x", "NDArray", array=x),
        events.Variable("t", "NDArray", array=t),
        events.Variable("lr", "float", text="0.03", change="new"),
    ]
    trained = [
        *plain,
        events.Variable("w", "NDArray", array=w, gradient=w, has_gradient=True, change="changed"),
    ]
    return [
        *variables.table(plain, page),
        Text(),
        *variables.table(trained, page),
        Text(),
        *variables.table([], page),
    ]


def operations(page: Page, operand: Make) -> Lines:
    """Each kind of operation in its picture."""
    x, y = operand("X", (3, 4)), operand("Y", (3, 4), Y)
    turned = [Y[row * 4 + column] for column in range(4) for row in range(3)]
    products = [
        sum(i * 4 + k and (i * 4 + k) * Y[j * 4 + k] for k in range(4)) for i in range(3) for j in range(3)
    ]
    done = [
        events.Operation(op="reshape", inputs=(operand("x", (12,)),), output=x, view=True),
        events.Operation(
            op="concat", inputs=(x, y), output=operand("", (6, 4), [*range(12), *Y]), arguments={"dim": "0"}
        ),
        events.Operation(
            op="dot", inputs=(x, operand("Y.T", (4, 3), turned)), output=operand("Z", (3, 3), products)
        ),
        events.Operation(
            op="dot", inputs=(operand("", (256, 784)), operand("W", (784, 10))), output=operand("", (256, 10))
        ),
        events.Operation(op="transpose", inputs=(y,), output=operand("", (4, 3), turned)),
        events.Operation(
            op="sum", inputs=(x,), output=operand("", (4,), [12, 15, 18, 21]), arguments={"axis": "0"}
        ),
        events.Operation(
            op="add",
            inputs=(operand("A", (3, 1)), operand("B", (1, 2))),
            output=operand("A + B", (3, 2), [0, 1, 1, 2, 2, 3]),
        ),
        events.Operation(
            op="getitem", inputs=(x,), output=operand("", (2, 4)), arguments={"key": "1:3"}, view=True
        ),
        events.Operation(
            op="setitem",
            inputs=(x,),
            output=operand("X", (3, 4), [0, 1, 2, 3, 12, 12, 12, 12, 8, 9, 10, 11]),
            arguments={"key": "(slice(1, 2, None), slice(None, None, None))"},
        ),
        events.Operation(op="zeros", output=operand("t", (2, 3, 4), [0] * 24)),
    ]
    return [line for event in done for line in [*operation.panel(event, page), Text(), Text()]]


def a_shape_error(page: Page, operand: Make) -> Lines:
    """Inner axes that differ, and what would have fitted."""
    source = "Z = nd.dot(X, Y) + b"
    event = events.Error(
        name="MXNetError",
        message="dot: (3, 4) · (3, 4): the inner axes differ",
        line=0,
        column=4,
        end_line=0,
        end_column=16,
        facts={
            "op": "dot",
            "shapes": [[3, 4], [3, 4]],
            "names": ["X", "Y"],
            "axes": [1, 0],
            "fits": ["nd.dot(X, Y.T)", "nd.dot(X.T, Y)"],
            "gives": [[3, 3], [4, 4]],
        },
        operands=(operand("X", (3, 4)), operand("Y", (3, 4), Y)),
    )
    return [
        *cells.prompt(7, source, page, under=pointer.pointer(event, source, page)),
        Text(),
        *error.error(event, page),
        Text(),
        *verdict.hint("Turn one of them.", 1, 2, page),
        *error.fits(event, page),
        Text(),
        *product.panel(page),
    ]


def a_plain_error(page: Page, operand: Make) -> Lines:
    """Python's own error, in plain words, and its traceback."""
    source = "x = 1\ny = 数据 + Y"
    event = events.Error(
        name="NameError",
        message="name 'Y' is not defined",
        traceback='Traceback (most recent call last):\n  File "<cell>", line 2',
        line=1,
        column=9,
        end_line=1,
        end_column=10,
    )
    return [
        *cells.prompt(9, source, page, under=pointer.pointer(event, source, page)),
        *error.error(event, page),
        *error.error(event, page, full=True),
    ]


def a_graph(page: Page, operand: Make) -> Lines:
    """`y = 2 * nd.dot(x.T, x)` after `backward`, and the rule of the product."""

    def of(shape: tuple[int, ...], *numbers: float) -> events.Array:
        return operand("", shape, numbers).array

    nodes = (
        events.Node(
            4,
            "multiply",
            "y",
            (3,),
            of((1, 1), 28),
            of((1, 1), 1),
            {"rhs": "2"},
            ("g × b",),
            (of((1, 1), 2),),
        ),
        events.Node(
            3,
            "dot",
            "",
            (2, 1),
            of((1, 1), 14),
            of((1, 1), 2),
            {},
            ("g · bᵀ", "aᵀ · g"),
            (of((1, 4), 0, 2, 4, 6), of((4, 1), 0, 2, 4, 6)),
        ),
        events.Node(
            2,
            "transpose",
            "",
            (1,),
            of((1, 4), 0, 1, 2, 3),
            of((1, 4), 0, 2, 4, 6),
            {},
            (),
            (of((4, 1), 0, 2, 4, 6),),
        ),
        events.Node(1, "", "x", (), of((4, 1), 0, 1, 2, 3), of((4, 1), 0, 4, 8, 12)),
    )
    event = events.Graph(nodes=nodes, heads=(4,), recorded=3)
    return [
        *graph.tree(event, page, chosen=1),
        Text(),
        *rule.rule(event, 3, page),
        Text(),
        *rule.rule(event, 4, page),
        Text(),
        *graph.tree(event, page, folded={3}),
    ]


def _run(operand: Make, cell: int, steps: int, rate: float, floor: float, lr: float) -> training.Run:
    run = training.Run()
    points = tuple((step, floor + 25 * math.exp(-rate * step)) for step in range(1, steps + 1))
    for start in range(0, steps, 20):
        epoch = events.Epoch(
            start, start // 100, (("loss", points[start][1]), ("train acc", 0.5 + start / 400))
        )
        run.add(
            events.Training(
                cell=cell,
                points=points[start : start + 20],
                norms=(("w", (points[start][1],)), ("b", (points[start][1] / 3,))),
                parameters=(operand("w", (2, 1), [1.994, -3.385]), operand("b", (1,), [4.187])),
                rate=418.2,
                epochs=(epoch,) if start and start % 100 == 0 else (),
                settings=(("lr", lr), ("num_epochs", 3)) if start == 0 else (),
                truths=(("w", (2, -3.4)), ("b", (4.2,))) if start == 0 else (),
            )
        )
    return run


def a_training(page: Page, operand: Make) -> Lines:
    """A curve with its goal and two ghosts; on a linear scale with the fitted lines; one that diverged."""
    run = _run(operand, 12, 187, 0.06, 1e-4, 0.03)
    ghosts = [_run(operand, 10, 250, 0.02, 1e-4, 0.003), _run(operand, 11, 300, 0.5, 1e-4, 0.3)]
    fitted = _run(operand, 12, 40, 0.06, 1e-4, 0.03)
    places = [(math.cos(3 * i), math.sin(2 * i)) for i in range(40)]
    labels = tuple(2 * x - 3.4 * z + 4.2 for x, z in places)
    fitted.samples = events.Samples("w", "b", tuple(places), labels)
    diverged = training.Run()
    growing = tuple((step, 10.0**step if step < 39 else math.inf) for step in range(1, 60))
    diverged.add(events.Training(points=growing, norms=(("", (math.inf,)),)))
    return [
        *training.panel(run, page, ghosts=ghosts, goal=0.001),
        Text(),
        *training.panel(fitted, page, log=False),
        Text(),
        *training.panel(diverged, page, height=6),
        Text(),
        *training.panel(training.Run(), page),
    ]


def a_lookup(page: Page, operand: Make) -> Lines:
    """A function's entry with an example lit, and a module's members."""
    text = (
        "Draws each number from the interval [low, high).\n\nParameters\n----------\n"
        "low : float or NDArray\n    Lower bound.\nshape : int or tuple of int\n    Such as `(2, 3)`.\n\n"
        "Shapes\n------\nshape=(2, 3)  → (2, 3)\nno shape      → (1,)\n\n"
        "Examples\n--------\n>>> nd.random.uniform(-1, 1, shape=(2, 3))\n<BLANKLINE>\n[[0.1 0.4 0.2]]\n"
        "<NDArray 2x3 @cpu(0)>\n\nDiffers from NumPy\n------------------\nshape= for size=;\nfloat32\n\n"
        "See also\n--------\nnd.random.normal, nd.random.randint"
    )
    signature = "nd.random.uniform(low=0, high=1, shape=None, dtype='float32', ctx=None, out=None)"
    entry = events.Help(name="nd.random.uniform", signature=signature, text=text)
    members = (
        ("_seed", ""),
        ("gamma", "from a gamma distribution"),
        ("uniform", "from a uniform distribution"),
    )
    return [
        *help.entry(entry, page, back="dir(nd.random)", chosen=0),
        Text(),
        *help.members(events.Help(name="nd.random", members=members), page, chosen=1, most=2),
    ]


def an_outline(page: Page, operand: Make) -> Lines:
    """Lessons in every state, one of them open, one part folded."""

    def lesson(id: str, statuses: list[str], covers: list[str]) -> OutlineLesson:
        steps = [
            OutlineStep(
                f"{id}-{place}", f"{id} {place}", "predict", (covers[place % len(covers)],), StepState(status)
            )
            for place, status in enumerate(statuses)
        ]
        return OutlineLesson(id, f"Lesson {id}", tuple(steps))

    content = Outline(
        (
            OutlinePart(
                "arrays",
                "Arrays",
                (
                    lesson("one", ["done", "skipped"], ["D01", "D02"]),
                    lesson("two", ["done", "begun", "", ""], ["D05", "D07", "D08", "D09"]),
                    lesson("three", [""] * 14, ["D10", "D11", "D12"]),
                ),
            ),
            OutlinePart("later", "回归", (lesson("four", [""], ["R01"]),)),
        )
    )
    folded = {("one", ""), ("three", ""), ("", "later")}
    lines = outline.outline(content, page, chosen=("two", "two-1"), folded=folded)
    return [outline.heading(content, page), Text(), *lines, Text(), outline.legend(content, page)]


def some_images(page: Page, operand: Make) -> Lines:
    """Small pictures with labels, one of them predicted wrong."""
    grey = base64.b64encode(bytes(range(0, 256, 8))).decode()
    found = [
        events.Picture(4, 8, grey, "bag", "bag"),
        events.Picture(4, 8, grey, "coat", "衬衫"),
        events.Picture(4, 8, grey, "dress"),
    ]
    return [images.heading(found, page, count=3), Text(), *images.grid(found, page, height=4)]


SCENES: dict[str, tuple[Callable[[Page, Make], Lines], int]] = {
    "step": (a_step, WORK),
    "loop": (a_loop, WORK),
    "frame": (frame, SCREEN),
    "variables": (names, SIDE),
    "operations": (operations, SIDE),
    "shape-error": (a_shape_error, WORK),
    "plain-error": (a_plain_error, WORK),
    "graph": (a_graph, SIDE),
    "training": (a_training, SIDE),
    "help": (a_lookup, SIDE),
    "outline": (an_outline, WORK),
    "images": (some_images, SIDE),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_picture_looks_as_it_did(scene: str, language: str, page, operand, snapshot) -> None:
    draw, width = SCENES[scene]
    snapshot(f"{scene}-{language}", draw(page(width, DARK, language), operand), DARK)


@pytest.mark.parametrize("palette", [LIGHT, MONO], ids=lambda palette: palette.name)
@pytest.mark.parametrize("scene", [scene for scene in SCENES if scene != "images"])
def test_another_palette_changes_no_character(scene: str, palette: Palette, page, operand, plain) -> None:
    draw, width = SCENES[scene]
    boxes = str.maketrans("·", " ") if palette is MONO else {}  # mono marks the inside of an empty box
    drawn = plain(draw(page(width, palette), operand)).translate(boxes)
    assert drawn.split() == plain(draw(page(width, DARK), operand)).translate(boxes).split()
