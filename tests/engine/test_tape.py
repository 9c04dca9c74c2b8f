"""What the tape holds, what clears it, and what is written to arrays that it knows: as MXNet does it."""

import gc
import weakref

import pytest
from little import values, variable

import engine
from engine import MXNetError, autograd, nd
from engine.tape import Node


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
