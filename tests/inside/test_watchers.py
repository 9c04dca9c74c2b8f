"""What the kernel tells about a cell unasked: names, operations, graphs, curves, lookups, images."""

import base64

import pytest

from tutor.events import (
    CellEnded,
    Error,
    Graph,
    Help,
    Images,
    Notice,
    Operation,
    Training,
    Value,
    Variables,
)
from tutor.inside import lookups

IMPORTS = "from mxnet import nd, autograd\nimport numpy as np\n"

LOOP = """
w, b = nd.zeros((2, 1)), nd.zeros((1,))
w.attach_grad()
b.attach_grad()
X = nd.array([[1, 2], [3, 4]])
for step in range(300):
    with autograd.record():
        loss = (nd.dot(X, w) + b - 1) ** 2
    loss.backward()
    w[:] -= 0.01 * w.grad
    b[:] -= 0.01 * b.grad
"""


@pytest.fixture
def learner(room):
    """A kernel in which the imports have been made."""
    room.cell(IMPORTS)
    return room


def names(heard):
    """The variables by name, as last told."""
    return {variable.name: variable for variable in heard.last(Variables).variables}


# ── names ──


def test_only_what_the_learner_made_is_shown_in_the_order_it_came(learner):
    heard = learner.cell("b = 1\na = 'text'\ndef f(x, y): pass\n_hidden = 2\nfrom math import sqrt\nb = 2")
    assert [(v.name, v.kind, v.text) for v in heard.last(Variables).variables] == [
        ("b", "int", "2"),
        ("a", "str", "'text'"),
        ("f", "function", "(x, y)"),
    ]


def test_an_array_comes_with_shape_values_and_gradient(learner):
    x = names(learner.cell("x = nd.arange(4)\nx.attach_grad()"))["x"]
    assert (x.array.shape, x.array.dtype, x.array.device) == ((4,), "float32", "cpu(0)")
    assert x.array.values == (0, 1, 2, 3) and (x.array.low, x.array.high) == (0, 3)
    assert x.has_gradient and x.gradient.values == (0, 0, 0, 0)


def test_a_large_array_comes_as_a_corner_with_its_last_row_and_column(learner):
    x = names(learner.cell("x = nd.arange(10000).reshape((100, 100))"))["x"].array
    assert x.block == (8, 8)
    assert x.values[:8] == (0, 1, 2, 3, 4, 5, 6, 99)
    assert x.values[-8:] == (9900, 9901, 9902, 9903, 9904, 9905, 9906, 9999)


def test_what_is_not_finite_has_no_extremes(learner):
    x = names(learner.cell("x = nd.array([1, float('inf'), float('nan')])"))["x"].array
    assert x.low is None and x.values[0] == 1 and x.values[1] == float("inf")


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("x", {}),
        ("x[0] = 5", {"x": "changed"}),
        ("x = nd.zeros(3)", {"x": "changed"}),
        ("x.attach_grad()", {"x": "changed"}),
        ("items.append(4)", {"items": "changed"}),
        ("y = 1", {"y": "new"}),
        ("del x", {}),
    ],
)
def test_a_name_is_marked_when_it_is_new_or_changed(learner, code, changed):
    learner.cell("x = nd.zeros(3)\nitems = [1, 2]")
    told = names(learner.cell(code))
    assert {name: variable.change for name, variable in told.items() if variable.change} == changed


def test_showing_a_name_runs_nothing_of_the_learners(learner):
    heard = learner.cell(
        "class Loud:\n"
        "    def __repr__(self): print('repr')\n"
        "    def __len__(self): print('len')\n"
        "    __eq__ = __getattribute__ = lambda self, other: print('asked')\n"
        "loud = Loud()\nboth = [loud]"
    )
    assert heard.printed() == ""
    assert (names(heard)["loud"].kind, names(heard)["both"].text) == ("Loud", "[Loud]")


def test_a_value_tells_its_kind_and_array(learner):
    value = learner.cell("nd.ones((2, 2))").last(Value)
    assert value.kind == "NDArray" and value.array.shape == (2, 2)
    assert value.text.endswith("<NDArray 2x2 @cpu(0)>")


# ── operations ──


def test_the_last_operation_is_told_with_the_learners_names(learner):
    learner.cell("A = nd.ones((3, 1))\nB = nd.ones((1, 2))")
    operation = learner.cell("C = A + B").last(Operation)
    assert operation.op == "add" and [operand.name for operand in operation.inputs] == ["A", "B"]
    assert operation.output.name == "C" and operation.output.array.shape == (3, 2)
    assert not operation.view


