"""Random arrays: numbers drawn from distributions, shuffled, picked by probability.

The numbers follow from `mx.random.seed`: the same seed gives the same arrays.

Examples
--------
>>> mx.random.seed(0)
>>> nd.random.uniform(shape=3).shape
(3,)
"""

import numpy

from engine import hooks as _hooks
from engine import random as _random
from engine.base import error as _error
from engine.context import Context as _Context
from engine.context import current_context as _current_context
from engine.ndarray import NDArray as _NDArray
from engine.ops import helptext as _helptext

__all__ = [
    "exponential",
    "gamma",
    "generalized_negative_binomial",
    "multinomial",
    "negative_binomial",
    "normal",
    "poisson",
    "randint",
    "randn",
    "shuffle",
    "uniform",
]


def __dir__():
    return __all__


def uniform(low=0, high=1, shape=None, dtype="float32", ctx=None, out=None):
    """Numbers drawn uniformly from `low` up to `high`: every number between is as likely as another.

    Parameters
    ----------
    low : float or NDArray
        The smallest number that may come.
    high : float or NDArray
        The bound above, which does not come itself.

    Examples
    --------
    >>> x = nd.random.uniform(-1, 1, shape=(2, 3))
    >>> x.shape
    (2, 3)
    >>> bool(x.min() >= -1), bool(x.max() < 1)
    (True, True)

    See also
    --------
    nd.random.normal, nd.random.randint
    """
    return _draw(
        "uniform",
        lambda rng, size, low, high: low + (high - low) * rng.random(size),
        (low, high),
        shape,
        dtype,
        ctx,
        out,
    )


def normal(loc=0, scale=1, shape=None, dtype="float32", ctx=None, out=None):
    """Numbers drawn from a normal (Gaussian) distribution.

    Parameters
    ----------
    loc : float or NDArray
        The mean.
    scale : float or NDArray
        The standard deviation, the width of the bell curve.

    Examples
    --------
    >>> w = nd.random.normal(scale=0.01, shape=(2, 3))
    >>> w.shape
    (2, 3)
    >>> bool(w.abs().max() < 0.1)
    True

    See also
    --------
    nd.random.randn, nd.random.uniform
    """

    def draw(rng, size, loc, scale):
        if isinstance(scale, (int, float)) and scale < 0:
            raise ValueError(f"the scale is a standard deviation, and cannot be {scale}")
        return loc + scale * rng.standard_normal(size)

    return _draw("normal", draw, (loc, scale), shape, dtype, ctx, out)


def randn(*shape, loc=0, scale=1, dtype="float32", ctx=None, out=None):
    """Numbers drawn from a normal distribution, the shape written as arguments.

    Parameters
    ----------
    shape : int
        The size along each axis.
    loc : float or NDArray
        The mean.
    scale : float or NDArray
        The standard deviation.

    Examples
    --------
    >>> nd.random.randn(2, 3).shape
    (2, 3)

    See also
    --------
    nd.random.normal
    """
    return normal(loc, scale, shape or None, dtype, ctx, out)


def exponential(scale=1, shape=None, dtype="float32", ctx=None, out=None):
    """Numbers drawn from an exponential distribution: the waiting times of events at a constant rate.

    Parameters
    ----------
    scale : float or NDArray
        The mean waiting time.

    Examples
    --------
    >>> bool(nd.random.exponential(2, shape=100).min() >= 0)
    True
    """
    return _draw(
        "exponential",
        lambda rng, size, scale: scale * rng.standard_exponential(size),
        (scale,),
        shape,
        dtype,
        ctx,
        out,
    )


def gamma(alpha=1, beta=1, shape=None, dtype="float32", ctx=None, out=None):
    """Numbers drawn from a gamma distribution, whose mean is alpha × beta.

    Parameters
    ----------
    alpha : float or NDArray
        The form of the distribution, greater than 0.
    beta : float or NDArray
        The scale of the numbers.

    Examples
    --------
    >>> bool(nd.random.gamma(9, 0.5, shape=100).min() > 0)
    True
    """
    return _draw(
        "gamma",
        lambda rng, size, alpha, beta: beta * rng.standard_gamma(alpha, size),
        (alpha, beta),
        shape,
        dtype,
        ctx,
        out,
    )


def poisson(lam=1, shape=None, dtype="float32", ctx=None, out=None):
    """Counts drawn from a Poisson distribution: how many events happen at a constant rate.

    Parameters
    ----------
    lam : float or NDArray
        The mean count.

    Examples
    --------
    >>> x = nd.random.poisson(4, shape=100)
    >>> (x == x.floor()).sum()
    <BLANKLINE>
    [100.]
    <NDArray 1 @cpu(0)>

    Differs from NumPy
    ------------------
    The counts are float32.
    """
    return _draw("poisson", lambda rng, size, lam: rng.poisson(lam, size), (lam,), shape, dtype, ctx, out)


def negative_binomial(k=1, p=1, shape=None, dtype="float32", ctx=None, out=None):
    """Counts of failures before the k-th success, each try succeeding with probability p.

    Parameters
    ----------
    k : float or NDArray
        How many successes to wait for.
    p : float or NDArray
        The probability of success.

    Examples
    --------
    >>> bool(nd.random.negative_binomial(4, 0.5, shape=100).min() >= 0)
    True
    """
    return _draw(
        "negative_binomial",
        lambda rng, size, k, p: rng.poisson(rng.standard_gamma(k, size) * ((1 - p) / p)),
        (k, p),
        shape,
        dtype,
        ctx,
        out,
    )


