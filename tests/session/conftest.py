"""A course of three small lessons, and a kernel that does what a test tells it, without a process."""

import asyncio

import pytest

from tutor.events import CellEnded, CellStarted, CommandEnded, Verdict
from tutor.lesson import Course
from tutor.progress import Progress
from tutor.session import Session

LESSON = """
lesson: {id}
title: {id}
steps:
  - id: first
    title: First
    text: Bind `x`.
    given: from mxnet import nd
    solution: x = nd.arange(12)
    check: [{{array: x}}]
    hints: [One., Two.]
    why: So.
  - id: guess
    title: Guess
    kind: predict
    text: Which shape has `x`?
    solution: (12,)
    why: So.
  - id: last
    title: Last
    text: Bind `y`.
    solution: y = x + 1
    check: [{{array: y}}]
    why: So.
"""


class FakeKernel:
    """Records what is asked of it. A cell whose text is in `passing` gets a passing verdict."""

    def __init__(self):
        self.listener = None
        self.commands = []
        self.executed = []
        self.passing = set()
        self.dying = set()
        self.silent = set()
        self.broken_commands = {}
        self.calls = []
        self.alive = False

    async def start(self):
        self.calls.append("start")
        self.alive = True

    async def restart(self):
        self.calls.append("restart")
        self.alive = True

    async def kill(self):
        self.calls.append("kill")
        self.alive = False

    async def close(self):
        self.calls.append("close")

    async def execute(self, code, *, allow_stdin=True):
        await asyncio.sleep(0)
        self.executed.append(code)
        cell = len(self.executed)
        self.listener(CellStarted(cell=cell, code=code))
        if code in self.dying:
            self.alive = False
            return CellEnded(cell=cell, status="dead")
        status = "error" if code.startswith("raise") else "ok"
        if code not in self.silent:
            passed = code in self.passing
            self.listener(
                Verdict(
                    cell=cell, status="passed" if passed else "explored" if code == "x.shape" else "wrong"
                )
            )
        ended = CellEnded(cell=cell, status=status)
        self.listener(ended)
        return ended

    async def command(self, name, **arguments):
        self.commands.append((name, arguments))
        if name in self.broken_commands:
            return CommandEnded(command=name, ok=False, result={"error": self.broken_commands[name]})
        return CommandEnded(command=name, ok=True)

    def named(self, *names):
        return [(name, arguments) for name, arguments in self.commands if name in names]


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    for id in ("a-one", "b-two", "c-three"):
        (folder / f"{id}.yaml").write_text(LESSON.format(id=id))
    return Course(folder)


@pytest.fixture
def kernel():
    return FakeKernel()


@pytest.fixture
def progress():
    with Progress.open(None) as progress:
        yield progress


@pytest.fixture
def make(course, kernel, progress):
    """A session over the fake kernel, with every event it sends in `session.seen`."""

    def make(language="en"):
        session = Session(course, kernel, progress, language)
        session.seen = []
        session.subscribe(session.seen.append)
        return session

    return make


@pytest.fixture
def session(make):
    return make()
