"""What stands in for `mxnet.test_utils` when the engine runs MXNet's tests."""

import contextlib
import functools
import itertools
import os
import random as rnd
import sys

import mxnet as mx
import numpy as np
import numpy.testing as npt
import scipy.stats as ss
from mxnet import Context, current_context
from mxnet.ndarray import NDArray, array
from numpy.testing import assert_allclose
from stand_ins import environment

__all__ = [
    "Context", "NDArray", "almost_equal", "array", "assert_allclose", "assert_almost_equal",
    "assert_almost_equal_ignore_nan", "assert_exception", "chi_square_check", "collapse_sum_like",
    "compare_ndarray_tuple", "compare_optimizer", "current_context", "default_context", "default_dtype",
    "discard_stderr", "effective_dtype", "environment", "gen_buckets_probs_with_ppf", "mean_check", "mx",
    "np", "np_reduce", "npt", "os", "rand_ndarray", "rand_shape_2d", "rand_shape_3d", "rand_shape_nd",
    "random_arrays", "random_sample", "random_uniform_arrays", "retry", "rnd", "same",
    "set_default_context", "ss", "sys", "use_np", "var_check", "verify_generator",
]  # fmt: skip

#: Relative and absolute tolerance, by the less exact of the two dtypes.
_TOLERANCES = {"float16": (1e-2, 1e-1), "float32": (1e-4, 1e-3), "float64": (1e-5, 1e-20)}


def default_context():
    """Where the tests compute."""
    return current_context()


def set_default_context(ctx):
    """Changes where arrays are made."""
    Context.default_ctx = ctx


def default_dtype():
    """The dtype of arrays."""
    return np.float32


def effective_dtype(dat):
    """The dtype whose exactness a result has."""
    return np.dtype(dat.dtype)


def raw(values):
    """A NumPy array of an NDArray, a list or a number."""
    return values.asnumpy() if isinstance(values, NDArray) else np.asarray(values)


def same(a, b):
    """Whether two arrays are equal."""
    return np.array_equal(raw(a), raw(b))


def tolerances(a, b, rtol, atol):
    """The tolerances that were asked for, or those of the dtypes."""
    known = [_TOLERANCES.get(np.dtype(each.dtype).name, (0, 0)) for each in (a, b)]
    given = [tol[1 if tol.keys() == {1} else 0] if isinstance(tol, dict) else tol for tol in (rtol, atol)]
    return [max(pair[i] for pair in known) if given[i] is None else given[i] for i in (0, 1)]


def almost_equal(a, b, rtol=None, atol=None, equal_nan=False, use_broadcast=True):
    """Whether two arrays are equal within tolerances."""
    a, b = raw(a), raw(b)
    if np.array_equal(a, b):  # quickly seen, of a hundred million elements too
        return True
    rtol, atol = tolerances(a, b, rtol, atol)
    return (use_broadcast or a.shape == b.shape) and np.allclose(a, b, rtol, atol, equal_nan)


def assert_almost_equal(
    a, b, rtol=None, atol=None, names=("a", "b"), equal_nan=False, use_broadcast=True, mismatches=None
):
    """Asserts that two arrays are equal within tolerances."""
    if almost_equal(a, b, rtol, atol, equal_nan, use_broadcast):
        return
    a, b = raw(a), raw(b)
    off = np.abs(a - b).max() if a.shape == b.shape and a.size else "?"
    raise AssertionError(
        f"{names[0]} and {names[1]} differ by {off}: shapes {a.shape} and {b.shape}\n{a}\n{b}"
    )


def assert_almost_equal_ignore_nan(a, b, rtol=None, atol=None, names=("a", "b")):
    """Asserts that two arrays are equal where neither is nan."""
    a, b = np.copy(raw(a)), np.copy(raw(b))
    nan = np.isnan(a) | np.isnan(b)
    a[nan] = b[nan] = 0
    assert_almost_equal(a, b, rtol, atol, names)


def assert_exception(f, exception_type, *args, **kwargs):
    """Asserts that a call raises, now or when its result is waited for."""
    try:
        f(*args, **kwargs)
        mx.nd.waitall()
    except exception_type:
        return
    raise AssertionError(f"{f} did not raise {exception_type}")


def rand_shape_nd(num_dim, dim=10, allow_zero_size=False):
    """A random shape."""
    return tuple(int(size) for size in np.random.randint(0 if allow_zero_size else 1, dim + 1, num_dim))


def rand_shape_2d(dim0=10, dim1=10, allow_zero_size=False):
    """A random shape of two axes."""
    return rand_shape_nd(1, dim0, allow_zero_size) + rand_shape_nd(1, dim1, allow_zero_size)


def rand_shape_3d(dim0=10, dim1=10, dim2=10, allow_zero_size=False):
    """A random shape of three axes."""
    return rand_shape_2d(dim0, dim1, allow_zero_size) + rand_shape_nd(1, dim2, allow_zero_size)


def rand_ndarray(shape, stype="default", density=None, dtype=None, **_):
    """A random array between -1 and 1."""
    assert stype == "default"
    return mx.nd.array(np.random.uniform(-1, 1, shape), dtype=dtype or "float32")


def random_arrays(*shapes):
    """Arrays from the normal distribution; one alone where one shape is given."""
    arrays = [np.array(np.random.randn(*shape), dtype=np.float32) for shape in shapes]
    return arrays[0] if len(arrays) == 1 else arrays


