"""How an answer is judged: what passes, what is an attempt, what a retry does, what play cannot harm."""

from __future__ import annotations

import pytest

RESHAPE = {
    "given": "x = nd.arange(12)",
    "solution": "X = x.reshape((3, 4))",
    "check": [{"array": "X", "equals": "nd.arange(12).reshape((3, 4))"}],
}
ASSIGN = {
    "given": "X = nd.arange(12).reshape((3, 4))\nY = X[1:3]",
    "solution": "X[1, 2] = 9",
    "check": [{"array": "X"}],
}


# ── passing ──


@pytest.mark.parametrize(
    "code",
    [
        "X = x.reshape((3, 4))",
        "X = x.reshape((-1, 4))\nX.shape",
        "rows = 3\nX = nd.array([[4 * i + j for j in range(4)] for i in range(rows)])",
        "for X in [x.reshape((3, 4))]: print(X)",
        "X = x.reshape((3, 4)); 1 / 0",
    ],
)
def test_whatever_makes_the_checks_hold_passes(desk, code):
    assert desk.begin(**RESHAPE).type(code).passed


def test_a_right_answer_may_take_several_cells(desk):
    desk.begin(**RESHAPE)
    assert desk.type("shape = (3, 4)").status == "explored"
    assert desk.type("X = x.reshape(shape)").passed


def test_without_equals_the_solution_says_what_is_expected(desk):
    desk.begin(given="x = nd.arange(3)", solution="y = x * 2", check=[{"array": "y"}])
    assert desk.type("y = x").reason == "value"
    assert desk.type("y = x + x").passed


def test_finding_out_what_is_expected_leaves_the_names_alone(desk):
    desk.begin(given="x = nd.arange(3)", solution="x[:] = 7\nhelper = 1", check=[{"array": "x"}])
    desk.type("x[0] = 1")
    assert desk.values("x") == [1, 1, 2] and "helper" not in desk.names


# ── what is an attempt ──


@pytest.mark.parametrize(
    "code", ["x.shape", "dir(nd)", "1 / 0", "y = 3", "print(x)", "x[:] = 0", "nd = 3", "x +", ""]
)
def test_play_is_not_judged(desk, code):
    assert desk.begin(**RESHAPE).type(code).status == "explored"


def test_a_a_changed_value_is_an_attempt(desk):
    desk.begin(**ASSIGN)
    assert desk.type("Y[0] = 5").reason == "value"  # X sees it through its view


def test_a_a_changed_gradient_is_an_attempt(desk):
    desk.begin(given="x = nd.arange(3)", solution="x.attach_grad()\nx.grad[:] = 2", check=[{"gradient": "x"}])
    assert desk.type("x.attach_grad(); x.grad[:] = 1").reason == "gradient"


def test_a_the_same_wrong_value_typed_twice_is_an_attempt_twice(desk):
    desk.begin(solution="a = 3", check=[{"value": "a"}])
    assert [desk.type("a = 4").status for _ in range(2)] == ["wrong", "wrong"]


def test_b_an_error_where_the_source_assigns_the_name_is_an_attempt(desk):
    desk.begin(**RESHAPE)
    verdict = desk.type("X = x.reshape((5, 5))")
    assert (verdict.status, verdict.reason, verdict.facts["error"]) == ("error", "error", "MXNetError")
    assert desk.type("X = x.reshape((3, 4)").facts["error"] == "SyntaxError"


def test_c_a_value_where_one_is_asked_for_is_an_attempt(desk):
    desk.begin(given="x = nd.arange(12)", solution="x.size", check=[{"result": "x.size"}])
    assert desk.type("x.shape").reason == "result"
    assert desk.type("y = 12").status == "explored"
    assert desk.type("x.size").passed


def test_d_the_right_value_shown_but_not_kept_is_an_attempt(desk):
    desk.begin(**RESHAPE)
    verdict = desk.type("x.reshape((3, 4))")
    assert (verdict.status, verdict.reason, verdict.facts) == ("wrong", "not_kept", {"name": "X"})
    assert desk.type("x.reshape((4, 3))").status == "explored"


def test_e_the_effect_of_a_listed_mistake_is_an_attempt(desk):
    desk.begin(**RESHAPE, mistakes=["x[:] = 0", "y = x.reshape((3, 4))"])
    verdict = desk.type("for i in range(12): x[i] = 0")
    assert (verdict.status, verdict.mistake) == ("wrong", 0)
    assert desk.type("y = nd.arange(12).reshape((3, 4))").mistake == 1