def test_a_view_is_told_as_one(learner):
    learner.cell("x = nd.arange(12)")
    assert learner.cell("X = x.reshape((3, 4))").last(Operation).view


def test_the_operation_of_a_helper_yields_to_the_cells_own(learner):
    import_helper = "import sys, types\nhelper = types.ModuleType('helper')\n"
    source = "exec(compile('def inner(a): return (a * 2).sum()', '/helper.py', 'exec'), helper.__dict__)"
    learner.cell(import_helper + source)
    operation = learner.cell("x = nd.ones(3)\ny = x + 1\nz = helper.inner(y)").last(Operation)
    assert operation.output.name == "y"


@pytest.mark.parametrize(
    ("write", "op", "held"),
    [
        ("X[1:2, :] = 12", "setitem", [12, 12, 12]),
        ("X[1] += 12", "setitem", [15, 16, 17]),
        ("X[1, 2] *= 2", "setitem", [3, 4, 10]),
        ("X[[1]] = 12", "setitem", [12, 12, 12]),
        ("X[:] -= 1", "setitem", [2, 3, 4]),
        ("X += 1", "add", [4, 5, 6]),
        ("nd.elemwise_add(X, X, out=X)", "add", [6, 8, 10]),
        ("X[0] = 7\nX[1] = X[0]", "setitem", [7, 7, 7]),
        ("v = X[0]\nv += 1\nX[1] = v", "setitem", [1, 2, 3]),
    ],
)
def test_a_write_is_told_with_what_the_array_held_before(learner, write, op, held):
    learner.cell("X = nd.arange(6).reshape((2, 3))")
    operation = learner.cell(write).last(Operation)
    assert operation.op == op and operation.output.name == "X"
    assert operation.inputs[0].array.values[3:] == (3, 4, 5)
    assert operation.output.array.values[3:] == tuple(held)


def test_of_a_large_array_a_write_tells_only_what_it_holds_now(learner):
    learner.cell("X = nd.zeros((100, 100))")
    operation = learner.cell("X[0] = 5").last(Operation)
    assert operation.inputs[0].array == operation.output.array


def test_a_loop_of_operations_is_no_operation_to_show(learner):
    assert not learner.cell("x = nd.ones(2)\nfor _ in range(200): x = x + 1").of(Operation)


# ── graphs ──


def test_backward_tells_the_graph_that_it_walked(learner):
    learner.cell("x = nd.arange(4).reshape((4, 1))\nx.attach_grad()")
    graph = learner.cell("with autograd.record():\n    y = 2 * nd.dot(x.T, x)\ny.backward()").last(Graph)
    nodes = {node.id: node for node in graph.nodes}
    head = nodes[graph.heads[0]]
    dot = nodes[head.inputs[0]]
    assert (head.name, head.op, dot.op, graph.recorded) == ("y", "multiply", "dot", 3)
    transpose, x = (nodes[id] for id in dot.inputs)
    assert (transpose.op, x.op, x.name, x.inputs) == ("transpose", "", "x", ())
    assert x.gradient.values == (0, 4, 8, 12)
    assert len(dot.rules) == len(dot.passes) == 2 and dot.rules[0] == "g · bᵀ"
    assert dot.passes[1].values == (0, 2, 4, 6)


def test_a_gradient_that_adds_up_on_its_way_is_told_apart_from_its_parts(learner):
    learner.cell("x = nd.array([1, 2])\nx.attach_grad()")
    graph = learner.cell("with autograd.record():\n    y = x * x + 3 * x\n    y.sum().backward()").last(Graph)
    assert graph.recorded == 4 and len(graph.nodes) == 5
    by_op = {node.op: node for node in graph.nodes}
    assert by_op["sum"].passes == (by_op["add"].gradient,)
    passed = [
        array.values
        for node in graph.nodes
        for id, array in zip(node.inputs, node.passes, strict=True)
        if id == by_op[""].id
    ]
    assert sorted(passed) == [(1, 2), (1, 2), (3, 3)] and by_op[""].gradient.values == (5, 7)


def test_nodes_have_the_names_of_then_and_those_that_a_cell_gives_later(learner):
    learner.cell("x = nd.ones(2)\nx.attach_grad()")
    code = "def f():\n    with autograd.record(): z = x * 2\n    z.backward()\n    return z\nkept = f()"
    assert {node.name for node in learner.cell(code).last(Graph).nodes} == {"kept", "x"}
    assert "loss" in {node.name for node in learner.cell(LOOP).last(Graph).nodes}


