"""What is recorded, what a gradient is, what the tape refuses: as MXNet does it."""

import numpy as np
import pytest
from little import values, variable

import engine
from engine import MXNetError, autograd, nd


def test_the_first_gradient_of_the_book():
    x = nd.arange(4).reshape((4, 1))
    x.attach_grad()
    with autograd.record():
        y = 2 * nd.dot(x.T, x)
    y.backward()
    assert values(x.grad) == [[0], [4], [8], [12]]


def test_control_flow_is_followed():
    def f(a):
        b = a * 2
        while b.norm().asscalar() < 1000:
            b = b * 2
        return b if b.sum().asscalar() > 0 else 100 * b

    a = nd.random.normal(shape=1)
    a.attach_grad()
    with autograd.record():
        c = f(a)
    c.backward()
    assert values(a.grad == c / a) == [1]


def test_nothing_is_recorded_by_default():
    x = variable()
    y = x * x
    with pytest.raises(
        MXNetError, match="Cannot differentiate node because it is not in a computational graph"
    ):
        y.backward()


def test_what_needs_no_gradient_is_not_recorded():
    x = nd.ones((2, 2))
    with autograd.record():
        y = x.reshape((4,)) * 2
        z = x[0]
    assert y._node is z._node is None


def test_no_gradient_is_computed_for_constants():
    w, data = variable([1.0]), nd.ones(1)
    seen = []
    engine.hooks.on_backward = lambda heads, variables: lambda node, g, passes: seen.append((node.op, passes))
    try:
        with autograd.record():
            y = data * w
        y.backward()
    finally:
        engine.hooks.on_backward = None
    (op, passes), _ = seen
    assert op == "multiply"
    assert passes[0] is None


def test_a_head_of_several_elements_counts_as_their_sum():
    x = variable()
    with autograd.record():
        y = x * x
    y.backward()
    assert values(x.grad) == [2, 4, 6]


def test_a_head_gradient_weighs_the_elements():
    x = variable()
    with autograd.record():
        y = x * x
    y.backward(nd.array([1, 2, 4]))
    assert values(x.grad) == [2, 8, 24]


def test_a_head_gradient_of_another_shape_is_refused():
    x = variable()
    with autograd.record():
        y = x * x
    with pytest.raises(MXNetError) as caught:
        y.backward(nd.ones(2))
    assert caught.value.shapes == ((3,), (2,))


def test_several_heads_add_up():
    x = variable()
    with autograd.record():
        y = x * x
        z = y * 3
    autograd.backward([y, z], [None, nd.ones(3)])
    assert values(x.grad) == [8, 16, 24]


def test_a_variable_is_a_head_too():
    x = variable()
    x.backward()
    assert values(x.grad) == [1, 1, 1]


def test_requests_write_add_and_null():
    for request, expected in (("write", [2, 4, 6]), ("add", [4, 8, 12])):
        x = variable(grad_req=request)
        for _ in range(2):
            with autograd.record():
                y = x * x
            y.backward()
        assert values(x.grad) == expected
    x, w = variable(grad_req="null"), variable([1, 1, 1])
    with autograd.record():
        y = x * x * w
    y.backward()
    assert (values(x.grad), values(w.grad)) == ([0, 0, 0], [1, 4, 9])
    with pytest.raises(KeyError):
        x.attach_grad("sometimes")


def test_null_alone_is_nothing_to_differentiate():
    x = variable(grad_req="null")
    with autograd.record():
        y = x * x
    with pytest.raises(MXNetError, match="There are no inputs in computation graph that require gradients"):
        y.backward()


def test_attach_grad_zeroes_the_gradient_and_cuts_history():
    x = variable()
    x.grad[:] = 5
    x.attach_grad()
    assert values(x.grad) == [0, 0, 0]
    with autograd.record():
        y = x * x
        y.attach_grad()
        z = y * x
    z.backward()
    assert (values(x.grad), values(y.grad)) == ([1, 4, 9], [1, 2, 3])


def test_a_variable_that_is_not_reached_keeps_its_gradient():
    x, w = variable(), variable()
    x.grad[:] = 5
    with autograd.record():
        y = w * w
    y.backward()
    assert values(x.grad) == [5, 5, 5]


def test_detach_and_pause_make_constants():
    x = variable()
    with autograd.record():
        y = x * x
        with autograd.pause():
            constant = x * 1
        z = x.detach() * y + constant
    z.backward()
    assert values(x.grad) == [2, 8, 18]


