"""Rows that reduce axes: sums, means, extremes, norms and the indices of extremes."""

import math
import numbers

from numpy.lib.array_utils import normalize_axis_tuple

from engine.base import MXNetError
from engine.ops import along
from engine.ops.dispatch import op


def axes_of(data, axis, exclude=False):
    """The axes to reduce as NumPy wants them: None for all."""
    if axis is None:
        return None
    if not isinstance(axis, (int, tuple, list, numbers.Integral)):
        raise MXNetError(f"axis is a whole number or a tuple of them, not of type {type(axis).__name__}")
    if axis == ():
        return None
    if not exclude:
        return tuple(axis) if isinstance(axis, list) else axis
    kept = normalize_axis_tuple(axis, len(data.shape))
    return tuple(a for a in range(len(data.shape)) if a not in kept)


def whole(reduced):
    """A reduction over everything has shape (1,), as everywhere in MXNet."""
    return reduced if reduced.shape else reduced.reshape(1)


def _spread_shape(shape, axis, exclude):
    """The shape that a reduced array would have with `keepdims`."""
    count = len(shape)
    if axis is None or axis == ():
        return (1,) * count
    listed = {a % count for a in (axis if isinstance(axis, (tuple, list)) else (axis,))}
    return tuple(size if (a in listed) is exclude else 1 for a, size in enumerate(shape))


@op(
    lambda F, g, y, data, shape, axis, exclude: F.reshape(
        F.sum(g, axis=axis, exclude=exclude), shape=data.shape
    ),
    rules=("sum of g",),
    public=False,
)
def _spread(xp, data, shape, axis=None, exclude=False):
    """A reduced array repeated along the axes that were reduced: the gradient of a sum."""
    result = xp.empty(shape, data.dtype)  # `xp.broadcast_to` takes longer than filling a batch of losses
    result[...] = data.reshape(_spread_shape(shape, axis, exclude))
    return result


@op(
    lambda F, g, y, data, axis, keepdims, exclude: F._spread(g, shape=data.shape, axis=axis, exclude=exclude),
    rules=("g, repeated along the summed axes",),
    method=True,
    aliases=("sum_axis",),
)
def sum(xp, data, axis=None, keepdims=False, exclude=False):
    """Sum of the elements, over all axes or those given.

    Shapes
    ------
    The reduced axes are gone; (1,) when all are. With `keepdims` they stay, with size 1.

    Examples
    --------
    >>> x = nd.array([[1, 2, 3], [4, 5, 6]])
    >>> nd.sum(x)
    <BLANKLINE>
    [21.]
    <NDArray 1 @cpu(0)>
    >>> x.sum(axis=0)
    <BLANKLINE>
    [5. 7. 9.]
    <NDArray 3 @cpu(0)>
    >>> x.sum(axis=1, keepdims=True)
    <BLANKLINE>
    [[ 6.]
     [15.]]
    <NDArray 2x1 @cpu(0)>

    Differs from NumPy
    ------------------
    The sum of everything has shape (1,), not (); `exclude` names the axes to keep.
    """
    return whole(along.total(xp, data, axes_of(data, axis, exclude), keepdims))


@op(
    lambda F, g, y, data, axis, keepdims, exclude: F._spread(
        g / (math.prod(data.shape) / math.prod(y.shape)), shape=data.shape, axis=axis, exclude=exclude
    ),
    rules=("g / n, repeated along the averaged axes",),
    method=True,
)
def mean(xp, data, axis=None, keepdims=False, exclude=False):
    """Mean of the elements, over all axes or those given.

    Shapes
    ------
    As for `nd.sum`.

    Examples
    --------
    >>> nd.array([[1, 2], [3, 4]]).mean(axis=0)
    <BLANKLINE>
    [2. 3.]
    <NDArray 2 @cpu(0)>

    Differs from NumPy
    ------------------
    The mean of integers is an integer, rounded towards 0.
    """
    return whole(along.average(xp, data, axes_of(data, axis, exclude), keepdims))


@op(
    lambda F, g, y, data, axis, keepdims, exclude: (
        F._spread(g * y, shape=data.shape, axis=axis, exclude=exclude) / data
    ),
    rules=("g × y / a",),
    method=True,
)
def prod(xp, data, axis=None, keepdims=False, exclude=False):
    """Product of the elements, over all axes or those given.

    Shapes
    ------
    As for `nd.sum`.

    Examples
    --------
    >>> nd.prod(nd.array([2, 3, 4]))
    <BLANKLINE>
    [24.]
    <NDArray 1 @cpu(0)>
    """
    return whole(data.prod(axis=axes_of(data, axis, exclude), keepdims=keepdims))


def _extreme(F, g, y, data, axis, keepdims, exclude):
    """The gradient of max and min: to every element that equals the extreme."""
    here = {"shape": data.shape, "axis": axis, "exclude": exclude}
    return F._spread(g, **here) * (data == F._spread(y, **here))


