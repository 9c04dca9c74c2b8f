"""Which reason a failed attempt gets, a lesson's own mistakes, and answers that mean harm."""

from __future__ import annotations

import json

import pytest

from tutor.inside.values import TEXT_LENGTH

X34 = {"given": "x = nd.arange(12)", "check": [{"array": "X", "equals": "nd.arange(12).reshape((3, 4))"}]}


def test_a_listed_mistake_comes_with_the_general_reason(desk):
    verdict = desk.begin(**X34, mistakes=["X = x.reshape((4, 3))"]).type(
        "X = nd.arange(12).reshape((4, 3))\nX"
    )
    assert verdict.mistake == 0 and verdict.reason == "shape"


def test_a_mistake_that_raises_is_known_by_its_error(desk):
    desk.begin(**X34, mistakes=["X = x.reshape((5, 5))"])
    verdict = desk.type("X = nd.arange(12).reshape((7, 7))")
    assert (verdict.status, verdict.mistake) == ("error", 0)


def test_a_mistake_is_known_after_other_wrong_answers(desk):
    desk.begin(
        given="X = nd.arange(12)",
        solution="X[2] = 9",
        check=[{"array": "X"}],
        mistakes=["X[1] = 9", "X[3] = 9"],
    )
    assert [desk.type(code).mistake for code in ("X[1] = 9", "X[3] = 9", "X[1] = 9")] == [0, 1, 0]


def test_of_two_failing_checks_the_one_that_the_cell_touched_is_told(desk):
    desk.begin(check=[{"value": "a", "equals": "1"}, {"value": "b", "equals": "2"}])
    verdict = desk.type("b = 3")
    assert (verdict.check, verdict.facts["name"]) == (1, "b")
    assert desk.type("a = 2; b = 2").facts["name"] == "a"
    assert desk.type("a = 1").passed


# ── the lesson's own mistakes, and the learner's tricks ──


@pytest.mark.parametrize(
    "step",
    [
        {"check": [{"array": "X", "equals": "nd.nothing"}]},
        {"check": [{"array": "X"}], "solution": "1 / 0"},
        {"check": [{"array": "X"}], "solution": "while True: pass", "limit": 0.1},
        {"check": [{"holds": "X.nothing"}], "solution": "X = 1"},
        {"check": [{"function": "X", "on": ["nothing"]}], "solution": "def X(a): pass"},
        {"check": [{"function": "X", "on": ["1"]}], "solution": "def X(a):\n    while True: pass"},
        {"check": [{"array": "X[0]"}], "solution": "Y = 1"},
        {"kind": "predict", "solution": "x.shape"},
    ],
)
def test_a_check_that_fails_itself_is_broken_and_never_a_pass(desk, step):
    verdict = desk.begin(**step).type("3" if "kind" in step else "X = 1")
    assert verdict.status == "broken" and verdict.facts["text"]


EVIL = """
class Evil(list):
    def __eq__(self, other): raise SystemError
    def __bool__(self): raise SystemError
    def __len__(self): raise SystemError
    def __iter__(self): raise SystemError
    def __getattribute__(self, name): raise SystemError
    __hash__ = None
    @property
    def __class__(self): raise SystemError
    def __repr__(self): return 'x' * 10 ** 9
class Always:
    def __eq__(self, other): return True
    __class__ = property(lambda self: nd.NDArray)
"""


@pytest.mark.parametrize("subject", ["array", "value", "gradient", "holds"])
@pytest.mark.parametrize(
    "answer", ["Evil()", "Always()", "[Evil()]", "{'a': Always()}", "'x' * 10 ** 7", "[0] * 10 ** 6"]
)
def test_an_answer_of_evil_objects_is_wrong_and_harms_nobody(desk, subject, answer):
    check = {subject: "a" if subject != "holds" else "a.shape == (3,)"}
    equals = {} if subject == "holds" else {"equals": "nd.ones(3)"}
    desk.begin(solution="a = nd.ones(3)", check=[{**check, **equals}])
    desk.type(EVIL)
    verdict = desk.type(f"a = {answer}")
    assert verdict.status == "wrong" and len(json.dumps(verdict.facts)) < 5 * TEXT_LENGTH
    assert subject == "gradient" or desk.type("a = nd.ones(3)").passed


def test_an_error_whose_text_raises_is_told_by_its_name(desk):
    desk.begin(check=[{"value": "a", "equals": "1"}])
    desk.type("class Bad(Exception):\n    def __str__(self): raise SystemError")
    assert desk.type("a = 2\nraise Bad").facts == {"error": "Bad", "message": ""}