def random_uniform_arrays(*shapes, low=0.0, high=1.0, dtype="float32"):
    """Arrays from the uniform distribution."""
    return [np.random.uniform(low, high, shape).astype(dtype) for shape in shapes]


def random_sample(population, k):
    """Some elements, in order."""
    return sorted(rnd.sample(list(population), k), key=list(population).index)


def np_reduce(dat, axis, keepdims, numpy_reduce_func):
    """Reduces an array along some axes, one after the other."""
    axes = range(dat.ndim) if axis is None else [axis] if isinstance(axis, int) else axis
    for one in sorted(axes, reverse=True):
        dat = numpy_reduce_func(np.asarray(dat), axis=one)
        if keepdims:
            dat = np.expand_dims(dat, one)
    return dat


def collapse_sum_like(a, shape):
    """Sums an array to a shape that broadcasts to its own."""
    extra = a.ndim - len(shape)
    axes = [i for i in range(a.ndim) if i < extra or shape[i - extra] == 1]
    return a.sum(axis=tuple(axes), keepdims=True).reshape(shape)


def use_np(func):
    """The tests of the NumPy namespaces are not chosen."""
    return func


@contextlib.contextmanager
def discard_stderr():
    """A `with` block whose errors are not printed."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        yield


def retry(n):
    """A decorator: of so many trials, one must pass."""

    def decorate(test):
        @functools.wraps(test)
        def run(*args, **kwargs):
            for left in reversed(range(n)):
                try:
                    return test(*args, **kwargs)
                except AssertionError:
                    if not left:
                        raise

        return run

    return decorate


def gen_buckets_probs_with_ppf(ppf, nbuckets):
    """Ranges of equal probability, from the inverse of a distribution's cumulative function."""
    edges = [ppf(i / nbuckets) for i in range(nbuckets + 1)]
    return list(itertools.pairwise(edges)), [1 / nbuckets] * nbuckets


def chi_square_check(generator, buckets, probs, nsamples=1000000):
    """The p-value of samples against the probabilities of buckets, with the two frequencies."""
    samples = raw(generator(nsamples)).reshape(-1)
    assert len(samples) == nsamples
    if isinstance(buckets[0], (list, tuple)):
        edges = np.array([low for low, _ in buckets] + [buckets[-1][1]], dtype=np.float64)
        found = np.histogram(samples.astype(np.float64), edges)[0]
    else:
        found = np.array([(samples == value).sum() for value in buckets])
    expected = np.array(probs) * nsamples
    assert found.sum() > 0.99 * nsamples
    return ss.chisquare(found, expected)[1], found, expected


def verify_generator(generator, buckets, probs, nsamples=1000000, nrepeat=5, success_rate=0.2, alpha=0.05):
    """Asserts that samples come from a distribution."""
    levels = [chi_square_check(generator, buckets, probs, nsamples)[0] for _ in range(nrepeat)]
    assert sum(level > alpha for level in levels) >= nrepeat * success_rate, levels
    return levels


def mean_check(generator, mu, sigma, nsamples=1000000):
    """Whether the mean of samples is within three standard errors."""
    return abs(raw(generator(nsamples)).mean() - mu) < 3 * sigma / nsamples**0.5


def var_check(generator, sigma, nsamples=1000000):
    """Whether the variance of samples is within three standard errors."""
    found = raw(generator(nsamples)).astype(np.float64).var(ddof=1)
    return abs(found / sigma**2 - 1) < 3 * (2 / (nsamples - 1)) ** 0.5


def compare_ndarray_tuple(t1, t2, rtol=None, atol=None):
    """Asserts that two states of an optimiser are equal."""
    if t1 is None or t2 is None:
        return
    if isinstance(t1, tuple):
        for one, other in zip(t1, t2):  # noqa: B905
            compare_ndarray_tuple(one, other, rtol, atol)
    else:
        assert_almost_equal(t1, t2, rtol=rtol, atol=atol)


def compare_optimizer(
    opt1, opt2, shape, dtype, w_stype="default", g_stype="default",
    rtol=1e-4, atol=1e-5, compare_states=True, ntensors=1,
):  # fmt: skip
    """Asserts that two optimisers take the same step; of lists of shapes, the second takes all at once."""
    assert w_stype == g_stype == "default"
    shapes = shape if isinstance(shape, list) else [shape]
    weights, grads = ([mx.random.uniform(shape=s, dtype=dtype) for s in shapes] for _ in range(2))
    others = [weight.copy() for weight in weights]
    states = [opt1.create_state_multi_precision(i, weight) for i, weight in enumerate(weights)]
    other_states = [opt2.create_state_multi_precision(i, weight) for i, weight in enumerate(others)]
    for i, (weight, grad, state) in enumerate(zip(weights, grads, states)):  # noqa: B905
        opt1.update_multi_precision(i, weight, grad.copy(), state)
    if isinstance(shape, list):
        opt2.update_multi_precision(list(range(ntensors)), others, grads, other_states)
    else:
        opt2.update_multi_precision(0, others[0], grads[0], other_states[0])
    if compare_states:
        compare_ndarray_tuple(tuple(states), tuple(other_states), rtol, atol)
    compare_ndarray_tuple(tuple(weights), tuple(others), rtol, atol)
