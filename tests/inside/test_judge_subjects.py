"""Every subject of a check, passing and failing, and what is told about a failure."""

from __future__ import annotations

import json
import math

import pytest

X34 = {"given": "x = nd.arange(12)", "check": [{"array": "X", "equals": "nd.arange(12).reshape((3, 4))"}]}


def reason(verdict):
    """The reason with its facts, which JSON can hold."""
    assert json.loads(json.dumps(verdict.facts, allow_nan=False)) == verdict.facts
    return verdict.status, verdict.reason, verdict.facts


# ── array ──


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("X = x", {"found": [12], "expected": [3, 4], "hint": "flattened"}),
        ("X = nd.arange(11)", {"found": [11], "expected": [3, 4], "hint": ""}),
        ("X = x.reshape((3, 4)).T", {"found": [4, 3], "expected": [3, 4], "hint": "transposed"}),
        ("X = x.reshape((4, 3))", {"found": [4, 3], "expected": [3, 4], "hint": ""}),
    ],
)
def test_a_wrong_shape_is_named(desk, code, facts):
    assert reason(desk.begin(**X34).type(code)) == ("wrong", "shape", {"name": "X", **facts})


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("X = np.arange(12).reshape((3, 4))", "ndarray"),
        ("X = [[0, 1]]", "list"),
        ("X = 3", "int"),
        ("X = None", "NoneType"),
    ],
)
def test_what_is_no_ndarray_gets_its_own_message(desk, code, kind):
    facts = {"name": "X", "found": kind, "expected": "NDArray"}
    assert reason(desk.begin(**X34).type(code)) == ("wrong", "kind", facts)


def test_values_that_are_off_say_how_many_where_and_by_how_much(desk):
    verdict = desk.begin(**X34).type("X = x.reshape((3, 4)); X[1, 2] = 9; X[2, 3] = 12.5")
    assert reason(verdict) == (
        "wrong",
        "value",
        {
            "name": "X",
            "count": 2,
            "size": 12,
            "index": [1, 2],
            "found": 9.0,
            "expected": 6.0,
            "off": 3.0,
            "hint": "",
        },
    )


def test_a_transposed_square_is_told_by_its_values(desk):
    desk.begin(given="x = nd.arange(4).reshape((2, 2))", check=[{"array": "X", "equals": "x"}])
    assert desk.type("X = x.T").facts["hint"] == "transposed"


def test_values_need_only_be_close(desk):
    desk.begin(**X34)
    assert desk.type("X = x.reshape((3, 4)) * 1.00001").passed


def test_not_a_number_equals_itself_and_is_told_as_text(desk):
    desk.begin(check=[{"array": "a", "equals": "nd.array([float('nan'), 1])"}])
    assert desk.type("a = nd.array([1, 1])").facts["expected"] == "nan"
    assert desk.type("a = nd.array([float('nan'), 1])").passed


def test_the_dtype_counts_where_the_step_says_so(desk):
    desk.begin(check=[{"array": "a", "equals": "nd.ones(2)", "dtype": "int32"}])
    assert reason(desk.type("a = nd.ones(2)")) == (
        "wrong",
        "dtype",
        {"name": "a", "found": "float32", "expected": "int32"},
    )
    assert desk.type("a = nd.ones(2).astype('int32')").passed
    assert (
        desk.begin(check=[{"array": "a", "equals": "nd.ones(2)"}])
        .type("a = nd.ones(2).astype('int32')")
        .passed
    )


# ── missing, not kept, literal ──


def test_a_name_that_is_missing(desk):
    assert reason(desk.begin(**X34).ask()) == ("wrong", "missing", {"name": "X", "kept_as": ""})


def test_the_right_value_under_another_name(desk):
    desk.begin(**X34, mistakes=["Y = x.reshape((3, 4))"])
    verdict = desk.type("Y = x.reshape((3, 4))")
    assert reason(verdict) == ("wrong", "missing", {"name": "X", "kept_as": "Y"}) and verdict.mistake == 0


