"""A course of three small lessons, and a kernel that does what a test tells it, without a process."""

import asyncio
from dataclasses import replace

import pytest

from tutor.events import CellEnded, CellStarted, CommandEnded, Output, Verdict
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
        self.printing = {}
        self.verdicts = {}
        self.calls = []
        self.alive = False
        self.cells = 0

    def number(self):
        self.cells += 1
        return self.cells

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
        cell = self.number()
        self.listener(CellStarted(cell=cell, code=code))
        if code in self.dying:
            self.alive = False
            return CellEnded(cell=cell, status="dead")
        if code in self.printing:
            self.listener(Output(cell=cell, text=self.printing[code]))
        status = "error" if code.startswith("raise") else "ok"
        if code not in self.silent:
            status_of = dict.fromkeys(self.passing, "passed") | {"x.shape": "explored"} | self.verdicts
            self.listener(Verdict(cell=cell, status=status_of.get(code, "wrong")))
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
def logged(course, progress):
    """The cells logged at a step of the course, without what was seen of them."""

    def logged(lesson, step):
        return [replace(cell, events=()) for cell in progress.cells(course.id, lesson, step)]

    return logged


@pytest.fixture
def make(course, kernel, progress):
    """A session over the fake kernel, with every event it sends in `session.seen`."""

    def make(language="en", **options):
        session = Session(course, kernel, progress, language, **options)
        session.seen = []
        session.subscribe(session.seen.append)
        return session

    return make


@pytest.fixture
def session(make):
    return make()
