"""Functions of shape, index, order and reduction against NumPy; where MXNet differs, against its answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes
from little import values

import engine
from engine import MXNetError, nd

M = nd.arange(12).reshape((3, 4))


@pytest.mark.parametrize(
    ("source", "codes", "shape"),
    [
        ((2, 3, 4), (6, 4), (6, 4)),
        ((2, 3, 4), (0, -1), (2, 12)),
        ((2, 3, 4), (-2,), (2, 3, 4)),
        ((2, 3, 4), (0, -3), (2, 12)),
        ((2, 3, 4), (-3, 4), (6, 4)),
        ((2, 3, 4), (-4, 1, 2, 0, 0), (1, 2, 3, 4)),
        ((2, 3, 4), (-4, 1, 2, -2), (1, 2, 3, 4)),
        ((2, 3, 4), (0, 0, -4, -1, 2), (2, 3, 2, 2)),
        ((3, 4), (-1,), (12,)),
    ],
)
def test_reshape_codes(source, codes, shape):
    x = nd.zeros(source)
    assert x.reshape(codes).shape == shape
    assert x.reshape(*codes).shape == shape
    assert x.reshape(shape=codes).shape == shape
    assert nd.reshape(x, codes).shape == nd.reshape(x, shape=codes).shape == shape


def test_reshape_reads_codes_from_the_end():
    assert nd.zeros((2, 3, 4)).reshape((-1, 0), reverse=True).shape == (6, 4)


def test_the_reshape_method_is_a_view_and_the_function_a_copy():
    x = nd.arange(4)
    x.reshape((2, 2))[:] = 7
    assert values(x) == [7] * 4
    nd.reshape(x, (2, 2))[:] = 8
    x.expand_dims(0)[:] = 8
    x.T[:] = 8
    nd.flatten(x)[:] = 8
    assert values(x) == [7] * 4


@pytest.mark.parametrize(
    ("shape", "kind"),
    [((4, 2), MXNetError), ((2, 2), ValueError), ((-1, 4), ValueError), ((0, 0, 0), MXNetError)],
)
def test_reshape_to_another_size(shape, kind):
    x = nd.ones((2, 3))
    with pytest.raises(kind) as caught:
        x.reshape(shape)
    assert caught.value.shapes == ((2, 3),)
    with pytest.raises(MXNetError):
        nd.reshape(x, shape)


def test_transpose_copies_and_reorders():
    x = nd.arange(24).reshape((2, 3, 4))
    assert values(x.transpose((0, 2, 1))) == x.asnumpy().transpose(0, 2, 1).tolist()
    assert values(x.T) == x.asnumpy().T.tolist()
    assert values(x.swapaxes(0, 2)) == x.asnumpy().swapaxes(0, 2).tolist()
    with pytest.raises(TypeError):
        x.transpose(0, 2, 1)


def test_one_axis_more_or_less():
    assert nd.ones((2, 3)).expand_dims(1).shape == (2, 1, 3)
    assert nd.ones((1, 3, 1)).squeeze().shape == (3,)
    assert nd.ones((1, 1)).squeeze().shape == (1,)
    assert nd.ones((2, 3, 4)).flatten().shape == (2, 12)
    assert nd.ones(3).flatten().shape == (3, 1)
    with pytest.raises(MXNetError) as caught:
        nd.ones((2, 3)).squeeze(axis=0)
    assert caught.value.axes == ((0, 0),)


def test_joining_and_parting():
    X, Y = nd.zeros((2, 3)), nd.ones((2, 3))
    assert nd.concat(X, Y).shape == nd.concat(X, Y, dim=1).shape == nd.concat(*[X, Y], dim=-1).shape == (2, 6)
    assert nd.concat(X, Y, dim=0).shape == (4, 3)
    assert nd.stack(X, Y).shape == (2, 2, 3)
    assert nd.stack(X, Y, axis=2).shape == (2, 3, 2)
    assert [part.shape for part in nd.split(nd.ones((2, 4)), 2)] == [(2, 2)] * 2
    assert [part.shape for part in nd.ones((2, 4)).split(2, axis=0, squeeze_axis=True)] == [(4,)] * 2
    assert values(nd.add_n(X, Y, Y)) == [[2] * 3] * 2


def test_a_split_into_one_part_is_no_list():
    assert nd.split(nd.ones((2, 4)), 1).shape == (2, 4)


def test_repeating():
    x = nd.array([[1, 2], [3, 4]])
    assert values(x.tile((2, 1))) == np.tile(x.asnumpy(), (2, 1)).tolist()
    assert values(x.repeat(2)) == [1, 1, 2, 2, 3, 3, 4, 4]
    assert values(x.repeat(2, axis=1)) == [[1, 1, 2, 2], [3, 3, 4, 4]]
    assert nd.ones((1, 3)).broadcast_to((2, 3)).shape == (2, 3)
    assert nd.broadcast_axis(nd.ones((1, 3)), axis=0, size=2).shape == (2, 3)
    assert values(nd.flip(x, axis=0)) == [[3, 4], [1, 2]]
    assert values(nd.pad(nd.ones((1, 2)), mode="constant", pad_width=(1, 0, 0, 1), constant_value=5)) == [
        [5] * 3,
        [1, 1, 5],
    ]


@given(shape=array_shapes(min_dims=1, max_dims=3, max_side=4), data=st.data())
@settings(max_examples=50, deadline=None)
def test_reductions_agree_with_numpy(shape, data):
    name = data.draw(st.sampled_from(["sum", "mean", "max", "min", "prod"]))
    axis = data.draw(st.none() | st.integers(-len(shape), len(shape) - 1))
    keepdims = data.draw(st.booleans())
    source = np.random.default_rng(0).uniform(0.5, 1.5, shape).astype("float32")
    expected = getattr(source, name)(axis=axis, keepdims=keepdims)
    found = getattr(nd.array(source), name)(axis=axis, keepdims=keepdims)
    assert found.shape == (np.shape(expected) or (1,))
    np.testing.assert_allclose(found.asnumpy().reshape(np.shape(expected)), expected, rtol=1e-5)


def test_reductions_exclude_axes_and_take_several():
    assert values(M.max(axis=0, exclude=True)) == [3, 7, 11]
    assert values(nd.sum(nd.ones((2, 3)), axis=-1, exclude=True)) == [2, 2, 2]
    assert values(M.sum(axis=(0, 1))) == [66]
    assert values(nd.sum(nd.ones((2, 3)), axis=())) == [6]


def test_norms():
    assert values(M.norm(ord=1, axis=1)) == [6, 22, 38]
    assert values(nd.array([3, 4]).norm()) == [5]
    assert values(nd.zeros(3).norm()) == [0]
    assert np.isnan(nd.array([1, np.nan]).norm().asscalar())
    assert nd.array([1e30, 1e30]).norm().asscalar() == pytest.approx(np.sqrt(2) * 1e30)


def test_where_the_largest_is():
    assert values(M.argmax()) == [11]
    assert values(M.argmax(axis=1)) == [3, 3, 3]
    assert values(M.argmax(axis=1, keepdims=True)) == [[3], [3], [3]]
    assert M.argmin(axis=0).dtype is np.float32
    assert nd.array([1, 5], dtype="float64").argmax().dtype is np.float64


def test_topk():
    assert values(M.topk()) == [[3], [3], [3]]
    assert values(M.topk(k=2, ret_typ="value")) == [[3, 2], [7, 6], [11, 10]]
    both = M.topk(k=2, ret_typ="both")
    assert [values(part) for part in both] == [[[3, 2], [7, 6], [11, 10]], [[3, 2]] * 3]
    assert values(M.topk(k=2, ret_typ="mask")) == [[0, 0, 1, 1]] * 3
    assert values(M.topk(k=1, is_ascend=True, axis=0)) == [[0] * 4]
    with pytest.raises(MXNetError):
        M.topk(ret_typ="words")


def test_sorting():
    x = nd.array([3, 1, 2])
    assert values(x.sort()) == [1, 2, 3]
    assert values(nd.sort(x, is_ascend=False)) == [3, 2, 1]
    assert values(nd.argsort(x)) == [1, 2, 0]


def test_take_clips_and_accepts_floats():
    assert values(M.take(nd.array([0, 5]))) == [[0, 1, 2, 3], [8, 9, 10, 11]]
    assert values(M.take(nd.array([0, 1.7]), axis=1)) == [[0, 1], [4, 5], [8, 9]]
    assert values(nd.take(M, nd.array([-1]))) == [[0, 1, 2, 3]]
    assert values(nd.take(M, nd.array([-1, 5]), mode="wrap")) == [[8, 9, 10, 11]] * 2
    assert M.take(nd.array([0, 1], dtype="int32")).shape == (2, 4)


def test_pick():
    assert values(nd.pick(M, nd.array([0, 1, 9]))) == [0, 5, 11]
    assert values(nd.pick(M, nd.array([0, 1, 2]), keepdims=True)) == [[0], [5], [10]]
    assert values(M.pick(nd.array([0, 2, 1, 1]), axis=0)) == [0, 9, 6, 7]
    assert nd.pick(M, nd.array([0, 1, 2], dtype="int32")).dtype is np.float32
    with pytest.raises(MXNetError) as caught:
        nd.pick(M, nd.array([0, 1]))
    assert caught.value.fits == ("an index of shape (3,)",)


def test_one_hot_where_and_clip():
    assert values(nd.one_hot(nd.array([0, 2, 5]), 3)) == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]
    assert nd.one_hot(nd.array([0], dtype="int32"), 2).dtype is np.float32
    assert values(nd.where(nd.array([1, 0]), nd.array([1, 2]), nd.array([3, 4]))) == [1, 4]
    assert values(nd.clip(nd.arange(5), 1, 3)) == [1, 1, 2, 3, 3]


def test_slices_by_name():
    assert values(nd.slice(M, begin=(0, 1), end=(2, 3))) == [[1, 2], [5, 6]]
    assert values(M.slice_axis(axis=1, begin=1, end=3)) == [[1, 2], [5, 6], [9, 10]]
    assert values(nd.gather_nd(M, nd.array([[0, 1], [1, 2]]))) == [1, 6]


@given(sizes=st.tuples(*[st.integers(1, 4)] * 4))
@settings(max_examples=20, deadline=None)
def test_products_agree_with_numpy(sizes):
    m, n, p, q = sizes
    rng = np.random.default_rng(0)
    for left, right in [
        ((m, n), (n, p)),
        ((n,), (n, p)),
        ((m, n), (n,)),
        ((q, m, n), (n, p)),
        ((m, n), (n, p, q)),
    ]:
        a, b = rng.standard_normal(left).astype("float32"), rng.standard_normal(right).astype("float32")
        np.testing.assert_allclose(
            nd.dot(nd.array(a), nd.array(b)).asnumpy(), np.tensordot(a, b, 1), rtol=1e-4, atol=1e-5
        )
    a, b = rng.standard_normal((q, m, n)), rng.standard_normal((q, n, p))
    np.testing.assert_allclose(nd.batch_dot(nd.array(a), nd.array(b)).asnumpy(), a @ b, rtol=1e-4, atol=1e-5)


def test_two_vectors_give_one_element():
    assert values(nd.dot(nd.ones(3), nd.ones(3))) == [3]
    with pytest.raises(MXNetError):
        nd.dot(nd.ones(3), nd.ones(3), transpose_a=True)


def test_fully_connected_is_data_times_the_transposed_weight():
    x, w, b = nd.ones((2, 3)), nd.ones((4, 3)), nd.ones(4)
    assert values(nd.FullyConnected(x, w, b, num_hidden=4)) == [[4] * 4] * 2
    assert values(nd.FullyConnected(x, w, no_bias=True, num_hidden=4)) == [[3] * 4] * 2
    assert values(nd.FullyConnected(data=x, weight=w, bias=None, no_bias=True, num_hidden=4)) == [[3] * 4] * 2
    assert nd.FullyConnected(nd.ones((2, 3, 1)), w, b, num_hidden=4).shape == (2, 4)
    assert nd.FullyConnected(nd.ones((2, 5, 3)), w, b, num_hidden=4, flatten=False).shape == (2, 5, 4)


def test_dropout_only_while_training():
    x = nd.ones(1000)
    assert values(nd.Dropout(x, p=0.5)) == [1] * 1000
    with engine.autograd.train_mode():
        dropped = nd.Dropout(x, p=0.5)
    assert set(values(dropped)) == {0, 2}
    assert 400 < (dropped == 0).sum().asscalar() < 600
    assert set(values(nd.Dropout(x, p=0.5, mode="always"))) == {0, 2}
    with pytest.raises(MXNetError):
        nd.Dropout(x, p=2)


def test_out_receives_the_result():
    z = nd.zeros((3, 1))
    assert nd.sum(M, axis=1, keepdims=True, out=z) is z
    assert values(z) == [[6], [22], [38]]
    with pytest.raises(MXNetError):
        nd.exp(M, out=z)


@pytest.mark.parametrize(
    ("name", "arguments", "shape"),
    [("flatten", (), (2, 3)), ("squeeze", (), (2, 3)), ("expand_dims", (0,), (1, 2, 1, 3))],
)
def test_a_view_is_given_where_it_is_asked_for(name, arguments, shape):
    for inplace in (True, False):
        x = nd.zeros((2, 1, 3))
        y = getattr(x, name)(*arguments, inplace=inplace)
        y[:] = 7
        assert y.shape == shape and (x.asnumpy() == 7).all() == inplace