def test_an_array_that_passes_but_for_its_name_is_an_attempt(desk):
    desk.begin(**X34)
    kept_as = {"name": "X", "kept_as": "m"}
    assert reason(desk.type("m = x.reshape((3, 4))")) == ("wrong", "missing", kept_as)
    assert desk.type("m = x.reshape((4, 3))").status == "explored"
    drawn = {"check": [{"holds": "W.shape == (2, 3)"}], "solution": "W = nd.random.normal(shape=(2, 3))"}
    desk.begin(**drawn)
    assert reason(desk.type("nd.random.normal(shape=(2, 3))")) == ("wrong", "not_kept", {"name": "W"})
    assert reason(desk.type("w = nd.random.normal(shape=(2, 3))"))[2]["kept_as"] == "w"
    assert "W" not in desk.names
    desk.begin(solution="def f(a): return 2 * a", check=[{"function": "f", "on": ["3"]}])
    assert reason(desk.type("def g(a): return a + a"))[2]["kept_as"] == "g"
    desk.begin(solution="mode = True", check=[{"value": "mode"}])
    assert reason(desk.type("Mode = True"))[2]["kept_as"] == "Mode"
    assert desk.type("yes = True").status == "explored"


def test_another_name_is_told_of_after_a_wrong_answer_too(desk):
    desk.begin(**X34)
    desk.type("X = x.reshape((4, 3))")
    assert reason(desk.type("m = x.reshape((3, 4))")) == ("wrong", "missing", {"name": "X", "kept_as": "m"})
    assert desk.type("m = x.reshape((2, 6))").status == "explored"
    assert desk.type("X = m.reshape((3, 4))").passed


def test_an_error_after_a_literal_is_told_as_the_error(desk):
    again = "x = nd.arange(12) + 5"
    desk.begin(given="x = nd.arange(12)", again=[again], check=[{"array": "y", "equals": "x + 1"}])
    assert desk.type("y = nd.array([1,2,3,4,5,6,7,8,9,10,11,12])").reason == "literal"
    assert desk.type("y = x.plus(1)").reason == "error"


def test_a_literal_where_an_operation_is_asked_for(desk):
    again = "x = nd.arange(12) + 5"
    desk.begin(given="x = nd.arange(12)", again=[again], check=[{"array": "y", "equals": "x + 1"}])
    assert reason(desk.type("y = nd.array([1,2,3,4,5,6,7,8,9,10,11,12])")) == (
        "wrong",
        "literal",
        {"given": again},
    )
    assert desk.type("y.shape").status == "explored"
    assert desk.values("x")[0] == 0
    assert desk.type("one = 1").status == "explored"
    assert desk.type("y = x + one").passed  # right elsewhere with the cell before it


def test_a_lesson_whose_other_given_fails_is_broken(desk):
    desk.begin(given="x = nd.arange(2)", again=["x = nd.nothing"], check=[{"array": "y", "equals": "x"}])
    assert reason(desk.type("y = x"))[:2] == ("broken", "broken")


# ── value ──


@pytest.mark.parametrize(
    ("expected", "right", "wrong", "why"),
    [
        ("3", "3.0", "4", "value"),
        ("(3, 4)", "(3, 4)", "[3, 4]", "kind"),
        ("'ab'", "'a' + 'b'", "'ba'", "value"),
        ("[1, [2.0, 'x']]", "[1, [2.00001, 'x']]", "[1, [3, 'x']]", "value"),
        ("{'a': 1, 'b': 2}", "dict(b=2, a=1)", "{'a': 1}", "value"),
        ("{1, 2}", "{2, 1}", "{2, 3}", "value"),
        ("None", "None", "0", "kind"),
        ("nd.ones(2)", "nd.ones(2)", "nd.zeros(2)", "value"),
        ("np.float32(0.1)", "0.1", "nd.array([0.1])", "kind"),
        ("np.array(['a'])", "np.array(['a'])", "np.array(['b'])", "value"),
        ("True", "1 == 1", "False", "value"),
        ("1 + 2j", "1 + 2j", "1 - 2j", "value"),
        ("np.float32", "np.float32", "np.float64", "value"),
        ("slice(1, 3)", "slice(1, 3)", "slice(1, 4)", "value"),
        ("10 ** 400", "10 ** 400", "10 ** 401", "value"),
    ],
)
def test_python_values(desk, expected, right, wrong, why):
    desk.begin(check=[{"value": "a", "equals": expected}])
    assert reason(desk.type(f"a = {wrong}"))[:2] == ("wrong", why)
    assert desk.type(f"a = {right}").passed


