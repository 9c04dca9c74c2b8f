"""The gradient of a matrix that is used several times is the sum of its gradients, however it is computed."""

from __future__ import annotations

import numpy as np
import pytest

from engine import autograd, hooks, nd

SIZE, COLUMNS = 150, 40


def chained(weight, inputs):
    """A recurrent network's products: with constants, and with what earlier products gave."""
    state = nd.zeros((3, COLUMNS))
    for x in inputs:
        state = nd.tanh(nd.dot(x, weight) + nd.dot(state, weight[:COLUMNS]))
    return state


def dense(weight, inputs):
    return sum(nd.FullyConnected(x, weight.T, num_hidden=COLUMNS, no_bias=True) for x in inputs).tanh()


def shared(weight, inputs):
    """Beside products, another way for gradients to the matrix."""
    return sum(nd.dot(x, weight) for x in inputs).sum() + (weight**2).sum()


def turned(weight, inputs):
    return sum(nd.dot(weight, x, transpose_a=True, transpose_b=True) for x in inputs)


def tied(weight, inputs):
    """Two layers with one weight, in both directions."""
    return sum(nd.FullyConnected(nd.dot(x, weight), weight, num_hidden=SIZE, no_bias=True) for x in inputs)


def gradient(network, grad_req="write", watched=False):
    draw = np.random.default_rng(1)
    weight = nd.array(draw.normal(0, 0.1, (SIZE, COLUMNS)))
    inputs = [nd.array(draw.normal(size=(3, SIZE))) for _ in range(4)]
    inputs += [nd.one_hot(nd.array([7, 0, 7]), SIZE)]
    weight.attach_grad(grad_req)
    hooks.on_backward = (lambda heads, variables: lambda node, arrived, passed: None) if watched else None
    try:
        for _ in range(2):
            with autograd.record():
                y = network(weight, inputs)
            y.backward()
    finally:
        hooks.on_backward = None
    return weight.grad.asnumpy()


@pytest.mark.parametrize("network", [chained, dense, shared, turned, tied])
@pytest.mark.parametrize("grad_req", ["write", "add"])
def test_the_gradient_is_the_same_as_step_by_step(network, grad_req):
    found, wanted = gradient(network, grad_req), gradient(network, grad_req, watched=True)
    np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4)


def test_gradients_of_several_variables_asked_for_by_name():
    first, second = nd.random.normal(shape=(SIZE, COLUMNS)), nd.random.normal(shape=(COLUMNS, SIZE))
    x = nd.random.normal(shape=(3, SIZE))
    first.attach_grad()
    second.attach_grad()
    with autograd.record():
        hidden = nd.dot(x, first)
        y = nd.dot(nd.dot(hidden, second), first)
    (found,) = autograd.grad(y, [first])
    ones = np.ones((3, COLUMNS), "float32")
    back = (ones @ first.asnumpy().T) @ second.asnumpy().T
    wanted = x.asnumpy().T @ back + (hidden.asnumpy() @ second.asnumpy()).T @ ones
    np.testing.assert_allclose(found.asnumpy(), wanted, rtol=1e-3, atol=1e-2)
    assert (second.grad == 0).min().asscalar() == 1
