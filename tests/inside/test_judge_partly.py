"""A step that asks for several things may be answered one cell at a time; each right part is progress."""

import pytest

TWO = {
    "given": "x = nd.arange(4)",
    "solution": "a = x + 1\nb = x * 2",
    "check": [{"array": "a"}, {"array": "b"}],
    "mistakes": ["a = x + 1\nb = x + 2"],
}
SLOPE = {
    "given": "x = nd.arange(4); x.attach_grad()",
    "solution": "with autograd.record(): y = x * x\ny.backward()",
    "check": [{"array": "y"}, {"gradient": "x"}],
}
SHOWN = {
    "given": "x = nd.arange(4)",
    "solution": "n = 4\nx.sum()",
    "check": [{"value": "n"}, {"result": "x.sum()"}],
}
RELATED = {
    "given": "x = nd.arange(4)",
    "solution": "a = x + 1; b = x + 2",
    "check": [{"array": "a"}, {"holds": "(b - a).sum().asscalar() == 4"}],
}


@pytest.mark.parametrize(
    ("step", "code", "right", "missing"),
    [
        (TWO, "a = x + 1", ["a"], ["b"]),
        (TWO, "b = 2 * x", ["b"], ["a"]),
        (SLOPE, "with autograd.record(): y = x * x", ["y"], ["x.grad"]),
        (SHOWN, "n = 4", ["n"], []),
        (RELATED, "a = x + 1", ["a"], []),
    ],
)
def test_a_right_part_is_progress_and_the_rest_is_named(desk, step, code, right, missing):
    verdict = desk.begin(**step).type(code)
    assert (verdict.status, verdict.facts) == ("partly", {"right": right, "missing": missing})
    assert not verdict.attempted and not verdict.passed


def test_the_rest_finishes_the_step(desk):
    desk.begin(**TWO)
    desk.type("a = x + 1")
    assert desk.type("b = x * 2").passed


def test_asking_for_a_verdict_tells_the_same(desk):
    desk.begin(**TWO)
    desk.type("a = x + 1")
    assert desk.ask().facts == {"right": ["a"], "missing": ["b"]}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("a = x + 2", "value"),
        ("a = x + 1; b = x", "value"),
        ("b = nd.ones(3)", "shape"),
        ("a = x + 1\nx * 2", "not_kept"),
        ("a = x + 1\nc = x * 2", "missing"),
        ("a = x + 1\nb = x.nothing", "error"),
    ],
)
def test_what_touches_the_rest_and_fails_is_a_mistake(desk, code, reason):
    verdict = desk.begin(**TWO).type(code)
    assert verdict.reason == reason and verdict.attempted


def test_a_wrong_rest_after_a_right_part_is_a_mistake(desk):
    desk.begin(**TWO)
    desk.type("a = x + 1")
    assert desk.type("b = x + 2").status == "wrong"


PARTS = {
    "given": "x = nd.array([3])",
    "solution": "x.attach_grad()\nwith autograd.record(): y = x * x\ny.backward()",
    "check": [{"gradient": "x"}],
    "mistakes": ["x.attach_grad()\nwith autograd.record(): y = x * x"],
}


def test_the_first_lines_of_the_solution_are_progress(desk):
    desk.begin(**PARTS)
    assert desk.type("x.attach_grad()").status == "partly"
    assert desk.type("with autograd.record():\n    y = x*x").status != "wrong"
    assert desk.type("y.backward()").passed


def test_a_listed_mistake_that_only_stops_early_is_progress_and_keeps_its_sentence(desk):
    verdict = desk.begin(**PARTS).type("x.attach_grad()\nwith autograd.record(): y = x ** 2")
    assert (verdict.status, verdict.mistake) == ("partly", 0)


@pytest.mark.parametrize("code", ["x.attach_grad()\nz = x * x", "x.attach_grad()\nx.backward()"])
def test_another_line_after_the_first_is_a_mistake(desk, code):
    assert desk.begin(**PARTS).type(code).status == "wrong"


LEARNT = {
    "solution": "w = nd.ones((2, 1))\nb = nd.zeros(1)\nw.attach_grad()\nb.attach_grad()",
    "check": [
        {"holds": f"{name}"}
        for name in ("w.shape == (2, 1)", "w.grad is not None", "b.shape == (1,)", "b.grad is not None")
    ],
}


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        (["w = nd.zeros((2, 1))"], 1),
        (["w = nd.zeros((2, 1)); b = nd.ones(1)"], 1),
        (["b = nd.ones(1)"], 3),
        (["w = nd.zeros((2, 1))", "w.attach_grad()", "b = nd.ones(1)"], 3),
    ],
)
def test_a_thing_made_right_that_lacks_a_later_line_is_progress(desk, cells, missing):
    desk.begin(**LEARNT)
    verdicts = [desk.type(code) for code in cells]
    assert {verdict.status for verdict in verdicts} == {"partly"} and verdicts[-1].check == missing


@pytest.mark.parametrize("code", ["w = nd.zeros((1, 2))", "w = nd.zeros((2, 1)); b = nd.zeros(2)", "b = 0"])
def test_a_thing_made_wrong_is_a_mistake_whatever_else_it_lacks(desk, code):
    assert desk.begin(**LEARNT).type(code).status == "wrong"
