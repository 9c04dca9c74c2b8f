"""Completion, lookup and completeness answer while a cell runs."""

import asyncio

import pytest

from tutor.kernel import Completions, Kernel

TRAP = """
class Trap:
    @property
    def door(self): print("sprung")
    def __getattr__(self, name): print("sprung")
    def __dir__(self): print("sprung")
    def knock(self): "Knocks."
trap = Trap()
"""


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


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("nd.random.uni", {"uniform": "function"}),
        ("weights.resh", {"reshape": "method"}),
        ("weights.T.resh", {"reshape": "method"}),
        ("nd.arange(3).resh", {"reshape": "method"}),
        ("pair[0].resh", {"reshape": "method"}),
        ("trap.", {"door": "property", "knock": "method"}),
        ("weigh", {"weights": "NDArray"}),
        ("whi", {"while": "keyword"}),
        ("nd.random.uniform(0, hi", {"high=": "argument"}),
        ("from mxnet import autog", {"autograd": "module"}),
        ("'weigh", {}),
        ("1  # weigh", {}),
        ('"""text\nweigh', {}),
        ("trap.door.", {}),
    ],
)
def test_completion_knows_of_what_kind_things_are_and_runs_nothing(room, code, expected):
    room.cell(f"from mxnet import nd\nweights = nd.ones((3, 4))\npair = [weights]\n{TRAP}")
    before = len(room.heard)
    found = room.run(room.kernel.complete(code, len(code)))
    kinds = {item.text: item.kind for item in found.items}
    assert {name: kinds.get(name) for name in expected} == expected
    assert expected or not kinds
    room.cell("1")
    assert "sprung" not in str(room.heard[before:])


def test_a_completion_brings_signature_first_line_and_shape(room):
    room.cell("from mxnet import nd\nweights = nd.ones((3, 4))")
    (uniform,) = room.run(room.kernel.complete("nd.random.unifo", 15)).items
    assert uniform.signature.startswith("uniform(low=0, high=1, ")
    assert uniform.help.startswith("Numbers drawn uniformly")
    (weights,) = room.run(room.kernel.complete("weight", 6)).items
    assert (weights.shape, weights.dtype) == ((3, 4), "float32")


@pytest.mark.parametrize(
    ("code", "at_hand"),
    [
        ("nd.random.uniform(", "low=0"),
        ("nd.random.uniform(0, ", "high=1"),
        ("nd.random.uniform(0, shape=(2, ", "shape=None"),
        ("nd.random.uniform('(,', f(1, 2)[3, 4], [5, ", "shape=None"),
        ("nd.concat(weights, weights, ", "*data"),
        ("print(nd.zeros((2", "shape"),
        ("nd.dot(1, 2, wrong=", None),
    ],
)
def test_the_call_that_is_open_tells_which_argument_is_at_hand(room, code, at_hand):
    room.cell("from mxnet import nd\nweights = nd.ones((3, 4))")
    call = room.run(room.kernel.complete(code, len(code))).call
    assert (call.parameters[call.current] if call.current >= 0 else None) == at_hand


def test_outside_of_calls_there_is_none(room):
    for code in ("nd.zeros(3)", "def f(", "(1, ", "unknown("):
        assert room.run(room.kernel.complete(code, len(code))).call is None


def test_lookup_answers_while_a_cell_runs(room):
    help = asked(room, room.kernel.inspect("nd.random.uniform"))
    assert (help.name, help.kind, help.via) == ("nd.random.uniform", "function", "?")
    assert help.signature.startswith("nd.random.uniform(")


def test_lookup_with_detail_brings_the_source(room):
    room.cell("def twice(x):\n    return 2 * x")
    assert "return 2 * x" in room.run(room.kernel.inspect("twice", detail=1)).source


def test_lookup_of_what_is_not_there_brings_what_was_probably_meant(room):
    room.cell("from mxnet import nd")
    found = room.run(room.kernel.inspect("nd.reshap"))
    assert found.kind == "unknown"
    assert found.members[0][0] == "nd.reshape"
    assert room.run(room.kernel.inspect("qqqq.wwww")).members == ()


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
