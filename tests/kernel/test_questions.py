"""Completion, lookup and completeness answer while a cell runs."""

import asyncio

import pytest

from tutor.kernel import Completions, Kernel


def asked(room, question, code="import time\nfor _ in range(100): time.sleep(0.02)"):
    """Asks while a cell runs, then stops it."""

    async def both():
        running = asyncio.create_task(room.kernel.execute(code))
        await asyncio.sleep(0.2)
        answer = await question
        assert not running.done()
        await room.kernel.interrupt()
        await running
        return answer

    return room.run(both())


def test_completion_answers_while_a_loop_runs(room):
    room.cell("from mxnet import nd")
    found = asked(room, room.kernel.complete("x = nd.ara", 10), "while True: pass")
    assert "arange" in [item.text for item in found.items]
    assert (found.start, found.end) == (7, 10)


def test_completion_works_in_the_middle_of_code(room):
    room.cell("value = 3")
    found = room.run(room.kernel.complete("print(val)\nx", 9))
    assert (found.start, found.end) == (6, 9)
    assert "value" in [item.text for item in found.items]


def test_lookup_answers_while_a_cell_runs(room):
    help = asked(room, room.kernel.inspect("nd.random.uniform"))
    assert (help.name, help.kind, help.via) == ("nd.random.uniform", "function", "?")
    assert help.signature.startswith("nd.random.uniform(")


def test_lookup_with_detail_brings_the_source(room):
    room.cell("def twice(x):\n    return 2 * x")
    assert "return 2 * x" in room.run(room.kernel.inspect("twice", detail=1)).source


def test_lookup_of_what_is_not_there_is_none(room):
    assert room.run(room.kernel.inspect("no.such.thing")) is None


def test_lookup_runs_no_property(room):
    room.cell(
        "class Trap:\n    @property\n    def door(self):\n        '''A door.'''\n        print('sprung')"
    )
    room.cell("trap = Trap()")
    before = len(room.heard)
    assert room.run(room.kernel.inspect("trap.door")).text == "A door."
    assert room.cell("1").printed() == "" and not room.heard[before:].count("sprung")


@pytest.mark.parametrize(
    ("code", "status", "indent"),
    [
        ("x = 1", "complete", ""),
        ("for i in x:", "incomplete", "    "),
        ("x = (1,", "incomplete", ""),
        ("x = )", "invalid", ""),
    ],
)
def test_completeness_is_the_kernels(room, code, status, indent):
    found, indentation = room.run(room.kernel.is_complete(code))
    assert found == status
    assert indentation.startswith(indent)


def test_without_a_kernel_there_is_no_answer():
    kernel = Kernel()
    assert asyncio.run(kernel.complete("x", 1)) == Completions(1, 1)
    assert asyncio.run(kernel.inspect("x")) is None
    assert asyncio.run(kernel.is_complete("x")) == ("unknown", "")
