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