def generalized_negative_binomial(mu=1, alpha=1, shape=None, dtype="float32", ctx=None, out=None):
    """Counts with a mean and a spread of their own: a Poisson distribution whose rate varies.

    Parameters
    ----------
    mu : float or NDArray
        The mean count.
    alpha : float or NDArray
        How much the rate varies; the variance is mu + alpha × mu².

    Examples
    --------
    >>> bool(nd.random.generalized_negative_binomial(4, 0.5, shape=100).min() >= 0)
    True
    """

    def draw(rng, size, mu, alpha):
        return rng.poisson(rng.standard_gamma(1 / alpha, size) * (alpha * mu))

    return _draw("generalized_negative_binomial", draw, (mu, alpha), shape, dtype, ctx, out)


def randint(low, high, shape=None, dtype="int32", ctx=None, out=None):
    """Integers drawn uniformly from `low` up to `high`.

    Parameters
    ----------
    low : int
        The smallest integer that may come.
    high : int
        The bound above, which does not come itself.

    Examples
    --------
    >>> x = nd.random.randint(0, 10, shape=100)
    >>> bool(x.min() >= 0), bool(x.max() < 10), x.dtype
    (True, True, <class 'numpy.int32'>)

    Differs from NumPy
    ------------------
    The integers are int32.
    """
    return _draw(
        "randint",
        lambda rng, size, low, high: rng.integers(low, high, size),
        (low, high),
        shape,
        dtype,
        ctx,
        out,
    )


def multinomial(data, shape=None, get_prob=False, dtype="int32", out=None):
    """Indices drawn by their probabilities.

    Parameters
    ----------
    data : NDArray
        Probabilities that sum to 1, along the last axis.
    shape : int or tuple of int
        How many draws for each row; one if not given.
    get_prob : bool
        Also the logarithm of the probability of each draw, which has a gradient: a list of both.
    dtype : str or type
        The type of the indices.
    out : NDArray
        Where to put the indices, instead of a new array.

    Shapes
    ------
    (k,) gives the shape; (rows, k) gives the rows and then the shape.

    Examples
    --------
    >>> nd.random.multinomial(nd.array([[0, 1], [1, 0]]), shape=3)
    <BLANKLINE>
    [[1 1 1]
     [0 0 0]]
    <NDArray 2x3 @cpu(0)>

    Differs from NumPy
    ------------------
    The indices drawn, not how often each came.
    """
    xp, raw = data._context.xp, data._raw
    exact = numpy.finfo(dtype).nmant + 1 if numpy.dtype(dtype).kind == "f" else numpy.iinfo(dtype).bits
    if raw.shape[-1] - 1 > 2**exact:
        reason = f"{numpy.dtype(dtype)} does not hold indices up to {raw.shape[-1] - 1}"
        raise _error("random.multinomial", (raw.shape,), reason)
    inner = () if shape is None else (shape,) if isinstance(shape, int) else tuple(shape)
    rows = raw.reshape((-1, raw.shape[-1]))
    edges = xp.cumsum(rows, axis=1)
    count = int(numpy.prod(inner))
    draws = _random.generator(data._context).random((rows.shape[0], count)) * edges[:, -1:]
    indices = (draws[:, :, None] >= edges[:, None, :]).sum(axis=2)
    size = raw.shape[:-1] + inner or (1,)
    drawn = _finish("multinomial", indices.reshape(size).astype(dtype), data._context, {"shape": shape}, out)
    if not get_prob:
        return drawn
    row = _NDArray(xp.arange(len(rows))[:, None], data._context)
    chances = data.reshape(rows.shape)[row, _NDArray(indices, data._context)]
    return [drawn, chances.log().reshape(size)]


def shuffle(data, out=None):
    """The slices along the first axis in a random order; each slice stays as it is.

    Parameters
    ----------
    data : NDArray
        The input; it is not changed.
    out : NDArray
        Where to put the result, instead of a new array.

    Examples
    --------
    >>> x = nd.random.shuffle(nd.arange(4))
    >>> x.sort()
    <BLANKLINE>
    [0. 1. 2. 3.]
    <NDArray 4 @cpu(0)>

    Differs from NumPy
    ------------------
    `np.random.shuffle` changes its input.
    """
    order = _random.generator(data._context).permutation(data.shape[0])
    return _finish("shuffle", data._raw[order], data._context, {}, out)


def _draw(name, draw, parameters, shape, dtype, ctx, out):
    """An array of draws; parameters that are arrays give a block of draws for each of their elements."""
    inner = () if shape is None else (shape,) if isinstance(shape, int) else tuple(shape)
    arrays = [value for value in parameters if isinstance(value, _NDArray)]
    if arrays:
        context, outer = arrays[0]._context, arrays[0].shape
        if any(array.shape != outer for array in arrays):
            raise _error("random", [array.shape for array in arrays], "parameters must have one shape")
        if len(arrays) != len(parameters):
            raise AssertionError("the parameters of a distribution are all numbers or all NDArrays")
        size = outer + inner
        parameters = [value._raw.reshape(outer + (1,) * len(inner)) for value in parameters]
    else:
        context = out._context if out is not None else _current_context() if ctx is None else _Context(ctx)
        size = inner or (out.shape if out is not None else (1,))
    if 0 in size:
        raise _error(f"random.{name}", (size,), "every axis needs at least one element")
    try:
        raw = draw(_random.generator(context), size, *parameters).astype(dtype or "float32")
    except ValueError as problem:
        raise _error(f"random.{name}", (), str(problem)) from None
    return _finish(name, raw, context, {"shape": size}, out)


def _finish(name, raw, context, arguments, out):
    if out is None:
        out = _NDArray(raw, context)
    else:
        out._raw[...] = raw
    if (on_op := _hooks.on_op) is not None:
        on_op(f"random.{name}", (), arguments, out)
    return out


_helptext.document_module(globals(), "engine.nd.random")