def test_backward_from_a_variable_itself_walks_no_graph(learner):
    assert not learner.cell("x = nd.arange(4)\nx.attach_grad()\nx.backward()").of(Graph)


def test_only_the_first_graph_of_a_cell_is_told(learner):
    assert len(learner.cell(LOOP).of(Graph)) == 1


# ── curves ──


def test_a_short_loop_has_its_whole_curve(learner):
    heard = learner.cell(LOOP)
    points = [point for message in heard.of(Training) for point in message.points]
    assert [step for step, _ in points] == list(range(1, 301))
    assert points[0][1] == 1.0 and points[-1][1] < 0.1
    last = heard.last(Training)
    norms = dict(last.norms)
    assert norms.keys() == {"w", "b"}
    assert len(norms["w"]) > 8 and norms["w"][0] > norms["w"][-1] > 0
    assert [(p.name, p.array.shape) for p in last.parameters] == [("w", (2, 1)), ("b", (1,))]


def test_one_backward_is_no_curve(learner):
    learner.cell("x = nd.ones(2)\nx.attach_grad()")
    assert not learner.cell("with autograd.record():\n    y = x * x\ny.backward()").of(Training)


def test_a_long_loop_is_told_while_it_runs_and_not_too_often(learner):
    heard = learner.cell(LOOP.replace("300", "3000"))
    steps = [step for message in heard.of(Training) for step, _ in message.points]
    assert steps == sorted(set(steps)) and steps[:1000] == list(range(1, 1001)) and steps[-1] == 3000
    assert len(heard.of(Training)) <= heard.last(CellEnded).seconds * 20 + 2


def test_parameters_of_a_network_have_its_names(learner):
    heard = learner.cell(
        "from mxnet import gluon\nfrom mxnet.gluon import nn\n"
        "net = nn.Sequential()\nnet.add(nn.Dense(1))\nnet.initialize()\n"
        "for _ in range(3):\n"
        "    with autograd.record(): loss = net(nd.ones((2, 3)))\n"
        "    loss.backward()"
    )
    assert [name.rpartition("_")[2] for name, _ in heard.last(Training).norms] == ["weight", "bias"]
    assert names(heard)["net"].kind == "Sequential"


# ── errors of the engine ──


def test_a_shape_error_knows_operands_and_names(learner):
    learner.cell("A = nd.ones((3, 4))\nB = nd.ones((3, 4))")
    error = learner.cell("C = 1 + nd.dot(A, B)").last(Error)
    assert error.name == "MXNetError" and (error.column, error.end_column) == (8, 20)
    assert error.facts["op"] == "dot" and error.facts["names"] == ["A", "B"]
    assert error.facts["shapes"] == [[3, 4], [3, 4]] and error.facts["axes"] == [1, 0]
    assert "nd.dot(A, B.T)" in error.facts["fits"] and [3, 3] in error.facts["gives"]
    operands = [(operand.name, operand.array.shape) for operand in error.operands]
    assert operands == [("A", (3, 4)), ("B", (3, 4))]


def test_a_method_names_the_object_that_it_is_called_on(learner):
    learner.cell("x = nd.arange(12)")
    error = learner.cell("x.reshape((5, 5))").last(Error)
    assert error.facts["op"] == "reshape" and error.facts["names"] == ["x"]


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("Weigth", "Weight"),
        ("weight", "Weight"),
        ("arange(3)", "nd.arange"),
        ("nd.arrange(3)", "arange"),
        ("from mxnet import ndd", "nd"),
        ("Weight.shapes", "shape"),
        ("def f(count): return cuont\nf(1)", "count"),
        ("false", "False"),
        ("banana", ""),
    ],
)
def test_a_name_that_is_not_there_comes_with_the_one_that_was_meant(learner, code, near):
    learner.cell("Weight = nd.ones(2)")
    assert learner.cell(code).last(Error).facts.get("near", "") == near


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("nd.arrange(3)", "mxnet.nd has no 'arrange'; did you mean 'arange'?"),
        ("from mxnet import ndd", "cannot import name 'ndd' from 'mxnet'"),
    ],
)
def test_a_module_is_called_as_the_learner_imports_it(learner, code, message):
    assert learner.cell(code).last(Error).message.startswith(message)


def test_a_part_of_the_library_comes_with_its_import(learner):
    facts = learner.cell("gluon.loss.L2Loss()").last(Error).facts
    assert facts["brought_by"] == "from mxnet import gluon" and "near" not in facts