def test_flat_operations_give_zeros():
    for flat in (
        lambda x: x > 1,
        lambda x: x.argmax(axis=0),
        nd.BlockGrad,
        lambda x: x.floor(),
        lambda x: x.sign(),
    ):
        x = variable()
        x.grad[:] = 9
        with autograd.record():
            y = flat(x)
        y.backward()
        assert values(x.grad) == [0, 0, 0]


@pytest.mark.parametrize(
    ("function", "at", "slope"),
    [
        (lambda x: nd.maximum(x, 2), [1, 2, 3], [0, 1, 1]),
        (lambda x: nd.maximum(x, nd.array([1, 3, 2])), [1, 2, 3], [1, 0, 1]),
        (lambda x: x.max(), [1, 3, 3], [0, 1, 1]),
        (lambda x: x.relu(), [-1, 0, 3], [0, 0, 1]),
        (lambda x: x.abs(), [-1, 0, 3], [-1, 0, 1]),
        (lambda x: x.clip(0, 3), [-1, 0, 3], [0, 1, 1]),
        (lambda x: x % 2, [1, 2, 3], [1, 1, 1]),
    ],
)
def test_gradients_at_the_edge(function, at, slope):
    x = variable(at)
    with autograd.record():
        y = function(x)
    y.backward()
    assert values(x.grad) == slope


def test_grad_returns_gradients_and_leaves_those_attached():
    x, w = variable(), variable()
    with autograd.record():
        y = x * x
    found = autograd.grad(y, [x, w])
    assert [values(g) for g in found] == [[2, 4, 6], [0, 0, 0]]
    assert values(x.grad) == [0, 0, 0]
    with autograd.record():
        found = autograd.grad(x * x, [x, w], create_graph=True)
    assert [values(g) for g in found] == [[2, 4, 6], [0, 0, 0]]


def test_grad_wants_variables():
    x = variable()
    with autograd.record():
        y = x * x
        z = y * x
    with pytest.raises(MXNetError, match="Cannot differentiate with respect to variable 1"):
        autograd.grad(z, y)


def test_gradients_of_gradients_of_gradients():
    x = variable([2.0])
    with autograd.record():
        y = x**4
        first = autograd.grad(y, x, create_graph=True)[0]
        second = autograd.grad(first, x, create_graph=True)[0]
    second.backward()
    assert (values(first), values(second), values(x.grad)) == ([32], [48], [48])


def test_mark_variables_gives_gradients_their_place():
    x, g = nd.array([1, 2]), nd.zeros(2)
    autograd.mark_variables([x], [g], "add")
    for _ in range(2):
        with autograd.record():
            y = 3 * x
        y.backward()
    assert values(g) == [6, 6]


class Scaled(autograd.Function):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x, z):
        self.save_for_backward(x, z)
        return x * z, x + z

    def backward(self, dproduct, dsum):
        x, z = self.saved_tensors
        return self.factor * (dproduct * z + dsum), dproduct * x + dsum


def test_a_function_with_its_own_gradient():
    x, z = variable(), variable()
    with autograd.record():
        product, total = Scaled(10)(x, z)
        y = product + 2 * total
    y.backward()
    assert (values(x.grad), values(z.grad)) == ([30, 40, 50], [3, 4, 5])


def test_a_function_of_which_one_output_is_used():
    x, z = variable(), variable()
    with autograd.record():
        _, total = Scaled(1)(x, z)
    total.backward()
    assert values(x.grad) == [1, 1, 1]


def test_a_loop_of_training_finds_the_line():
    true_w = nd.array([[2], [-3.4]])
    X = nd.random.normal(shape=(200, 2))
    y = nd.dot(X, true_w) + 4.2
    w, b = nd.zeros((2, 1)), nd.zeros(1)
    w.attach_grad()
    b.attach_grad()
    for _ in range(60):
        with autograd.record():
            loss = ((nd.dot(X, w) + b - y) ** 2 / 2).mean()
        loss.backward()
        for parameter in (w, b):
            parameter[:] = parameter - 0.3 * parameter.grad
    np.testing.assert_allclose(w.asnumpy(), true_w.asnumpy(), atol=1e-3)
    np.testing.assert_allclose(b.asnumpy(), [4.2], atol=1e-3)
