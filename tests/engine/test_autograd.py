"""What is recorded, what a gradient is, what the tape refuses: as MXNet does it."""

import gc
import threading
import weakref

import numpy as np
import pytest

import engine
from engine import MXNetError, autograd, nd
from engine.tape import Node


def variable(values=(1, 2, 3), grad_req="write"):
    x = nd.array(list(values))
    x.attach_grad(grad_req)
    return x


def values(x):
    return x.asnumpy().tolist()


def flags():
    return autograd.is_recording(), autograd.is_training()


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


def test_recording_and_training_are_two_flags():
    seen = [flags()]
    with autograd.record():
        seen.append(flags())
        with autograd.pause():
            seen.append(flags())
        with autograd.predict_mode():
            seen.append(flags())
    with autograd.train_mode():
        seen.append(flags())
    with autograd.record(train_mode=False):
        seen.append(flags())
    assert seen == [(False, False), (True, True), (False, False), (True, False), (False, True), (True, False)]
    assert flags() == (False, False)


def test_flags_are_put_back_after_an_error():
    with pytest.raises(ZeroDivisionError), autograd.record():
        raise ZeroDivisionError
    assert flags() == (False, False)


def test_flags_belong_to_a_thread():
    seen = []
    with autograd.record():
        thread = threading.Thread(target=lambda: seen.append(flags()))
        thread.start()
        thread.join()
    assert seen == [(False, False)]


def test_flags_can_be_set():
    assert autograd.set_recording(True) is False
    assert autograd.set_recording(False) is True
    assert autograd.set_training(True) is False
    assert autograd.set_training(False) is True


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


def test_the_gradient_is_one_array_that_is_written():
    x = variable()
    gradient = x.grad
    with autograd.record():
        y = x * x
    y.backward()
    assert x.grad is gradient
    assert values(gradient) == [2, 4, 6]


def test_gradients_of_two_variables_share_no_memory():
    x, z = variable(), variable()
    with autograd.record():
        y = x + z
    y.backward()
    x.grad[:] = 7
    assert values(z.grad) == [1, 1, 1]


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


def test_backward_clears_the_graph_unless_told_to_keep_it():
    x = variable()
    with autograd.record():
        y = x * x
    y.backward(retain_graph=True)
    y.backward()
    assert values(x.grad) == [2, 4, 6]
    with pytest.raises(MXNetError, match="Cannot differentiate node"):
        y.backward()


def test_after_backward_what_was_computed_is_constant():
    x = variable()
    with autograd.record():
        state = x * x
        later = state * 2
    state.backward()
    with pytest.raises(MXNetError, match="There are no inputs in computation graph that require gradients"):
        later.backward()
    with autograd.record():
        y = state * x
        state_again = state * 2
    assert state_again._node is None
    y.backward()
    assert values(x.grad) == [1, 4, 9]


def test_a_variable_that_wants_no_gradient_gets_none_as_a_head_either():
    x = variable(grad_req="null")
    with pytest.raises(MXNetError, match="There are no inputs"):
        x.backward()
    assert values(x.grad) == [0, 0, 0]


@pytest.mark.parametrize(
    "later",
    [lambda y, w: y * w, lambda y, w: y * 2 * w, lambda y, w: nd.concat(y[:1], w[1:], dim=0)],
)
def test_a_graph_of_which_a_part_was_cleared_is_an_error_and_not_a_part_of_the_gradient(later):
    x, w = variable(), variable()
    with autograd.record():
        y = x * x
        z = later(y, w)
    y.backward()
    x.grad[:] = 7
    for again in (z.backward, lambda: autograd.grad(z, [w])):
        with pytest.raises(MXNetError, match="has cleared a part of its graph"):
            again()
    assert (values(x.grad), values(w.grad)) == ([7, 7, 7], [0, 0, 0])