def test_an_expression_may_stand_for_a_name(desk):
    desk.begin(given="net = [0]", solution="net[0] = 5", check=[{"value": "net[0]"}])
    assert desk.type("net[0] = 4").facts["name"] == "net[0]"
    assert desk.type("net = 3").reason == "missing"
    assert desk.type("net[0] = 5").passed


def test_a_number_that_is_off(desk):
    desk.begin(check=[{"value": "a", "equals": "22.5"}])
    facts = desk.type("a = 20").facts
    assert (facts["found"], facts["expected"], facts["off"]) == (20, 22.5, -2.5)


# ── gradient ──


def test_gradients(desk):
    desk.begin(given="x = nd.arange(3)", check=[{"gradient": "x", "equals": "2 * nd.ones(3)"}])
    assert reason(desk.ask()) == ("wrong", "no_gradient", {"name": "x"})
    verdict = desk.type("x.attach_grad()")
    assert verdict.reason == "gradient" and verdict.facts["cause"] == "value" and verdict.facts["found"] == 0
    assert desk.type("x.grad[:] = 2").passed


def test_a_gradient_of_what_has_none(desk):
    desk.begin(check=[{"gradient": "x", "equals": "nd.ones(3)"}])
    assert desk.ask().reason == "missing"
    assert desk.type("x = 3").reason == "kind"


# ── result, prints, raises ──


def test_results(desk):
    desk.begin(given="x = nd.arange(12)", check=[{"result": "x.sum()"}])
    assert desk.type("x.sum(); ").status == "explored"
    assert desk.type("x").facts["cause"] == "shape"
    verdict = desk.type("x.sum().asscalar()")
    assert reason(verdict)[:2] == ("wrong", "result") and verdict.facts["cause"] == "kind"
    assert desk.ask().reason == "result"
    assert desk.type("x.sum()").passed


def test_printed_text(desk):
    desk.begin(check=[{"prints": "False\nTrue"}])
    assert reason(desk.type("print(True)")) == (
        "wrong",
        "prints",
        {"found": "True", "expected": "False True"},
    )
    assert desk.type("a = 1").status == "explored"
    assert desk.type("print('so:', False); print('  True')").passed


def test_raised_errors(desk):
    desk.begin(check=[{"raises": "LookupError"}])
    assert desk.type("1 + 1").status == "explored"
    assert reason(desk.type("1 / 0")) == (
        "wrong",
        "raises",
        {"found": "ZeroDivisionError", "expected": "LookupError"},
    )
    assert desk.type("[][1]").passed


# ── looked up ──


def test_looked_up_objects(desk):
    desk.begin(kind="lookup", check=[{"looked_up": "nd.ones_like", "by": "help"}])
    nd = desk.names["nd"]
    assert desk.type("nd.ones_like").status == "explored"
    assert reason(desk.type("0", lookups=[("help", nd.ones)])) == (
        "wrong",
        "looked_up",
        {"found": ["nd.ones"], "expected": "nd.ones_like", "by": "help"},
    )
    assert desk.type("0", lookups=[("dir", nd.ones_like)]).reason == "looked_up"
    assert desk.type("0", lookups=[("help", nd), ("help", nd.ones_like)]).passed


def test_a_method_may_be_looked_up_on_any_array(desk):
    desk.begin(kind="lookup", check=[{"looked_up": "nd.NDArray.reshape"}])
    assert desk.type("0", lookups=[("?", desk.names["nd"].ones(2).reshape)]).passed


# ── function ──

SQUARE = {
    "solution": "def f(a, b=2): return a ** b",
    "check": [{"function": "f", "on": ["nd.arange(3)", "3, b=1"]}],
}


def test_functions_are_called(desk):
    desk.begin(**SQUARE)
    assert desk.ask().reason == "missing"
    assert desk.type("f = 3").reason == "kind"
    assert reason(desk.type("def f(a, b=2): return a * 2")) == (
        "wrong",
        "function",
        {
            "name": "f",
            "arguments": "nd.arange(3)",
            "cause": "value",
            "found": "[0, 2, 4]",
            "expected": "[0, 1, 4]",
        },
    )
    raised = desk.type("def f(a): return a ** 2").facts
    assert raised["cause"] == "error"
    assert raised["found"].startswith("TypeError: f() got an unexpected keyword argument")
    assert desk.type("f = lambda a, b=2: a ** b").passed


