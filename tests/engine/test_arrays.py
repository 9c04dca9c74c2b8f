"""What an NDArray is: dtypes, shapes, printing, conversions; the reference is what MXNet answers."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import engine
from engine import MXNetError, nd


@pytest.mark.parametrize(
    "source", [[1, 2], [1.5, 2.5], np.array([1, 2]), np.array([1.0, 2.0]), [True, False], (1, 2)]
)
def test_array_is_float32_from_whatever_source(source):
    x = nd.array(source)
    assert x.dtype is np.float32
    assert x.asnumpy().tolist() == [float(value) for value in source]


def test_array_keeps_the_dtype_of_an_ndarray_and_takes_the_one_given():
    assert nd.array(nd.array([1], dtype="int32")).dtype is np.int32
    assert nd.array([1], dtype="float64").dtype is np.float64
    assert nd.array(np.arange(3), dtype=np.uint8).dtype is np.uint8


def test_array_copies_its_source():
    source = np.ones(2, "float32")
    x = nd.array(source)
    x[:] = 5
    y = nd.array(x)
    y[:] = 7
    assert (source.tolist(), x.asnumpy().tolist()) == ([1, 1], [5, 5])


def test_array_joins_a_list_of_ndarrays():
    assert nd.array([nd.array([1, 2]), nd.array([3, 4])]).asnumpy().tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("source", [[[1], [2, 3]], "words", [[1, "a"]], None])
def test_array_refuses_what_is_no_array(source):
    with pytest.raises(TypeError):
        nd.array(source)


@pytest.mark.parametrize("make", [nd.zeros, nd.ones, nd.empty])
@pytest.mark.parametrize("shape", [3, (3,), (2, 3), [2, 3], np.int64(4)])
def test_a_shape_may_be_a_number_a_tuple_or_a_list(make, shape):
    assert make(shape).shape == (tuple(shape) if hasattr(shape, "__len__") else (int(shape),))
    assert make(shape).dtype is np.float32


@pytest.mark.parametrize("shape", [(), (0, 3), 0])
def test_empty_shapes_are_refused(shape):
    with pytest.raises(MXNetError):
        nd.zeros(shape)


def test_arange():
    assert nd.arange(12).shape == (12,)
    assert nd.arange(3, dtype="int32").dtype is np.int32
    assert nd.arange(2, 10, 3, repeat=2).asnumpy().tolist() == [2, 2, 5, 5, 8, 8]
    assert nd.arange(1, 0, -0.25).asnumpy().tolist() == [1, 0.75, 0.5, 0.25]
    with pytest.raises(MXNetError):
        nd.arange(0)


def test_what_it_prints(device):
    assert repr(nd.arange(6).reshape((2, 3))) == f"\n[[0. 1. 2.]\n [3. 4. 5.]]\n<NDArray 2x3 @{device()}>"
    assert repr(nd.array([1, 2], ctx=device(1))) == f"\n[1. 2.]\n<NDArray 2 @{device(1)}>"
    assert repr(nd.array(3)) == f"\n3.0\n<NDArray  @{device()}>"
    assert repr(nd.array([1, 2], dtype="int32")) == f"\n[1 2]\n<NDArray 2 @{device()}>"
    assert str([nd.ones(1)]) == f"[\n[1.]\n<NDArray 1 @{device()}>]"


def test_what_it_is(device):
    x = nd.zeros((2, 3))
    assert (x.shape, x.size, x.ndim, x.dtype, x.stype, len(x)) == ((2, 3), 6, 2, np.float32, "default", 2)
    assert (x.context, x.ctx, x.grad) == (device(), device(0), None)
    assert x.T.shape == (3, 2)


def test_asnumpy_is_a_copy_that_prints_as_any_array():
    x = nd.array([1, 2])
    values = x.asnumpy()
    values[:] = 9
    assert x.asnumpy().tolist() == [1, 2]
    assert type(values) is np.ndarray
    one = nd.array([1]).asnumpy()
    assert isinstance(one, np.ndarray)
    assert (repr(one), str(one), one.shape) == ("array([1.], dtype=float32)", "[1.]", (1,))


def test_one_element_formats_as_the_book_writes_it():
    loss = nd.array([1, 2, 3])
    assert "loss %f" % loss.mean().asnumpy() == "loss 2.000000"  # noqa: UP031
    assert f"{float(loss.sum().asnumpy()):.1f}" == "6.0"
    assert "%d" % loss.sum().asnumpy() == "6"  # noqa: UP031
    assert "%.2f" % (loss.mean().asnumpy() / 4) == "0.50"
    assert type(pickle.loads(pickle.dumps(loss.sum().asnumpy()))) is np.ndarray
    with pytest.raises(TypeError):
        "%f" % loss.asnumpy()  # noqa: UP031


def test_asscalar_gives_the_one_element():
    value = nd.arange(12).norm().asscalar()
    assert type(value) is np.float32
    assert str(value) == "22.494442"
    assert nd.ones((1, 1)).asscalar() == 1
    assert type(nd.array([2], dtype="int32").item()) is int
    with pytest.raises(ValueError, match="The current array is not a scalar"):
        nd.ones(2).asscalar()


def test_truth_is_that_of_one_element():
    assert not nd.array([0])
    assert nd.array([[2]])
    with pytest.raises(ValueError, match=r"shape .2,. has 2 elements"):
        bool(nd.ones(2))


@pytest.mark.parametrize(
    "use",
    [
        lambda x: float(x),
        lambda x: int(x),
        lambda x: x == None,  # noqa: E711
        lambda x: x + None,
        lambda x: x + "a",
        lambda x: x + np.ones(2),
        lambda x: np.ones(2) + x,
        lambda x: x // 2,
        lambda x: x @ x,
        lambda x: ~x,
    ],
)
def test_what_mxnet_does_not_mix_is_a_type_error(use):
    with pytest.raises(TypeError):
        use(nd.ones(2))


def test_iterating_gives_the_slices_of_the_first_axis():
    rows = list(nd.array([[1, 2], [3, 4]]))
    assert [row.asnumpy().tolist() for row in rows] == [[1, 2], [3, 4]]
    assert [value.shape for value in nd.arange(2)] == [(1,), (1,)]


def test_it_can_be_a_key_and_stand_in_a_list():
    x = nd.ones(2)
    assert {x: 1}[x] == 1
    assert x in [x]


@pytest.mark.parametrize(
    "copier", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x)), lambda x: x.copy()]
)
def test_copies_share_nothing(copier):
    x = nd.array([1, 2], ctx=engine.cpu(2))
    y = copier(x)
    y[:] = 0
    assert x.asnumpy().tolist() == [1, 2]
    assert y.context == engine.cpu(2)


def test_astype_and_its_copy():
    x = nd.array([1.7, -1.7])
    assert x.astype("int32").asnumpy().tolist() == [1, -1]
    assert x.astype("float32", copy=False) is x
    assert x.astype("float32") is not x
    assert x.astype(np.float64).dtype is np.float64


def test_copyto_fills_an_array_or_goes_to_a_device():
    x, y = nd.ones(2), nd.zeros(2, dtype="int32")
    assert x.copyto(y) is y
    assert y.asnumpy().tolist() == [1, 1]
    assert y.dtype is np.int32
    assert x.copyto(engine.cpu(1)).context == engine.cpu(1)
    with pytest.raises(MXNetError):
        x.copyto(nd.zeros(3))


def test_waiting_returns():
    assert nd.waitall() is nd.ones(2).wait_to_read() is None


@given(arrays("float32", array_shapes(max_dims=4, max_side=4), elements=st.floats(-1e6, 1e6, width=32)))
@settings(max_examples=30, deadline=None)
def test_to_numpy_and_back(values):
    x = nd.array(values)
    assert x.shape == values.shape
    assert x.asnumpy().tolist() == values.tolist()
    assert nd.array(x.asnumpy()).asnumpy().tolist() == values.tolist()
