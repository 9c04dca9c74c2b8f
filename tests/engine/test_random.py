"""Samplers: seeds, shapes, moments, parameters that are arrays; and the state that a checkpoint keeps."""

import pickle

import numpy as np
import pytest

import engine
from engine import MXNetError, nd

MANY = 4000
MOMENTS = {
    "uniform": (lambda: nd.random.uniform(-1, 3, shape=MANY), 1, 16 / 12),
    "normal": (lambda: nd.random.normal(2, 3, shape=MANY), 2, 9),
    "randn": (lambda: nd.random.randn(MANY, loc=1, scale=2), 1, 4),
    "exponential": (lambda: nd.random.exponential(2, shape=MANY), 2, 4),
    "gamma": (lambda: nd.random.gamma(4, 0.5, shape=MANY), 2, 1),
    "poisson": (lambda: nd.random.poisson(4, shape=MANY), 4, 4),
    "negative_binomial": (lambda: nd.random.negative_binomial(4, 0.5, shape=MANY), 4, 8),
    "generalized_negative_binomial": (
        lambda: nd.random.generalized_negative_binomial(4, 0.5, shape=MANY),
        4,
        4 + 0.5 * 16,
    ),
    "randint": (lambda: nd.random.randint(0, 5, shape=MANY).astype("float32"), 2, 2),
}


@pytest.mark.parametrize("name", MOMENTS)
def test_mean_and_variance(name):
    draw, mean, variance = MOMENTS[name]
    numbers = draw().asnumpy()
    assert numbers.mean() == pytest.approx(mean, abs=6 * np.sqrt(variance / MANY))
    assert numbers.var() == pytest.approx(variance, rel=0.25)


def test_the_same_seed_gives_the_same_numbers():
    engine.random.seed(3)
    first = nd.random.normal(shape=4).asnumpy()
    second = nd.random.normal(shape=4).asnumpy()
    engine.random.seed(3)
    assert (nd.random.normal(shape=4).asnumpy() == first).all()
    assert not (first == second).any()


def test_devices_draw_numbers_of_their_own(device):
    engine.random.seed(3)
    assert not (
        nd.random.normal(shape=4, ctx=device(1)).asnumpy() == nd.random.normal(shape=4).asnumpy()
    ).any()


def test_a_seed_for_one_device_leaves_the_others(device):
    engine.random.seed(1)
    expected = nd.random.uniform(shape=2).asnumpy()
    engine.random.seed(1)
    engine.random.seed(5, ctx=device(1))
    assert (nd.random.uniform(shape=2).asnumpy() == expected).all()


def test_the_state_can_be_kept_and_put_back(device):
    nd.random.normal(shape=3)
    state = pickle.loads(pickle.dumps(engine.random.get_state()))
    first = nd.random.normal(shape=3).asnumpy()
    elsewhere = nd.random.normal(shape=3, ctx=device(1)).asnumpy()
    engine.random.set_state(state)
    assert (nd.random.normal(shape=3).asnumpy() == first).all()
    assert (nd.random.normal(shape=3, ctx=device(1)).asnumpy() == elsewhere).all()


def test_shapes_and_dtypes():
    assert nd.random.uniform().shape == (1,)
    assert nd.random.normal(shape=3).shape == (3,)
    assert nd.random.normal(0, 1, (2, 3)).shape == nd.random.randn(2, 3).shape == (2, 3)
    assert nd.random.normal(shape=2, dtype="float64").dtype is np.float64
    assert nd.random.randint(0, 9).dtype is np.int32
    assert nd.random.poisson(4).dtype is np.float32
    assert nd.random.uniform(shape=(2,), ctx=engine.cpu(1)).context == engine.cpu(1)


def test_parameters_that_are_arrays_give_a_block_each():
    means = nd.array([0, 1000])
    drawn = nd.random.normal(means, nd.ones(2), shape=3)
    assert drawn.shape == (2, 3)
    assert bool(drawn[1].min() > 900)
    assert nd.random.normal(means, nd.ones(2)).shape == (2,)
    with pytest.raises(AssertionError):
        nd.random.normal(means, 1)


def test_out_is_filled():
    x = nd.zeros((2, 3))
    assert nd.random.uniform(1, 2, out=x) is x
    assert bool(x.min() >= 1)


def test_shuffle_gives_a_permutation_of_rows():
    x = nd.arange(20).reshape((10, 2))
    y = nd.random.shuffle(x)
    assert sorted(y.asnumpy().tolist()) == x.asnumpy().tolist()
    assert y.asnumpy().tolist() != x.asnumpy().tolist()
    assert x[0].asnumpy().tolist() == [0, 1]


def test_multinomial_draws_by_probability():
    drawn = nd.random.multinomial(nd.array([0.25, 0.75]), shape=MANY)
    assert drawn.dtype is np.int32
    assert drawn.asnumpy().mean() == pytest.approx(0.75, abs=0.05)
    assert nd.random.multinomial(nd.array([[0, 1], [1, 0]]), shape=(2, 3)).shape == (2, 2, 3)
    index, logarithm = nd.random.multinomial(nd.array([0, 1]), get_prob=True)
    assert (index.asnumpy().tolist(), logarithm.asnumpy().tolist()) == ([1], [0])


@pytest.mark.parametrize(
    "draw",
    [lambda: nd.random.randint(5, 2), lambda: nd.random.poisson(-1), lambda: nd.random.uniform(shape=0)],
)
def test_parameters_that_make_no_distribution_are_refused(draw):
    with pytest.raises(MXNetError):
        draw()


def test_mxnet_offers_the_samplers_under_both_names():
    assert engine.random.normal is nd.random.normal
    with pytest.raises(AttributeError):
        engine.random.no_such_distribution  # noqa: B018