def test_what_a_function_raises_is_told_without_what_would_fit(desk):
    desk.begin(
        solution="def f(a, b): return nd.dot(a, b.T)",
        check=[{"function": "f", "on": ["nd.ones((3, 4)), nd.ones((5, 4))"]}],
    )
    told = desk.type("def f(a, b): return nd.dot(a, b)").facts["found"]
    assert told.startswith("MXNetError: dot: (3, 4) · (5, 4)")
    assert "fit" not in told


def test_calling_a_learners_function_leaves_the_names_alone(desk):
    desk.begin(
        given="w = nd.ones(2)",
        solution="def sgd(p): p[:] = p - 0.5",
        check=[{"function": "sgd", "on": ["w"]}],
    )
    facts = desk.type("def sgd(p): p[:] = 7").facts
    assert (facts["cause"], facts["found"], facts["expected"]) == ("arguments", "[7, 7]", "[0.5, 0.5]")
    assert desk.type("def sgd(p):\n    global calls\n    calls = 1\n    p[:] = p * 0.5").passed
    assert desk.values("w") == [1, 1] and "calls" not in desk.names


def test_random_functions_are_called_from_one_seed(desk):
    code = "def noise(n): return nd.random.normal(0, 1, shape=(n,))"
    desk.begin(solution=code, check=[{"function": "noise", "on": ["3"]}])
    assert desk.type("nd.random.normal(0, 1, shape=(9,))").status == "explored"
    assert desk.type(code + "\n").passed


def test_a_mistake_in_a_function_is_known_by_what_the_function_gives(desk):
    desk.begin(**SQUARE, mistakes=["def f(a, b=2): return a * b"])
    assert desk.type("def f(x, b=2):\n    y = b * x\n    return y").mistake == 0


def test_arguments_that_play_has_deleted_are_missing(desk):
    desk.begin(given="w = 2", solution="def f(a): return a", check=[{"function": "f", "on": ["w"]}])
    desk.type("del w")
    assert reason(desk.type("def f(a): return a + 1")) == ("wrong", "missing", {"name": "w", "kept_as": ""})
    assert desk.type("def f(b): return b").retried


def test_an_endless_function_is_out_of_time(desk, monkeypatch):
    monkeypatch.setattr("tutor.inside.limit.time_limit.__wrapped__.__defaults__", (0.1,))
    desk.begin(**SQUARE)
    assert desk.type("def f(a, b=2):\n    while True: pass").status == "time"


# ── holds ──


def test_expressions_hold_or_not(desk):
    desk.begin(
        solution="w = nd.ones(2)", check=[{"holds": "abs(w.sum().asscalar() - limit) < 1"}], given="limit = 2"
    )
    assert reason(desk.type("w = nd.zeros(2)")) == (
        "wrong",
        "holds",
        {"expression": "abs(w.sum().asscalar() - limit) < 1"},
    )
    assert desk.type("w = [1]").reason == "holds"  # it raises, but not after the solution
    assert desk.type("w = nd.ones(2)").passed


def test_a_name_that_an_expression_needs_is_missing(desk):
    desk.begin(solution="w = 1", check=[{"holds": "w == 1"}])
    assert desk.ask().reason == "missing" and desk.ask().facts["name"] == "w"


def test_random_answers_are_judged_by_what_holds(desk):
    desk.begin(solution="X = nd.random.normal(0, 1, shape=(3, 4))", check=[{"holds": "X.shape == (3, 4)"}])
    assert desk.type("X = nd.random.normal(0, 1, shape=(4, 3))").reason == "holds"
    assert desk.type("X = nd.random.normal(0, 1, shape=(3, 4))").passed


def test_looking_at_an_answer_draws_no_random_numbers(desk):
    step = {
        "solution": "a = 1",
        "check": [{"holds": "nd.random.normal(shape=(2,)).shape == (2,) and a == 1"}],
    }
    draws = []
    for asked in (0, 3):
        desk.begin(given="from engine import random; random.seed(1)", **step)
        for _ in range(asked):
            desk.ask()
        draws.append(float(desk.names["nd"].random.normal(shape=(1,)).asscalar()))
    assert draws[0] == draws[1] and not math.isnan(draws[0])
