"""A kernel that plays recordings, a course for them, and a way to drive the app through both."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from dataclasses import replace
from math import prod

import pytest
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot

from tutor import events
from tutor.kernel import Completions
from tutor.kernel.answers import Completion
from tutor.lesson import Course
from tutor.progress import Progress
from tutor.session import Session
from tutor.terminal import Graphics
from tutor.tui.app import Tutor

COURSE = """\
parts:
  - {id: arrays, title: Arrays, lessons: [change-a-shape, rows-times-columns]}
"""
RESHAPE = """\
lesson: change-a-shape
title: Change a shape
steps:
  - id: row-to-matrix
    title: A row becomes a matrix
    covers: [D08]
    text: |
      `x` is a row vector of {0:12} elements. Turn it into a matrix `X` of {0:3 rows} and {1:4 columns}.
    given: x = nd.arange(12)
    solution: X = x.reshape((3, 4))
    check: [{array: X}]
    mistakes:
      - code: X = x.reshape((4, 3))
        say: Rows come first. {0:3 rows} and {1:4 columns} are `(3, 4)`.
    hints: [The argument is a tuple., Rows stand before columns.]
    why: The data stay where they are; only the shape changes.
  - id: minus-one
    title: Let -1 do the counting
    text: Make `Y` of `X`, with as many rows as it takes.
    solution: Y = X.reshape((-1, 2))
    check: [{array: Y}]
    why: One size may be left to be worked out.
"""
PRODUCT = """\
lesson: rows-times-columns
title: Rows times columns
steps:
  - id: dot
    title: A product
    text: Multiply `X` by the transpose of `Y`.
    given: |
      X = nd.arange(12).reshape((3, 4))
      Y = nd.ones((3, 4))
    solution: Z = nd.dot(X, Y.T)
    check: [{array: Z}]
    hints: [Look at the inner sizes.]
    why: Each number is a row times a column.
"""
ZH = """\
lesson: change-a-shape
language: zh
title: 改变形状
steps:
  row-to-matrix:
    title: 把行向量变成矩阵
    text: "`x` 是一个有 {0:12} 个元素的行向量。请把它变成 {0:3 行} {1:4 列}的矩阵 `X`。"
    mistakes: ["先写行，再写列：{0:3 行} {1:4 列}写作 `(3, 4)`。"]
    hints: [参数是一个元组。, 行在列之前。]
    why: 数据留在原处，变的只是形状。
  minus-one:
    title: 让 -1 替你算
    text: 由 `X` 得到 `Y`，行数由它自己算。
    why: 有一个轴的大小可以留给它推算。
