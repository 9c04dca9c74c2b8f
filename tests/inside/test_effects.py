"""Effects: how a listed mistake is known by what it does, and what `measure` tells a lesson's author."""

from __future__ import annotations

import pytest

from tutor.inside.effects import is_mistake, same_effect

STEP = {
    "given": "x = nd.arange(12)",
    "solution": "X = x.reshape((3, 4))",
    "check": [{"array": "X", "equals": "nd.arange(12).reshape((3, 4))"}],
}


@pytest.mark.parametrize(
    ("code", "other", "same"),
    [
        ("X = x.reshape((4, 3))", "X = nd.arange(12).reshape((4, 3))", True),
        ("X = x.reshape((4, 3))", "rows = 4\nX = x.reshape((rows, 3))\nX", True),
        ("X = x.reshape((4, 3))", "X = x.reshape((4, 3)) + 1", False),
        ("X = x.reshape((4, 3))", "X = x.reshape((4, 3)).astype('int32')", False),
        ("X = x.reshape((4, 3))", "X = x.reshape((4, 3)).asnumpy()", False),
        ("X = x.reshape((4, 3))", "x.reshape((4, 3))", False),
        ("x.reshape((3, 4))", "y = x.reshape((3, 4))\ny", True),
        ("x.reshape((3, 4))", "X = x.reshape((4, 3))\nx.reshape((3, 4))", False),
        ("Y = x", "Y = x + 0", True),
        ("x[0] = 1", "x[0:1] += 1", True),
        ("del x", "del x; y = 1", True),
        ("X = x.reshape((5, 5))", "X = nd.arange(12).reshape((7, 7))", True),
        ("X = x.reshape((5, 5))", "X = x.reshapes((3, 4))", False),
        ("X = x.reshape((5, 5))", "X = nd.dot(x, nd.ones((3, 4)))", False),
        ("X = nd.array([1], [2])", "X = nd.array([[1], [2, 3]])", False),
        ("x == 12", "x * 0", False),
        ("x == 12", "12 == x", True),
        ("print(x.shape)", "print((12,))", True),
        ("print(x.shape)", "print(12)", False),
        ("x.shape", "print(x.shape)", False),
        ("def X(a): return a", "def X(a):\n    '''Doc.'''\n    return a", False),
    ],
)
def test_an_effect_is_what_was_done_and_not_how(desk, code, other, same):
    trial = desk.begin(**STEP).trial
    assert is_mistake(trial.effect(other), trial.effect(code), trial.step) is same


@pytest.mark.parametrize(
    ("code", "other", "same"),
    [
        ("net.add(nn.Dense(2))", "layer = nn.Dense(2)\nnet.add(layer)", True),
        ("net.add(nn.Dense(2))", "net.add(nn.Dense(3))", False),
        ("net = nn.Dense(1, activation='relu')", "net = nn.Dense(1, activation='sigmoid')", False),
        ("net.initialize()", "net.initialize(init.Normal(0.01))", False),
        ("net = nn.Dense(1)", "net = 3", False),
        ("class net: a = 1", "class net: a = 2", False),
    ],
)
def test_nets_are_told_apart_by_what_they_are_made_of(desk, code, other, same):
    given = "from engine.gluon import nn\nnet = nn.Sequential()\nnet.add(nn.Dense(1))"
    trial = desk.begin(given=given, solution="pass", check=[{"holds": "len(net) == 2"}]).trial
    assert is_mistake(trial.effect(other), trial.effect(code), trial.step) is same


def test_the_learners_own_names_do_not_hide_a_mistake_but_a_listed_one_is_needed(desk):
    trial = desk.begin(**STEP).trial
    kept, shown = trial.effect("Y = x.reshape((3, 4))"), trial.effect("Z = x.reshape((3, 4))")
    assert not is_mistake(shown, kept, trial.step)


def test_a_gradient_is_part_of_the_effect(desk):
    trial = desk.begin(given="x = nd.ones(2)", solution="x.attach_grad()", check=[{"gradient": "x"}]).trial
    assert not same_effect(
        trial.effect("x.attach_grad()"), trial.effect("x.attach_grad(); x.grad[:] = 1"), trial.step
    )


def test_effects_are_measured_from_the_checkpoint_and_leave_no_trace(desk):
    trial = desk.begin(**STEP).trial
    desk.type("x[:] = 7\nnow = 1")
    effect = trial.effect("y = x[:2]\nx[0] = 5\nprint('unseen')\n3")
    assert effect.describe() == (
        "x = [5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]; y = [5, 1]; value 3; prints 'unseen'"
    )
    assert desk.values("x") == [7] * 12 and desk.names["now"] == 1 and "y" not in desk.names


def test_an_effect_is_found_out_once(desk):
    trial = desk.begin(**STEP).trial
    assert trial.effect("y = 1") is trial.effect("y = 1")


@pytest.mark.parametrize("code", ["pass", "x", "None", "x.asnumpy();"])
def test_nothing_changed_and_no_value_is_empty(desk, code):
    effect = desk.begin(**STEP).trial.effect(code)
    assert effect.is_empty is (code != "x")


def test_an_endless_mistake_ends(desk):
    assert desk.begin(**STEP).trial.effect("while True: pass", seconds=0.1).error == "time"
