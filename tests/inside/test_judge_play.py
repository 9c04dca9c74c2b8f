"""Whatever was typed before it, the right answer passes, and leaves what it would have left at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.gluon import names as block_names
from tutor.inside.checkpoint import seed_generators
from tutor.inside.compare import alike
from tutor.inside.values import freeze

STEPS = [
    {"given": "x = nd.arange(12)", "solution": "X = x.reshape((3, 4))", "check": [{"array": "X"}]},
    {
        "given": "X = nd.arange(12).reshape((3, 4))\nx = X[1]",
        "solution": "X[1, 2] = 9",
        "check": [{"array": "X"}],
    },
    {"given": "x = nd.arange(3)", "solution": "x.attach_grad()", "check": [{"gradient": "x"}]},
    {
        "given": "x = nd.arange(3)\nx.attach_grad()\nwith autograd.record():\n    X = (x * x).sum()",
        "solution": "X.backward()",
        "check": [{"gradient": "x", "equals": "2 * x"}],
    },
    {"given": "x = nd.arange(3)\nX = [x]", "solution": "X[0].sum()", "check": [{"result": "x.sum()"}]},
    {
        "given": "nd.random.normal(shape=(2,))",
        "solution": "X = nd.random.normal(shape=(2,))\nx = X[0]",
        "check": [{"array": "X"}, {"array": "x"}],
    },
    {
        "given": "x = nd.ones(2)",
        "solution": "def X(a): return a + x",
        "check": [{"function": "X", "on": ["x", "nd.zeros(2)"]}],
    },
    {
        "given": "from engine.gluon import nn\nX = nn.Sequential()\nx = nd.ones((2, 3))",
        "solution": "X.add(nn.Dense(2))\nX.initialize()",
        "check": [{"holds": "X(x).shape == (2, 2)"}],
    },
]

CELLS = [
    "x = 5", "X = x", "X = None", "del x", "del X", "x[:] = 7", "X[:] = 7", "X[0] = 3", "x += 1", "X = X + 1",
    "X = [X, x]", "X.append(x)", "x.attach_grad()", "x.grad[:] = 1", "X.backward()", "x.sum()", "X.sum()",
    "with autograd.record():\n    X = (x * 2).sum()\nX.backward()", "autograd.set_recording(True)",
    "nd = 3", "nd.ones = None", "autograd = gluon = None", "import numpy as nd", "print(x, X)", "x.shape",
    "1 / 0", "def X(a): return a", "X = lambda a: a + x", "class X: pass", "class x(nd.NDArray): shape = 3",
    "nd.random.normal(shape=(3,))", "import random; random.seed(3)", "X.add(nn.Dense(3))", "X.initialize()",
    "X(x)", "x, X = X, x", "y = x; z = X", "globals().clear()", "exit()", "x = x[::-1",
]  # fmt: skip


def _begun(make_desk, step):
    """A desk with the step begun, at which the same is drawn and new blocks have the same names."""
    seed_generators(0)
    block_names.set_state({})
    return make_desk().begin(**step)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step["solution"])
@settings(max_examples=50, deadline=None)
@given(cells=st.lists(st.sampled_from(CELLS), max_size=6))
def test_play_and_wrong_answers_never_harm(step, cells, make_desk):
    at_once = _begun(make_desk, step)
    assert at_once.type(step["solution"]).passed
    desk = _begun(make_desk, step)
    for cell in cells:
        if desk.trial.accepted is None:
            desk.type(cell)
    if desk.trial.accepted is None:
        verdict = desk.type(step["solution"])
        assert verdict.passed, verdict
        if verdict.retried:
            left = [freeze({name: d.names.get(name) for name in ("x", "X")}) for d in (desk, at_once)]
            assert alike(*left)
    desk.begin(names=("nd", "autograd", "gluon", "x"), solution="Y = nd.ones(2)", check=[{"array": "Y"}])
    assert desk.type("Y = nd.zeros(2) + 1").passed