"""


class Cell:
    """Code that the recorded kernel knows."""

    RIGHT = "X = x.reshape((3, 4))"
    WRONG = "X = x.reshape((4, 3))"
    PLAY = "x.shape"
    DOT = "Z = nd.dot(X, Y) + b"
    BACKWARD = "y.backward()"
    TRAIN = "train()"
    LOOK_UP = "nd.random?"
    IMAGES = "d2l.show_fashion_mnist(X, y)"
    FLOOD = "flood()"
    LOOP = "while True: pass"
    INPUT = "name = input('Who? ')"
    HOSTILE = "print('[red]markup[/red]')"


def array(*shape: int) -> events.Array:
    """An array that counts from 0."""
    values = tuple(float(value) for value in range(min(64, prod(shape))))
    return events.Array(shape, "float32", "cpu(0)", values, shape, 0.0, float(prod(shape) - 1))


def reshape(shape: tuple[int, ...], verdict: events.Verdict) -> list[events.Event]:
    x = events.Operand(array(12), "x")
    X = events.Operand(array(*shape), "X")
    return [
        events.Operation(op="reshape", inputs=(x,), output=X, view=True),
        events.Variables(
            variables=(
                events.Variable("x", "NDArray", array=array(12)),
                events.Variable("X", "NDArray", array=array(*shape), change="new"),
            )
        ),
        verdict,
    ]


def graph() -> events.Graph:
    nodes = (
        events.Node(1, "multiply", "y", (2,), array(1), array(1), {"rhs": "2"}, ("g × b",)),
        events.Node(2, "dot", "", (3, 4), array(1, 1), array(1), {}, ("g · bᵀ", "aᵀ · g")),
        events.Node(3, "transpose", "", (4,), array(1, 4), array(1, 4), {}, ("gᵀ",)),
        events.Node(4, "", "x", (), array(4, 1), array(4, 1)),
    )
    return events.Graph(nodes=nodes, heads=(1,), recorded=3)


def picture(label: str, prediction: str) -> events.Picture:
    return events.Picture(28, 28, base64.b64encode(bytes(range(196)) * 4).decode(), label, prediction)


RECORDINGS: dict[str, list[events.Event]] = {
    Cell.RIGHT: reshape((3, 4), events.Verdict(status="passed")),
    Cell.WRONG: reshape(
        (4, 3),
        events.Verdict(
            status="wrong",
            reason="shape",
            facts={"name": "X", "found": [4, 3], "expected": [3, 4]},
            mistake=0,
        ),
    ),
    Cell.PLAY: [events.Value(text="(12,)", kind="tuple"), events.Verdict(status="explored")],
    Cell.DOT: [
        events.Error(
            name="MXNetError",
            message="dot: the inner axes differ",
            traceback="Traceback (most recent call last):\n  in dot",
            line=0, column=4, end_line=0, end_column=16,
            facts={"op": "dot", "shapes": [[3, 4], [3, 4]], "names": ["X", "Y"], "axes": [1, 0],
                   "fits": ["nd.dot(X, Y.T)", "nd.dot(X.T, Y)"], "reason": "inner"},
            operands=(events.Operand(array(3, 4), "X"), events.Operand(array(3, 4), "Y")),
        ),
        events.Verdict(status="error"),
    ],
    Cell.BACKWARD: [graph(), events.Verdict(status="explored")],
    Cell.TRAIN: [
        events.Training(
            points=tuple((step, 10.0 / (step + 1)) for step in range(start, start + 100)),
            norms=(("w", (1.0 / (start + 1),)),),
            parameters=(events.Operand(array(2, 1), "w"),),
            rate=400.0,
        )
        for start in range(0, 300, 100)
    ],
    Cell.LOOK_UP: [
        events.Help(
            name="nd.random", kind="module", members=(("normal", "from a normal distribution"),
                                                      ("uniform", "from a uniform distribution")), via="?"
        )
    ],
    Cell.IMAGES: [
        events.Images(pictures=tuple(picture("shirt", "shirt" if i % 3 else "bag") for i in range(20)))
    ],
    Cell.FLOOD: [events.Output(text=f"line {number}\n") for number in range(20_000)],
    Cell.HOSTILE: [events.Output(text="[red]markup[/red] [bold]\n"), events.Value(text="X[1:3] = [red]")],
}  # fmt: skip


class RecordedKernel:
    """Answers each cell with its recording; `Cell.LOOP` runs until it is interrupted."""

    def __init__(self) -> None:
        self.listener: Callable[[events.Event], None] = lambda event: None
        self.alive = False
        self.cells = 0
        self.executed: list[str] = []
        self.commands: list[str] = []
        self.may_start = asyncio.Event()
        self.may_start.set()
        self.answers: asyncio.Queue[str] = asyncio.Queue()
        self.stopped = asyncio.Event()
        self.completions = Completions(3, 5, (Completion("arange", "function"), Completion("array")))

    def tell(self, event: events.Event) -> None:
        self.listener(event)

    async def start(self) -> None:
        self.tell(events.KernelState(state="starting"))
        await self.may_start.wait()
        self.alive = True
        self.tell(events.KernelState(state="ready"))

    async def restart(self) -> None:
        await self.start()

    async def kill(self) -> None:
        self.alive = False
        self.stopped.set()

    async def close(self) -> None:
        self.alive = False

    async def interrupt(self) -> None:
        self.stopped.set()

    def number(self) -> int:
        self.cells += 1
        return self.cells

    async def execute(self, code: str, *, allow_stdin: bool = True) -> events.CellEnded:
        cell = self.number()
        self.executed.append(code)
        self.tell(events.CellStarted(cell=cell, code=code))
        status = "ok"
        if code == Cell.LOOP:
            self.stopped.clear()
            await self.stopped.wait()
            status = "interrupted"
            self.tell(events.Verdict(cell=cell, status="interrupted"))
        elif code == Cell.INPUT:
            self.tell(events.InputRequested(cell=cell, prompt="Who? "))
            self.tell(events.Output(cell=cell, text=f"hello {await self.answers.get()}\n"))
            self.tell(events.Verdict(cell=cell, status="explored"))
        for number, event in enumerate(RECORDINGS.get(code, [events.Verdict(status="explored")])):
            self.tell(replace(event, cell=cell))
            if isinstance(event, events.Error):
                status = "error"
            if number % 500 == 499:
                await asyncio.sleep(0)
        ended = events.CellEnded(cell=cell, status=status, seconds=0.01)
        self.tell(ended)
        return ended

    async def command(self, name: str, **arguments: object) -> events.CommandEnded:
        self.commands.append(name)
        if name == "skip":
            self.tell(events.Output(text="done for you\n"))
        return events.CommandEnded(command=name, ok=True)

    async def complete(self, code: str, cursor: int) -> Completions:
        return self.completions

    async def inspect(self, name: str, detail: int = 0) -> events.Help | None:
        return events.Help(name=name, signature="uniform(low=0, high=1)", text="Draws numbers.")

    async def is_complete(self, code: str) -> tuple[str, str]:
        return ("incomplete", "    ") if code.rstrip().endswith(":") else ("complete", "")

    def answer_input(self, text: str) -> None:
        self.answers.put_nowait(text)


@pytest.fixture(scope="session")
def cell() -> type[Cell]:
    return Cell


@pytest.fixture
def kernel() -> RecordedKernel:
    return RecordedKernel()


@pytest.fixture
def session(tmp_path, kernel) -> Session:
    folder = tmp_path / "course"
    (folder / "zh").mkdir(parents=True)
    (folder / "course.yaml").write_text(COURSE)
    (folder / "change-a-shape.yaml").write_text(RESHAPE)
    (folder / "rows-times-columns.yaml").write_text(PRODUCT)
    (folder / "zh" / "change-a-shape.yaml").write_text(ZH)
    return Session(Course(folder), kernel, Progress.open(None))


class Driver:
    """Types into the app and reads its screen."""

    def __init__(self, app: Tutor, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Types character by character."""
        names = {"\n": "enter", " ": "space"}
        await self.pilot.press(*(names.get(character, character) for character in text))
        await self.pilot.pause()

    def send(self, text: str) -> None:
        """Sends keys as a fast typist or a terminal does: all at once, without waiting for the app."""
        for character in text:
            key = "enter" if character == "\n" else _character_to_key(character)
            self.app.post_message(Key(key, None if character == "\n" else character))

    async def run(self, code: str) -> None:
        """Puts a cell into the prompt, presses Enter, and waits until it has run."""
        self.app.prompt.put(code)
        await self.press("enter")
        await self.until(lambda: not self.app.at_work)

    async def until(self, holds: Callable[[], bool], seconds: float = 20) -> None:
        """Waits, against hangs not longer than `seconds`."""
        async with asyncio.timeout(seconds):
            while not holds():
                await self.pilot.pause(0.02)
        await self.pilot.pause(0.1)

    @property
    def screen(self) -> str:
        """What stands on the screen, as plain text."""
        return "\n".join(
            "".join(segment.text for segment in strip).rstrip()
            for strip in self.app.screen._compositor.render_strips()
        )


@pytest.fixture(scope="session")
def driver() -> type[Driver]:
    return Driver


Scenario = Callable[[Driver], Awaitable[None]]


@pytest.fixture
def play(session) -> Callable[..., None]:
    """Runs a scenario against the app, with the recorded kernel ready."""

    def play(
        scenario: Scenario,
        *,
        size: tuple[int, int] = (120, 40),
        ready: bool = True,
        graphics: Graphics | None = None,
    ) -> None:
        async def main() -> None:
            app = Tutor(session, graphics=graphics)
            async with app.run_test(size=size) as pilot:
                driver = Driver(app, pilot)
                if ready:
                    await driver.until(lambda: app.kernel_state.state == "idle" or session.kernel.alive)
                await scenario(driver)

        asyncio.run(main())

    return play
