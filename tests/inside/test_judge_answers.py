"""Steps that ask for an answer: predictions, the number of an option, a value to be shown."""

from __future__ import annotations

import pytest

from tutor.inside.syntax import worked_out


@pytest.mark.parametrize(
    ("solution", "right", "wrong"),
    [
        ("(3, 4)", "(3,4)", "(4, 3)"),
        ("0.3333", "0.33333", "0.4"),
        ("False", "False", "0"),
        ("'a'", '"a"', "'b'"),
    ],
)
def test_predictions(desk, solution, right, wrong):
    desk.begin(kind="predict", solution=solution)
    assert desk.type("x.shape").status == "explored"
    verdict = desk.type(wrong)
    assert (verdict.status, verdict.reason) == ("wrong", "answer") and verdict.facts["found"] == wrong
    assert desk.type(right).status == "passed"


@pytest.mark.parametrize(
    ("solution", "answer", "right"),
    [("(1,)", "1", "(1,)"), ("(3, 4)", "[3, 4]", "(3, 4)"), ("(3, 4)", "[4, 3]", ""), ("3", "(3,)", "")],
)
def test_a_tuple_that_lacks_only_its_brackets_is_told(desk, solution, answer, right):
    assert desk.begin(kind="predict", solution=solution).type(answer).facts["tuple"] == right


def test_a_string_that_lacks_only_its_quotes_is_told(desk):
    desk.begin(kind="predict", solution="'float32'")
    assert desk.type("float32").facts == {"found": "float32", "quoted": "'float32'"}
    assert desk.type("float64").status == "explored"


def test_choices(desk):
    desk.begin(kind="choose", solution="2", options=3, mistakes=["1"])
    for code in ("4", "0", "True", "2.5", "'2'"):
        verdict = desk.type(code)
        assert (verdict.status, verdict.reason) == ("wrong", "choice")
        assert verdict.facts == {"found": code, "options": 3}
    assert desk.type("x").status == "explored"
    assert desk.ask().reason == "answer"
    assert desk.type("1").mistake == 0
    assert desk.type("3").mistake == -1
    assert desk.type("2").passed


@pytest.mark.parametrize(
    ("solution", "answer"), [("28", "14*2"), ("81", "3**4"), ("-0.3333", "-1/3"), ("6", "2 * 3.0")]
)
def test_a_prediction_may_be_worked_out(desk, solution, answer):
    assert desk.begin(kind="predict", solution=solution).type(answer).passed


@pytest.mark.parametrize("code", ["14 + 2", "(-8) ** 0.5", "1 / 0", "2 * x", "True + 27", "len('ab') * 14"])
def test_a_calculation_on_the_way_is_play(desk, code):
    assert desk.begin(kind="predict", solution="28").type(code).status == "explored"


def test_a_power_without_end_is_not_worked_out():
    assert worked_out("9 ** 9 ** 9") is None


def test_an_option_is_not_worked_out(desk):
    assert desk.begin(kind="choose", solution="2", options=3).type("1 + 1").status == "explored"


@pytest.mark.parametrize(
    ("code", "status"),
    [("print(x.shape)", "passed"), ("print(x.size)", "explored"), ("print(x.shape)\nx.size", "wrong")],
)
def test_a_value_asked_for_may_be_printed(desk, code, status):
    step = {"given": "x = nd.ones((3, 4))", "solution": "x.shape", "check": [{"result": "x.shape"}]}
    assert desk.begin(**step).type(code).status == status
