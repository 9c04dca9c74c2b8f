"""Special functions, rectifiers, and functions made of other rows."""

import math
from functools import partial
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import autograd, gluon, nd, special
from engine.base import MXNetError


def gradient(function, *arrays):
    """The gradients of the sum of a function's result."""
    variables = [nd.array(array, dtype="float64") for array in arrays]
    for variable in variables:
        variable.attach_grad()
    with autograd.record():
        result = function(*variables)
    result.backward()
    return [variable.grad.asnumpy() for variable in variables]


def slope(function, x, step=1e-6):
    """The difference quotient of a function of numbers."""
    return (function(x + step) - function(x - step)) / (2 * step)


@given(st.floats(0.05, 30))
@settings(deadline=None)
def test_polygamma_is_the_derivative_of_the_logarithm_of_gamma(x):
    assert float(special.polygamma(0, np.array(x))) == pytest.approx(
        slope(math.lgamma, x), rel=1e-4, abs=1e-6
    )
    first, second, third = (partial(special.polygamma, order) for order in range(3))
    assert float(second(np.array(x))) == pytest.approx(slope(first, np.array(x)), rel=1e-4, abs=1e-6)
    assert float(third(np.array(x))) == pytest.approx(slope(second, np.array(x)), rel=1e-4, abs=1e-6)


def test_polygamma_has_its_known_values():
    assert float(special.polygamma(0, np.array(1.0))) == pytest.approx(-0.5772156649015329, rel=1e-14)
    assert float(special.polygamma(1, np.array(1.0))) == pytest.approx(math.pi**2 / 6, rel=1e-14)
    assert float(special.polygamma(0, np.array(-1.5))) == pytest.approx(0.7031566406452432, rel=1e-13)


def test_special_functions_at_their_edges():
    assert nd.erfinv(nd.array([1, -1, 2, 0])).asnumpy().tolist()[:2] == [math.inf, -math.inf]
    assert math.isnan(nd.erfinv(nd.array([2])).asscalar())
    assert nd.gamma(nd.array([0, 200])).asnumpy().tolist() == [math.inf, math.inf]
    assert math.isnan(nd.gamma(nd.array([-1])).asscalar())


@given(st.floats(-0.999, 0.999))
def test_erfinv_undoes_erf(x):
    x = nd.array([x], dtype="float64")
    assert nd.erf(nd.erfinv(x)).asscalar() == pytest.approx(x.asscalar(), rel=1e-12, abs=1e-300)


def rectified(kind, x, slope=0.3):
    """The rectifiers by their formulas."""
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    return {
        "leaky": x if x > 0 else slope * x,
        "elu": x if x > 0 else slope * math.expm1(x),
        "selu": scale * (x if x > 0 else alpha * math.expm1(x)),
        "gelu": x * (1 + math.erf(x / math.sqrt(2))) / 2,
    }[kind]