def test_an_error_in_a_function_names_that_functions_own(learner):
    learner.cell("def linreg(X, w):\n    return nd.dot(X, w)")
    error = learner.cell("y = linreg(nd.ones((2, 3)), nd.ones((2, 3)))").last(Error)
    assert error.facts["names"] == ["X", "w"] and error.line == 0


# ── lookups ──


@pytest.mark.parametrize(
    ("code", "name", "via"),
    [
        ("dir(nd.random)", "nd.random", "dir"),
        ("print(dir(nd.random))", "nd.random", "dir"),
        ("help(nd.ones_like)", "nd.ones_like", "help"),
        ("help('nd.ones_like')", "nd.ones_like", "help"),
        ("nd.random.uniform?", "nd.random.uniform", "?"),
        ("nd.random.uniform??", "nd.random.uniform", "??"),
    ],
)
def test_a_lookup_opens_beside(learner, code, name, via):
    help = learner.cell(code).last(Help)
    assert (help.name, help.via) == (name, via)
    assert bool(help.source) == (via == "??")


def test_dir_still_gives_the_list(learner):
    heard = learner.cell("print(dir(nd.random))")
    assert "'uniform'" in heard.printed()
    assert ("uniform", True) in [(name, bool(line)) for name, line in heard.last(Help).members]


def test_dir_of_nothing_gives_the_names_here(learner):
    assert learner.cell("x = 1\n'x' in dir(), 'sys' in dir()").last(Value).text == "(True, False)"


def test_records_of_lookups_end_apart_even_while_equal():
    outer, inner = [], []
    with lookups.recorded(outer):
        with lookups.recorded(inner):
            pass
        lookups.quiet_help(len)
    assert (outer, inner) == ([("help", len)], [])


@pytest.mark.parametrize("code", ["what is a shape?", "I don't know ?", "什么是形状？"])
def test_a_question_in_words_is_told_how_to_ask(learner, code):
    heard = learner.cell(code)
    assert heard.last(Notice).code == "notice.asked"
    assert not heard.of(Help)


def test_help_prints_nothing(learner):
    assert learner.cell("help(nd.ones_like)").printed() == ""


@pytest.mark.parametrize("code", ["nd.reshap?", "help('nd.reshap')"])
def test_a_question_about_nothing_is_answered_with_what_was_probably_meant(learner, code):
    (found,) = learner.cell(code).of(Help)
    assert (found.name, found.kind) == ("nd.reshap", "unknown")
    assert "nd.reshape" in dict(found.members)


@pytest.mark.parametrize("code", ["help()", "help"])
def test_help_alone_says_where_to_begin_and_knows_pythons_own_words(learner, code):
    (start,) = learner.cell(code).of(Help)
    assert start.kind == "start"
    assert dict(start.members)["nd.random"].startswith("Random arrays")
    (word,) = learner.cell("help('for')").of(Help)
    assert "iterate over the elements of a sequence" in word.text


# ── images ──


def test_images_come_as_pixels(learner):
    heard = learner.cell(
        "from engine import hooks\n"
        "hooks.on_images([np.array([[0.0, 1.0]]), np.array([[128]])], ['shirt\\ncoat', 'bag'])"
    )
    first, second = heard.last(Images).pictures
    assert (first.height, first.width, first.label, first.prediction) == (1, 2, "shirt", "coat")
    assert base64.b64decode(first.pixels) == bytes([0, 255])
    assert base64.b64decode(second.pixels) == bytes([128]) and second.prediction == ""


# ── errors in the learner's own names ──


@pytest.mark.parametrize(
    ("code", "names", "fits"),
    [
        ("A += v", ["A", "v"], ["A += v.reshape((3, 1))"]),
        ("nd.dot(A * 2, A)", ["A * 2", "A"], ["nd.dot(A * 2, A.T)", "nd.dot((A * 2).T, A)"]),
        ("nd.dot(A, C.T)", ["A", "C.T"], ["nd.dot(A, C)"]),
        ("A[1:3] = nd.ones((3, 3))", ["A[1:3]", ""], []),
    ],
)
def test_what_would_fit_is_code_in_the_learners_names(learner, code, names, fits):
    learner.cell("A, v, C = nd.ones((3, 4)), nd.ones(3), nd.ones((4, 2))")
    facts = learner.cell(code).last(Error).facts
    assert (facts["names"], facts["fits"]) == (names, fits)
