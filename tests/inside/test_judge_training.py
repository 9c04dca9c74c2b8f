"""Training that fails is told by what became of the parameters, whatever the goal's own sentence is."""

import pytest

LINE = {
    "kind": "train",
    "given": (
        "X = nd.array([[1], [2], [3]]); y = 2 * X; w = nd.zeros((1, 1)); w.attach_grad()\n"
        "def loss(): return ((nd.dot(X, w) - y) ** 2).mean()"
    ),
    "solution": (
        "for _ in range(50):\n with autograd.record(): l = loss()\n l.backward()\n w[:] -= 0.05 * w.grad"
    ),
    "check": [{"holds": "loss().asscalar() < 0.001"}],
}
NETWORK = {
    "kind": "train",
    "given": (
        "from engine.gluon import nn\nX = nd.ones((3, 1)); y = 2 * X; net = nn.Dense(1); net.initialize()\n"
        "trainer = gluon.Trainer(net.collect_params(), 'sgd', {'learning_rate': 9e9}); net(X)"
    ),
    "solution": "trainer.set_learning_rate(0.1)",
    "check": [{"holds": "abs(net(X).mean().asscalar() - 2) < 0.01"}],
}
LOOP = "for _ in range(300):\n    with autograd.record(): l = {loss}\n    l.backward()\n    {step}"


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (LINE, LOOP.format(loss="loss()", step="w[:] -= 9 * w.grad")),
        (NETWORK, LOOP.format(loss="((net(X) - y) ** 2).mean()", step="trainer.step(1)")),
    ],
)
def test_parameters_that_are_no_numbers_any_more_are_told(desk, step, code):
    desk.begin(**step)
    assert (first := desk.type(code)).reason == "diverged"
    assert desk.type(code).facts == first.facts  # and again when training goes on from there


def test_a_loop_that_moves_nothing_is_told(desk):
    desk.begin(**LINE)
    code = "for _ in range(3):\n    with autograd.record(): l = loss()\n    w[:] -= w.grad"
    verdict = desk.type(code)
    assert (verdict.status, verdict.reason, verdict.facts) == ("wrong", "unmoved", {"name": ["w"]})


def test_a_loop_that_only_looks_is_play(desk):
    assert desk.begin(**LINE).type("for row in w: print(row)").status == "explored"


def test_a_loop_that_goes_the_right_way_is_told_by_the_check(desk):
    desk.begin(**LINE)
    assert desk.type(LOOP.format(loss="loss()", step="w[:] -= 1e-5 * w.grad")).reason == "holds"