def test_e_an_error_is_a_listed_mistake_only_where_the_same_names_were_meant(desk):
    desk.begin(**RESHAPE, mistakes=["X = x.reshape((5, 5))"])
    assert desk.type("x.reshape((7, 7))").status == "explored"
    assert desk.type("X = x.reshape((7, 7))").mistake == 0


# ── right after wrong ──


def test_a_right_answer_passes_after_a_wrong_one(desk):
    desk.begin(**ASSIGN)
    assert desk.type("X[1:3] = 9").status == "wrong"
    verdict = desk.type("X[1, 2] = 9")
    assert verdict.passed and verdict.retried
    assert desk.put_back == ("X", "Y")
    assert desk.values("X") == [[0, 1, 2, 3], [4, 5, 9, 7], [8, 9, 10, 11]]
    desk.names["Y"][0, 0] = -1
    assert desk.values("X")[1][0] == -1  # Y is still a view of X


def test_a_first_right_answer_is_no_retry(desk):
    verdict = desk.begin(**ASSIGN).type("X[1, 2] = 9")
    assert verdict.passed and not verdict.retried and desk.put_back == ()


def test_after_a_cell_that_overwrote_what_was_given(desk):
    desk.begin(**RESHAPE)
    desk.type("x = 5\nX = x")
    verdict = desk.type("X = x.reshape((3, 4))")
    assert verdict.passed and verdict.retried
    assert desk.put_back == ("x",), "X is the answer's own, and was never there before"


def test_the_operation_of_a_second_try_is_the_one_that_counts(desk):
    desk.begin(**ASSIGN)
    assert desk.type("X[1:3] = 9").status == "wrong" and desk.seen == ()
    assert desk.type("X[1, 2] = 9").retried
    (seen,) = desk.seen
    assert seen.op == "setitem"
    assert seen.inputs[0].array.values[6] == 6 and seen.output.array.values[6:9] == (9, 7, 8)


def test_after_a_cell_that_lost_what_a_method_is_called_on(desk):
    step = {"given": "x = nd.ones(2)", "solution": "x.attach_grad()", "check": [{"gradient": "x"}]}
    desk.begin(**step).type("x = x.attach_grad()")
    assert desk.type("x.missing()").status == "explored"
    verdict = desk.type("x.attach_grad()")
    assert verdict.passed and verdict.retried and desk.put_back == ("x",)


def test_after_a_cell_that_lost_what_a_value_is_asked_of(desk):
    desk.begin(given="x = nd.arange(3)", check=[{"result": "x.sum()"}]).type("x = 3")
    assert desk.type("x.sum()").passed and desk.put_back == ("x",)


def test_after_a_cell_that_took_what_the_answer_writes_into_away(desk):
    given = "x = nd.arange(3)\nx.attach_grad()\nwith autograd.record():\n    y = (x * x).sum()"
    desk.begin(given=given, solution="y.backward()", check=[{"gradient": "x"}]).type("x = 5")
    assert desk.type("y.backward()").passed and desk.put_back == ("x",)


def test_a_retry_that_fails_leaves_everything_as_the_learner_made_it(desk):
    desk.begin(**ASSIGN)
    desk.type("X[1:3] = 9")
    desk.type("mine = [X]\nX[0, 0] = 5")
    assert desk.values("X")[0][0] == 5 and desk.values("X")[2] == [9, 9, 9, 9]
    assert desk.names["mine"][0] is desk.names["X"]


@pytest.mark.parametrize(
    ("step", "circumstances"),
    [
        ({"kind": "train"}, {}),
        ({}, {"read_input": True}),
        ({}, {"interrupted": True}),
        ({}, {"limit": "output"}),
    ],
)
def test_no_second_try_where_running_again_would_harm(desk, step, circumstances):
    desk.begin(**ASSIGN, **step)
    desk.type("X[1:3] = 9")
    verdict = desk.type("X[1, 2] = 9", **circumstances)
    assert not verdict.passed and desk.values("X")[2] == [9, 9, 9, 9]


def test_a_second_try_is_limited_in_time(desk, monkeypatch):
    monkeypatch.setattr("tutor.inside.quiet.run_quietly.__defaults__", (0.1,))
    desk.begin(given="n = 0", solution="n = 1", check=[{"value": "n"}])
    desk.type("n = 5")
    assert desk.type("while n == 0: pass\nn = 2").reason == "value"
    assert desk.names["n"] == 2


# ── interrupts and limits ──