def test_writing_into_the_graph_while_recording_is_refused():
    x = variable()
    for write in (lambda: x.__setitem__(slice(None), 1), lambda: x.__iadd__(1), lambda: nd.exp(x, out=x)):
        with (
            autograd.record(),
            pytest.raises(MXNetError, match="Assigning to NDArrays that are already in a"),
        ):
            write()
    with autograd.record():
        y = x * 2
        for write in (lambda: y.__setitem__(0, 1), lambda: y.__imul__(3), lambda: y[1:2].__iadd__(1)):
            with pytest.raises(MXNetError, match="Assigning to NDArrays that are already in a"):
                write()


def test_adding_the_graph_to_a_fresh_array_is_refused():
    x = variable()
    with autograd.record():
        z = nd.zeros(3)
        for write in (
            lambda: z.__iadd__(x),
            lambda: z.__setitem__(1, x[1]),
            lambda: z.__setitem__(slice(1, 2), x[1:2]),
        ):
            with pytest.raises(MXNetError, match="Inplace operations"):
                write()
        z += 1
        z[1] = 7
        y = z * x
    y.backward()
    assert values(x.grad) == [1, 7, 1]


@pytest.mark.parametrize(
    "fill",
    [
        lambda x, z: z.__setitem__(slice(None), x * 2),
        lambda x, z: nd.elemwise_add(x, x, out=z),
        lambda x, z: (x * 2).copyto(z),
    ],
)
def test_filling_a_fresh_array_is_recorded(fill):
    x = variable()
    with autograd.record():
        z = nd.zeros(3)
        fill(x, z)
        y = z * z
    y.backward()
    assert values(x.grad) == [8, 16, 24]


def test_writing_between_record_and_backward_uses_the_new_values():
    x = variable()
    with autograd.record():
        y = x * x
    x[:] = 10
    y.backward()
    assert values(x.grad) == [20, 20, 20]
    with autograd.record():
        y = x * x
    x += 10
    y.backward()
    assert values(x.grad) == [40, 40, 40]


def test_a_training_step_in_place_keeps_the_variable():
    w = variable()
    for _ in range(3):
        with autograd.record():
            loss = (w * w).sum()
        loss.backward()
        w[:] = w - 0.5 * w.grad
    assert values(w) == [0, 0, 0]


def test_views_are_recorded():
    x = variable()
    with autograd.record():
        y = (x[1:3] * x.reshape((3, 1))[0]).sum() + x[0]
    y.backward()
    assert values(x.grad) == [6, 1, 1]


def test_crossing_devices_is_recorded():
    x = variable()
    with autograd.record():
        y = x.as_in_context(engine.cpu(1)) * 2
    y.backward()
    assert values(x.grad) == [2, 2, 2]


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


def test_the_tape_goes_by_reference_counts():
    gc.collect()
    gc.disable()
    try:
        x = variable()
        before = sum(isinstance(thing, Node) for thing in gc.get_objects())
        for _ in range(20):
            with autograd.record():
                y = (x * x + x).sum()
        del y
        assert sum(isinstance(thing, Node) for thing in gc.get_objects()) == before
        gone = weakref.ref(x)
        del x
        assert gone() is None
    finally:
        gc.enable()


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


def test_a_gradient_that_moves_in_reaches_those_who_hold_it_and_is_shared_with_none():
    x, w = variable(), variable()
    held, part = x.grad, x.grad[1:]
    with autograd.record():
        y = x + w  # both get the same gradient
    y.backward(nd.array([1, 2, 3]))
    assert (values(held), values(part)) == ([1, 2, 3], [2, 3])
    w.grad[:] = 0
    assert values(x.grad) == [1, 2, 3]
    start = nd.array([4, 5, 6])
    with autograd.record():
        y = x.reshape((1, 3))
    y.backward(start.reshape((1, 3)))
    x.grad[:] = 0
    assert values(start) == [4, 5, 6]
    assert values(part) == [0, 0]
