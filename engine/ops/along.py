"""Sums, means and extremes along axes, quick where rows or columns are short.

NumPy reduces a matrix row by row and pays 10 to 60 ns for each, however short it is: ten classes of 256
examples take longer than to exponentiate them. A sum is a product with ones as well, for which BLAS needs a
tenth of the time, and the extremes of short rows are those of the columns of the transposed array.
"""

from functools import lru_cache
from math import prod

import numpy

#: NumPy is quicker with smaller arrays, and more exact in longer sums, whose rounding errors add up.
_LEAST, _MOST = 64, 4096
_ones = {dtype: numpy.ones(_MOST, dtype) for dtype in "fd"}

#: Rows up to this length are short, and worth transposing from so many rows on.
_SHORT, _MANY = 16, 32


def total(xp, data, axis=None, keepdims=False):
    """`data.sum(axis, keepdims)` of a raw array."""
    if axis is None:
        return data.sum(axis=None, keepdims=keepdims)
    if xp is numpy and data.size >= _LEAST and data.dtype.char in _ones and data.flags.c_contiguous:
        plan = _plan(data.shape, axis, keepdims)
        if plan is not None:
            leading, trailing, shape = plan
            ones = _ones[data.dtype.char]
            if trailing:
                data = data.reshape(-1, trailing).dot(ones[:trailing])
            if leading:
                data = ones[:leading].dot(data.reshape(leading, -1))
            return data.reshape(shape)
    return data.sum(axis=axis, keepdims=keepdims)


@lru_cache(1024)
def _plan(shape, axis, keepdims):
    """How many elements the leading and the trailing axes have that are summed, and the result's shape.

    None where products do not serve: for axes in the middle, for all there are, and for sums too long.
    """
    count = len(shape)
    axes = axis if isinstance(axis, tuple) else (axis,)
    gone = {a % count for a in axes if -count <= a < count}
    if not 0 < len(axes) == len(gone) < count:
        return None
    first = next(a for a in range(count) if a not in gone)
    last = next(a for a in reversed(range(count)) if a not in gone)
    if any(a in gone for a in range(first, last)):
        return None
    leading, trailing = prod(shape[:first]), prod(shape[last + 1 :])
    if not (0 < leading <= _MOST and 0 < trailing <= _MOST):
        return None
    kept = tuple([1 if a in gone else size for a, size in enumerate(shape) if keepdims or a not in gone])
    return leading if first else 0, trailing if last + 1 < count else 0, kept


def average(xp, data, axis=None, keepdims=False):
    """`data.mean(axis, keepdims)` of a raw array."""
    if xp is numpy and data.dtype.char in _ones and data.size >= _LEAST:
        summed = total(xp, data, axis, keepdims)
        return summed / (data.size / summed.size)
    return data.mean(axis=axis, keepdims=keepdims)


def largest(xp, data, axis=None, keepdims=False):
    """`data.max(axis, keepdims)` of a raw array."""
    return _extreme(xp, data, "max", axis, keepdims)


def smallest(xp, data, axis=None, keepdims=False):
    """`data.min(axis, keepdims)` of a raw array."""
    return _extreme(xp, data, "min", axis, keepdims)


def _extreme(xp, data, name, axis, keepdims):
    shape = data.shape
    if xp is numpy and len(shape) == 2 and axis in (1, -1) and shape[1] <= _SHORT and shape[0] >= _MANY:
        found = getattr(data.T.copy(), name)(axis=0)
        return found.reshape(-1, 1) if keepdims else found
    return getattr(data, name)(axis=axis, keepdims=keepdims)


def sum_to(F, gradient, shape):
    """A gradient, raw or an NDArray, summed over the axes that broadcasting had added or stretched."""
    given = gradient.shape
    extra = len(given) - len(shape)
    axes = tuple(range(extra))
    if given[extra:] != shape:
        axes += tuple([axis for axis, size in enumerate(shape, extra) if size == 1 and given[axis] != 1])
    gradient = F.sum(gradient, axis=axes)
    return gradient if gradient.shape == shape else gradient.reshape(shape)