@op(_extreme, rules=("g where a is the largest, else 0",), method=True, aliases=("max_axis",))
def max(xp, data, axis=None, keepdims=False, exclude=False):
    """The largest element, over all axes or those given.

    Shapes
    ------
    As for `nd.sum`.

    Examples
    --------
    >>> nd.array([[1, 5], [7, 3]]).max(axis=1)
    <BLANKLINE>
    [5. 7.]
    <NDArray 2 @cpu(0)>
    """
    return whole(along.largest(xp, data, axes_of(data, axis, exclude), keepdims))


@op(_extreme, rules=("g where a is the smallest, else 0",), method=True, aliases=("min_axis",))
def min(xp, data, axis=None, keepdims=False, exclude=False):
    """The smallest element, over all axes or those given.

    Shapes
    ------
    As for `nd.sum`.

    Examples
    --------
    >>> nd.array([[1, 5], [7, 3]]).min(axis=1)
    <BLANKLINE>
    [1. 3.]
    <NDArray 2 @cpu(0)>
    """
    return whole(along.smallest(xp, data, axes_of(data, axis, exclude), keepdims))


def _norm_vjp(F, g, y, data, ord, axis, keepdims):
    if ord == 1:
        return F._spread(g, shape=data.shape, axis=axis) * F.sign(data)
    return F._spread(g / y, shape=data.shape, axis=axis) * data


@op(_norm_vjp, rules=("g × a / y",), method=True)
def norm(xp, data, ord=2, axis=None, keepdims=False):
    """The length of a vector: the square root of the sum of squares (`ord=2`), or the sum of sizes (`ord=1`).

    Parameters
    ----------
    data : NDArray
        The input; without `axis`, of any shape, taken as one long vector.
    ord : int
        2 or 1.
    axis : int or tuple of int
        Take the norm along these axes only.
    keepdims : bool
        Keep the reduced axes, with size 1.

    Shapes
    ------
    As for `nd.sum`.

    Examples
    --------
    >>> nd.array([3, 4]).norm()
    <BLANKLINE>
    [5.]
    <NDArray 1 @cpu(0)>
    """
    axis = axes_of(data, axis)
    if ord == 1:
        return whole(along.total(xp, xp.abs(data), axis, keepdims))
    if ord != 2:
        raise MXNetError(f"norm: ord is 1 or 2, not {ord}")
    # Squares of numbers relative to the largest neither overflow nor vanish.
    largest = xp.abs(data).max()
    scale = xp.where((largest > 0) & (largest < math.inf), largest, data.dtype.type(1))
    relative = data / scale
    return whole(scale * xp.sqrt(along.total(xp, relative * relative, axis, keepdims)))


def _index(found, keepdims, axis, data):
    if keepdims:
        return found.reshape(_spread_shape(data.shape, axis, False))
    return whole(found)


@op(method=True, rules=("0",))
def argmax(xp, data, axis=None, keepdims=False):
    """The index of the largest element along an axis; the first one if several are equal.

    Shapes
    ------
    The axis is gone, or has size 1 with `keepdims`. Without `axis` the index counts through all elements,
    in a result of shape (1,).

    Examples
    --------
    >>> nd.array([[1, 5], [7, 3]]).argmax(axis=1)
    <BLANKLINE>
    [1. 0.]
    <NDArray 2 @cpu(0)>

    Differs from NumPy
    ------------------
    The indices have the input's dtype, float32 as a rule.
    """
    return _index(data.argmax(axis=axis), keepdims, axis, data)


@op(method=True, rules=("0",))
def argmin(xp, data, axis=None, keepdims=False):
    """The index of the smallest element along an axis; the first one if several are equal.

    Shapes
    ------
    As for `nd.argmax`.

    Examples
    --------
    >>> nd.array([[1, 5], [7, 3]]).argmin(axis=1)
    <BLANKLINE>
    [0. 1.]
    <NDArray 2 @cpu(0)>

    Differs from NumPy
    ------------------
    The indices have the input's dtype, float32 as a rule.
    """
    return _index(data.argmin(axis=axis), keepdims, axis, data)


@op(
    lambda F, g, y, a, axis, dtype: (
        F.flip(F.cumsum(F.flip(g, axis=axis), axis=axis), axis=axis)
        if axis is not None
        else F.reshape(F.flip(F.cumsum(F.flip(g, axis=0), axis=0), axis=0), shape=a.shape)
    ),
    rules=("the sum of g from here on",),
    dtype_of_input=False,
)
def cumsum(xp, a, axis=None, dtype=None):
    """The sum of the elements so far, along an axis; along all elements in one vector if none is given.

    Parameters
    ----------
    a : NDArray
        The input.
    axis : int
        The axis.
    dtype : str or type
        The type of the result.

    Examples
    --------
    >>> nd.cumsum(nd.array([1, 2, 3]))
    <BLANKLINE>
    [1. 3. 6.]
    <NDArray 3 @cpu(0)>
    """
    return a.cumsum(axis=axis, dtype=dtype or a.dtype)
