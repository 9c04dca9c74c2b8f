"""A sitting in a small course, with a real kernel: right, wrong and playful cells, a figure, a skip."""

import asyncio
from types import SimpleNamespace

import pytest

from tutor.kernel import Kernel
from tutor.lesson import Course
from tutor.progress import Progress
from tutor.session import Session

ONE = """
lesson: one
title: Arrays
steps:
  - id: make
    title: Make it
    text: Bind `x` to a vector of {0:12} elements.
    given: from mxnet import nd
    solution: x = nd.arange(12)
    check: [{array: x}]
    why: It counts from 0.
  - id: guess
    title: Guess
    kind: predict
    text: Which shape has `x`?
    solution: (12,)
    why: One axis.
  - id: double
    title: Double it
    text: Bind `y` to twice `x`.
    solution: y = x * 2
    check: [{array: y}]
    why: Each element.
  - id: file
    title: Read it
    text: Read the file.
    solution: text = (here / "words.txt").read_text()
    check: [{value: text}]
    why: So.
  - id: never
    title: Never reached
    text: Bind `z`.
    solution: z = 1
    check: [{value: z}]
    why: So.
"""
ONE_ZH = """
lesson: one
language: zh
title: 数组
steps:
  make: {title: 创建, text: "把 `x` 绑定到一个有 {0:12} 个元素的向量。", why: 从 0 数起。}
  guess: {title: 猜一猜, text: "`x` 的形状是什么？", why: 只有一个轴。}
  double: {title: 加倍, text: 把 `y` 绑定到 `x` 的两倍。, why: 每个元素。}
  file: {title: 读文件, text: 读文件。, why: 就这样。}
  never: {title: 没到, text: 绑定 `z`。, why: 就这样。}
"""
TWO = """
lesson: two
title: Seen
steps:
  - id: draw
    title: Draw
    text: Draw something, then bind `n`.
    given: from matplotlib import pyplot as plt
    solution: n = 1
    check: [{value: n}]
    why: So.
"""


@pytest.fixture(scope="session")
def sitting(tmp_path_factory):
    """`course` and `progress` after the sitting."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "zh").mkdir()
    (folder / "one.yaml").write_text(ONE)
    (folder / "zh" / "one.yaml").write_text(ONE_ZH)
    (folder / "two.yaml").write_text(TWO)
    (folder / "words.txt").write_text("some words")
    course, progress = Course(folder), Progress.open(None)

    async def work():
        session = Session(course, Kernel(), progress)
        await session.open("one")
        await session.submit("x = nd.arange(11)")
        await session.submit("x.no_such_name")
        await session.submit("x = nd.arange(12)")
        await session.submit("x = 'played'")
        await session.goto("one", "double")
        await session.submit("import sys\n%matplotlib inline\nprint('to be seen')\nx.sum()")
        await session.submit("y = x * 2")
        await session.next()
        await session.skip()
        await session.goto("two")
        await session.submit("plt.plot([1, 2])\nplt.show()")
        await session.submit("n = 1")
        verdicts = session.outline().finished
        await session.kernel.close()
        return verdicts

    assert asyncio.run(asyncio.wait_for(work(), 120)) == 4
    yield SimpleNamespace(course=course, progress=progress)
    progress.close()
