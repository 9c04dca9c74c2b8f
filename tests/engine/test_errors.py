"""Errors say shapes, which axis, and what would fit; the facts are attributes too."""

import pytest

import engine
from engine import MXNetError, nd


def caught(call, kind=MXNetError):
    with pytest.raises(kind) as info:
        call()
    return info.value


def test_it_is_mxnets_error():
    assert issubclass(MXNetError, RuntimeError)
    assert MXNetError.__name__ == "MXNetError"


def test_dot_says_which_axes_meet_and_what_would_fit():
    problem = caught(lambda: nd.dot(nd.ones((3, 4)), nd.ones((5, 4))))
    assert str(problem) == (
        "dot: (3, 4) · (5, 4): the last axis of the first (4) must equal the first axis of the second (5); "
        "would fit: dot(lhs, rhs.T)"
    )
    assert problem.op == "dot"
    assert problem.shapes == ((3, 4), (5, 4))
    assert problem.axes == ((0, 1), (1, 0))
    assert problem.fits == ("dot(lhs, rhs.T)",)
    assert problem.reason == "the last axis of the first (4) must equal the first axis of the second (5)"


@pytest.mark.parametrize(
    ("left", "right", "fits"),
    [
        ((3, 4), (3, 4), ("dot(lhs, rhs.T)", "dot(lhs.T, rhs)")),
        ((3, 4), (3, 5), ("dot(lhs.T, rhs)",)),
        ((3, 4), (2, 3), ("dot(rhs, lhs)",)),
        ((3, 4), (5, 6), ()),
        ((3,), (4,), ()),
    ],
)
def test_what_would_fit_a_dot_does(left, right, fits):
    lhs, rhs = nd.ones(left), nd.ones(right)
    problem = caught(lambda: nd.dot(lhs, rhs))
    assert problem.fits == fits
    for code in fits:
        eval(code, {"dot": nd.dot, "lhs": lhs, "rhs": rhs})


def test_operators_say_which_axes_disagree():
    problem = caught(lambda: nd.ones((2, 3)) + nd.ones((3, 2)))
    assert str(problem).startswith(
        "add: (2, 3) + (3, 2): axis 0 of the first (2) and axis 0 of the second (3)"
    )
    assert set(problem.axes) == {(0, 0), (1, 0), (0, 1), (1, 1)}
    assert problem.fits == ("rhs.T",)
    both = caught(lambda: nd.maximum(nd.ones((3, 4)), nd.ones((2, 5))))
    assert (both.fits, len(both.axes)) == ((), 4)
    column = caught(lambda: nd.ones((3, 2)) * nd.ones(3))
    assert column.fits == ("rhs.reshape((3, 1))",)


def test_reshape_says_how_many_elements_there_are():
    problem = caught(lambda: nd.ones((3, 4)).reshape((5, 4)))
    assert problem.reason == "12 elements do not fill the shape (5, 4), which has room for 20"
    assert problem.fits == ("reshape((-1, 4))",)
    assert caught(lambda: nd.ones((3, 4)).reshape((-1, 5)), ValueError).shapes == ((3, 4),)


def test_concat_says_which_sizes_differ():
    problem = caught(lambda: nd.concat(nd.ones((2, 3)), nd.ones((4, 3)), dim=1))
    assert problem.axes == ((0, 0), (1, 0))
    assert problem.fits == ("dim=0",)


def test_an_axis_that_is_not_there():
    problem = caught(lambda: nd.ones((2, 3)).sum(axis=2))
    assert str(problem) == "sum: (2, 3): there is no axis 2: the axes are 0 to 1, or -1 to -2 from the end"


def test_a_split_says_which_numbers_of_parts_divide():
    assert caught(lambda: nd.split(nd.ones((2, 6)), 4)).fits == (
        "num_outputs=2",
        "num_outputs=3",
        "num_outputs=6",
    )


def test_dtypes_that_do_not_mix():
    problem = caught(lambda: nd.ones(2) + nd.ones(2, dtype="float64"))
    assert problem.fits == ("rhs.astype('float32')",)


def test_an_index_out_of_range():
    problem = caught(lambda: nd.ones((3, 4))[3], IndexError)
    assert problem.shapes == ((3, 4),)
    assert "3 is out of bounds for axis 0 with size 3" in str(problem)


def test_an_argument_that_does_not_exist_names_the_nearest():
    assert "did you mean 'axis'" in str(caught(lambda: nd.ones((2, 3)).sum(axes=1)))


def test_what_is_missing_is_named():
    assert str(caught(lambda: nd.dot(nd.ones((2, 3))))) == "dot: rhs is missing, an NDArray"
    assert str(caught(lambda: nd.clip(nd.ones(2), 1))) == "clip: (2,): a_max must be given"


def test_something_else_where_an_array_must_stand():
    assert "sum: data must be an NDArray" in str(caught(lambda: nd.sum(3), AssertionError))


@pytest.mark.parametrize(
    "call",
    [
        lambda: nd.batch_dot(nd.ones((2, 2, 3)), nd.ones((2, 2, 3))),
        lambda: nd.batch_dot(nd.ones((2, 3)), nd.ones((3, 2))),
        lambda: nd.batch_dot(nd.ones((1, 2, 3)), nd.ones((2, 3, 2))),
        lambda: nd.FullyConnected(nd.ones((2, 3)), nd.ones((4, 5)), no_bias=True, num_hidden=4),
        lambda: nd.pick(nd.ones((3, 4)), nd.array([0, 1])),
        lambda: nd.stack(nd.ones(2), nd.ones(3)),
        lambda: nd.add_n(nd.ones(2), nd.ones(3)),
        lambda: nd.where(nd.ones(2), nd.ones(2), nd.ones((2, 2))),
        lambda: nd.softmax(nd.ones((2, 2)), axis=3),
        lambda: nd.broadcast_to(nd.ones((2, 3)), shape=(2, 4)),
    ],
)
def test_every_explanation_names_its_operation_and_shapes(call):
    problem = caught(call)
    assert problem.op and str(problem).startswith(problem.op + ": ")
    assert problem.shapes and str(problem.shapes[0]) in str(problem)


def test_a_gpu_that_is_not_there_is_an_error_on_first_use():
    context = engine.gpu(7)
    assert repr(context) == "gpu(7)"
    problem = caught(lambda: nd.zeros((2,), ctx=context))
    assert "gpu(7)" in str(problem)
    assert "CuPy, which computes on a GPU, is not installed" in str(problem) or "no such GPU" in str(problem)


def test_only_a_context_is_a_place_to_go_to():
    with pytest.raises(TypeError, match=r"context such as mx\.cpu\(1\), not a str"):
        nd.ones(2).as_in_context("cpu(1)")


def test_a_vector_for_a_layer_is_told_by_its_inputs_and_not_by_one_axis():
    with pytest.raises(MXNetError, match="1 inputs, the weight wants 2") as info:
        nd.FullyConnected(nd.ones(2), nd.ones((1, 2)), nd.ones(1), num_hidden=1)
    assert info.value.axes == ()
