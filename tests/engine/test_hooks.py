"""The two observers: what they are told, and that nothing is told when nobody listens."""

import pytest

from engine import autograd, hooks, nd
from engine.backend import to_host


@pytest.fixture
def heard(monkeypatch):
    """What `on_op` was told: (op, input shapes, arguments, output shape)."""
    told = []

    def on_op(op, inputs, arguments, output):
        outputs = output if isinstance(output, list) else [output]
        assert all(isinstance(array, nd.NDArray) for array in (*inputs, *outputs))
        told.append((op, [x.shape for x in inputs], arguments, [y.shape for y in outputs]))

    monkeypatch.setattr(hooks, "on_op", on_op)
    return told


X = nd.ones((2, 3))


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda: X + X, ("add", [(2, 3), (2, 3)], {}, [(2, 3)])),
        (lambda: 2 * X, ("multiply", [(2, 3)], {"lhs": 2}, [(2, 3)])),
        (lambda: X - 2, ("subtract", [(2, 3)], {"rhs": 2}, [(2, 3)])),
        (lambda: -X, ("negative", [(2, 3)], {}, [(2, 3)])),
        (lambda: X.sum(axis=1), ("sum", [(2, 3)], {"axis": 1}, [(2,)])),
        (lambda: nd.sum(X, 1), ("sum", [(2, 3)], {"axis": 1}, [(2,)])),
        (lambda: nd.concat(X, X, dim=0), ("concat", [(2, 3), (2, 3)], {"dim": 0}, [(4, 3)])),
        (lambda: nd.split(X, 3), ("split", [(2, 3)], {"num_outputs": 3}, [(2, 1)] * 3)),
        (lambda: X.reshape((-1,)), ("reshape", [(2, 3)], {"shape": (6,)}, [(6,)])),
        (lambda: X[1], ("getitem", [(2, 3)], {"key": 1}, [(3,)])),
        (lambda: X.copy(), ("copy", [(2, 3)], {}, [(2, 3)])),
        (lambda: nd.elemwise_add(X, X, out=nd.zeros((2, 3))), ("add", [(2, 3), (2, 3)], {}, [(2, 3)])),
        (lambda: nd.random.normal(shape=2), ("random.normal", [], {"shape": (2,)}, [(2,)])),
    ],
)
def test_an_operation_is_told(heard, call, expected):
    call()
    assert heard == [expected]


def test_writing_is_told(heard):
    x = nd.zeros(3)
    x[1] = 5
    x += 1
    assert [(op, shapes) for op, shapes, _, _ in heard] == [("setitem", [(3,)]), ("add", [(3,)])]


def record_two_layers():
    x, w = nd.array([[1, 2]]), nd.array([[3], [4]])
    w.attach_grad()
    with autograd.record():
        y = nd.dot(x, w) * 2 + 1
    return w, y


def test_backward_is_told_before_the_graph_goes(monkeypatch):
    told = []

    def on_backward(heads, variables):
        told.append((heads, variables(), heads[0]._node.inputs[0].op))

    monkeypatch.setattr(hooks, "on_backward", on_backward)
    w, y = record_two_layers()
    y.backward()
    ((heads, variables, op),) = told
    assert heads[0] is y
    assert variables[0] is w
    assert op == "multiply"


def test_a_visitor_sees_every_node_with_its_gradient(monkeypatch):
    seen = []

    def visitor(node, gradient, passes):
        seen.append((node, to_host(gradient), [None if p is None else to_host(p) for p in passes]))

    monkeypatch.setattr(hooks, "on_backward", lambda heads, variables: visitor)
    w, y = record_two_layers()
    y.backward()
    ids = [node.id for node, _, _ in seen]
    assert [node.op for node, _, _ in seen] == ["add", "multiply", "dot", ""]
    assert ids == sorted(ids, reverse=True)
    nodes = {node.op: (node, gradient, passes) for node, gradient, passes in seen}
    assert nodes["dot"][1].tolist() == [[2]]
    assert nodes["dot"][2][0] is None
    assert nodes["dot"][2][1].tolist() == [[2], [4]]
    assert nodes[""][1].tolist() == w.grad.asnumpy().tolist() == [[2], [4]]
    leaf = nodes[""][0]
    assert (leaf.array, leaf.inputs, leaf.arguments, leaf.rules) == (w, (), {}, ())
    assert leaf.value.tolist() == [[3], [4]]


def test_a_node_says_what_it_is(monkeypatch):
    facts = {}

    def visitor(node, gradient, passes):
        facts[node.op] = (node.rules, node.arguments, len(node.inputs), node.array, node.value.tolist())

    monkeypatch.setattr(hooks, "on_backward", lambda heads, variables: visitor)
    w, y = record_two_layers()
    y.backward()
    assert facts["dot"] == (("g · bᵀ", "aᵀ · g"), {}, 2, None, [[11]])
    assert facts[""] == ((), {}, 0, w, [[3], [4]])
    assert facts["multiply"] == (("g × b", "g × a"), {"rhs": 2}, 2, None, [[22]])


def test_a_variable_that_is_gone_is_not_told(monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "on_backward", lambda heads, variables: told.append(variables()))
    w, y = record_two_layers()
    del w
    y.backward()
    assert told == [[]]


def test_nothing_is_told_when_nobody_listens():
    assert hooks.on_op is hooks.on_backward is hooks.on_images is None
    w, y = record_two_layers()
    y.backward()
    assert w.grad.asnumpy().tolist() == [[2], [4]]


def test_every_row_with_a_gradient_has_rules_in_words():
    from engine.ops.op import registry

    lacking = [
        name
        for name, row in registry.items()
        if not name.startswith("_")
        and row.vjps
        and len(row.rules) < (1 if row.inputs is None else len(row.vjps))
    ]
    assert lacking == []