def test_an_interrupted_cell_is_not_judged(desk):
    desk.begin(**RESHAPE)
    assert desk.type("X = x.reshape((3, 4))", interrupted=True).status == "interrupted"


@pytest.mark.parametrize("limit", ["memory", "output", "time"])
def test_an_attempt_that_hits_a_limit_says_which(desk, limit):
    verdict = desk.begin(**RESHAPE).type("X = 3", limit=limit)
    assert (verdict.status, verdict.reason) == (limit, limit)


# ── asked for ──


def test_a_verdict_can_be_asked_for_at_any_time(desk):
    desk.begin(**RESHAPE)
    assert desk.ask().reason == "missing"
    desk.type("X = x")
    assert desk.ask().reason == "shape"
    desk.names["X"] = desk.names["x"].reshape((3, 4))
    assert desk.ask().passed


def test_asking_runs_each_cell_once_on_another_given(desk):
    desk.begin(given="x = nd.zeros(1)", again=["x = nd.ones(1)"], check=[{"array": "x", "equals": "x + 1"}])
    desk.type("y = x")
    desk.names["x"] += 1
    desk.trial.cells.append("x += 1")
    assert desk.ask().passed


# ── play never harms ──


def test_play_cannot_reach_what_judges(desk):
    desk.begin(**RESHAPE)
    for play in ("nd = 3", "abs = len = None", "def dir(): raise SystemError", "__builtins__ = {}"):
        desk.type(play)
    assert desk.type("X = x.reshape((4, 3))").reason == "shape"
    assert desk.type("X = x.reshape((3, 4))").passed


@pytest.mark.parametrize(
    "play",
    [
        "nd.arange = None",
        "del nd.NDArray.reshape",
        "import builtins\nbuiltins.len = builtins.isinstance = None",
        "import builtins\ndel builtins.any",
        "__builtins__ = {}",
    ],
)
def test_what_play_does_to_modules_ends_with_the_cell(desk, play):
    desk.begin(**RESHAPE)
    assert desk.type(play).status == "explored"
    assert desk.type("X = x.reshape((3, 4))").passed


def test_play_after_acceptance_is_put_back_when_the_next_step_begins(desk):
    desk.begin(**RESHAPE).type("X = x.reshape((3, 4))")
    desk.type("X[:] = 0\nx = 5\ndel nd\nmine = 1")
    desk.begin(names=("nd", "x", "X"), solution="Z = X + 1", check=[{"array": "Z"}])
    assert set(desk.put_back) == {"nd", "x", "X"}
    assert desk.values("X")[2][3] == 11 and desk.names["mine"] == 1
    assert desk.type("Z = 1 + X").passed


def test_play_before_acceptance_does_not_reach_the_next_step_either(desk):
    desk.begin(**RESHAPE)
    desk.type("x = nd.arange(12) * 100")
    assert desk.type("X = nd.arange(12).reshape((3, 4))").passed
    desk.begin(
        names=("nd", "x", "X"), solution="y = x + 1", check=[{"array": "y", "equals": "nd.arange(12) + 1"}]
    )
    assert desk.put_back == ("x",)
    assert desk.type("y = x + 1").passed


def test_what_the_solution_changes_besides_what_is_checked_is_kept(desk):
    desk.begin(given="log = []\na = 1", solution="a = 2\nlog.append(a)", check=[{"value": "a"}])
    assert desk.type("a = 2; log.append(a)").passed
    desk.begin(names=("a", "log"), solution="pass")
    assert desk.put_back == () and desk.names["log"] == [2]


def test_recording_that_play_left_on_ends_with_the_step(desk):
    desk.begin(solution="a = 1", check=[{"value": "a"}]).type("a = 1")
    desk.type("autograd.set_recording(True)")
    desk.begin(solution="on = autograd.is_recording()", check=[{"value": "on", "equals": "False"}])
    assert desk.type("on = autograd.is_recording()").passed


def test_names_bound_again_to_equal_values_are_not_announced(desk):
    desk.begin(**RESHAPE).type("X = x.reshape((3, 4))")
    desk.type("x = nd.arange(12)")
    desk.begin(names=("x", "X"), solution="pass")
    assert desk.put_back == ()


def test_reset_begins_the_step_anew(desk):
    desk.begin(**ASSIGN)
    desk.type("X[1, 2] = 9")
    desk.trial.restart()
    assert desk.values("X")[1][2] == 6
    assert desk.type("X[:] = 9").status == "wrong"
