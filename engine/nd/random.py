"""Random arrays: drawn from distributions, shuffled, picked."""

import numpy

from engine import random as _random
from engine.context import Context as _Context
from engine.context import current_context as _current_context
from engine.ndarray import NDArray as _NDArray

__all__ = ["normal", "uniform"]


def __dir__():
    return __all__


def uniform(low=0, high=1, shape=None, dtype="float32", ctx=None, out=None):
    """Numbers drawn uniformly from `low` up to `high`, `high` excluded."""
    return _draw(lambda rng, size, low, high: low + (high - low) * rng.random(size), (low, high), shape, dtype, ctx, out)


def normal(loc=0, scale=1, shape=None, dtype="float32", ctx=None, out=None):
    """Numbers drawn from a normal (Gaussian) distribution."""
    return _draw(
        lambda rng, size, loc, scale: loc + scale * rng.standard_normal(size), (loc, scale), shape, dtype, ctx, out
    )


def _draw(draw, parameters, shape, dtype, ctx, out):
    shape = () if shape is None else (shape,) if isinstance(shape, int) else tuple(shape)
    arrays = [p for p in parameters if isinstance(p, _NDArray)]
    if arrays:
        context = arrays[0].context
        base = arrays[0].shape
        size = base + shape
        parameters = [p._raw.reshape(base + (1,) * len(shape)) if isinstance(p, _NDArray) else p for p in parameters]
    else:
        context = out.context if out is not None else _current_context() if ctx is None else _Context(ctx)
        size = out.shape if out is not None else shape or (1,)
    raw = draw(_random.generator(context), size, *parameters).astype(numpy.dtype(dtype or "float32"))
    if out is not None:
        out._raw[...] = raw
        return out
    return _NDArray(raw, context)