@pytest.mark.parametrize("kind", ["leaky", "elu", "selu", "gelu"])
@given(st.floats(-4, 4).filter(lambda x: abs(x) > 1e-3))
def test_rectifiers_and_their_slopes(kind, x):
    value = nd.LeakyReLU(nd.array([x], dtype="float64"), act_type=kind, slope=0.3)
    assert value.asscalar() == pytest.approx(rectified(kind, x), rel=1e-9, abs=1e-12)
    (found,) = gradient(lambda a: nd.LeakyReLU(a, act_type=kind, slope=0.3), [x])
    assert found[0] == pytest.approx(slope(lambda x: rectified(kind, x), x), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize(
    ("shape", "slopes"), [((2, 3), 3), ((2, 3), 1), ((2, 3, 2), 3), ((3,), 3), ((3,), 1)]
)
def test_learnt_slopes_belong_to_channels(shape, slopes):
    rng = np.random.default_rng(0)
    x, gamma = rng.normal(size=shape), rng.uniform(0.1, 0.5, slopes)
    wide = gamma.reshape((-1,) + (1,) * (len(shape) - 2)) if slopes > 1 and len(shape) > 1 else gamma
    found = nd.LeakyReLU(nd.array(x, dtype="float64"), nd.array(gamma, dtype="float64"), act_type="prelu")
    assert found.asnumpy() == pytest.approx(np.where(x > 0, x, wide * x))
    by_x, by_gamma = gradient(lambda a, g: nd.LeakyReLU(a, g, act_type="prelu"), x, gamma)
    assert by_x == pytest.approx(np.where(x > 0, 1, np.broadcast_to(wide, shape)))
    below = np.minimum(x, 0)
    axes = tuple(axis for axis in range(len(shape)) if axis != 1)
    expected = below.sum() if slopes == 1 else below if len(shape) == 1 else below.sum(axis=axes)
    assert by_gamma == pytest.approx(np.reshape(expected, (slopes,)))


def test_slopes_that_fit_no_channel_are_refused():
    with pytest.raises(MXNetError, match=r"LeakyReLU: .*one for each of the 3 channels"):
        nd.LeakyReLU(nd.ones((2, 3)), nd.ones(2), act_type="prelu")
    with pytest.raises(MXNetError, match="gamma is missing"):
        nd.LeakyReLU(nd.ones((2, 3)), act_type="prelu")


def test_activations_as_layers():
    x = nd.array([[-1, 2]])
    swish = gluon.nn.Swish(beta=2)(x).asnumpy()
    assert swish == pytest.approx(np.array([[-1 / (1 + math.e**2), 2 / (1 + math.e**-4)]]), rel=1e-6)
    layer = gluon.nn.PReLU(in_channels=2)
    layer.initialize()
    assert layer.alpha.name.endswith("alpha") and layer(x).asnumpy().tolist() == [[-0.25, 2]]
    assert repr(gluon.nn.LeakyReLU(0.5)) == "LeakyReLU(0.5)"
    with pytest.raises(AssertionError, match="0 or more, not -1"):
        gluon.nn.LeakyReLU(-1)


def test_sums_without_nan_pass_gradients_to_numbers_only():
    (by_sum,) = gradient(lambda x: nd.nansum(x * x), [2, math.nan, 3])
    assert by_sum[[0, 2]].tolist() == [4, 6]
    (by_product,) = gradient(lambda x: nd.nanprod(x), [2, math.nan, 3])
    assert by_product.tolist() == [3, 0, 2]


@given(st.integers(1, 3), st.integers(1, 3), st.integers(1, 3))
def test_space_and_depth_undo_each_other(side, rows, channels):
    x = nd.arange(2 * channels * (rows * side) ** 2).reshape((2, channels, rows * side, rows * side))
    deep = nd.space_to_depth(x, side)
    assert deep.shape == (2, channels * side**2, rows, rows)
    assert np.array_equal(nd.depth_to_space(deep, side).asnumpy(), x.asnumpy())


@given(st.tuples(*[st.integers(1, 4)] * 3), st.data())
def test_flat_and_multiple_indices_undo_each_other(shape, data):
    flat = data.draw(st.lists(st.integers(0, math.prod(shape) - 1), min_size=1, max_size=5))
    places = nd.unravel_index(nd.array(flat), shape=shape)
    assert places.asnumpy().tolist() == np.stack(np.unravel_index(flat, shape)).tolist()
    assert nd.ravel_multi_index(places, shape=shape).asnumpy().tolist() == flat


@given(st.lists(st.integers(1, 6), unique=True, max_size=3).map(sorted))
def test_parts_begin_where_they_are_asked_to(places):
    parts = nd.split_v2(nd.arange(7), tuple(places))
    parts = parts if isinstance(parts, list) else [parts]
    bounds = [0, *places, 7]
    assert [part.asnumpy().tolist() for part in parts] == [list(range(*pair)) for pair in pairwise(bounds)]


def test_axes_move_as_in_numpy():
    x = nd.zeros((2, 3, 4, 5))
    for source, destination in ((0, 2), (-1, 0), ([0, 1], [3, 0]), ([2, 0], [-1, -2])):
        assert (
            nd.moveaxis(x, source, destination).shape == np.moveaxis(x.asnumpy(), source, destination).shape
        )
    with pytest.raises(ValueError, match="has no axis 4"):
        nd.moveaxis(x, 4, 0)


def test_lengths_are_one_where_they_are_asked_to_be():
    x = nd.random.normal(shape=(2, 3, 4))
    for mode, axes in (("instance", (1, 2)), ("channel", 1), ("spatial", 2)):
        squares = (nd.L2Normalization(x, mode=mode).asnumpy() ** 2).sum(axis=axes)
        assert squares == pytest.approx(np.ones_like(squares), rel=1e-5)


def test_heads_of_losses_have_the_gradient_they_are_given():
    (found,) = gradient(
        lambda x: nd.MakeLoss(x, grad_scale=6, valid_thresh=0.5, normalization="valid") * 9, [0, 1, 2]
    )
    assert found.tolist() == [3, 3, 3]
