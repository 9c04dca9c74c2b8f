"""Rows that make arrays larger: by broadcasting, by repeating, by a rim."""

import math

from engine.base import error
from engine.ndarray import NDArray
from engine.ops.dispatch import op


@op(
    lambda F, g, y, data, axis, size: F.sum(g, axis=axis, keepdims=True),
    rules=("g, summed along the stretched axes",),
    views=True,
    aliases=("broadcast_axes",),
)
def broadcast_axis(xp, data, axis=(), size=()):
    """Elements repeated along axes of size 1.

    Parameters
    ----------
    data : NDArray
        The input.
    axis : int or tuple of int
        The axes to stretch.
    size : int or tuple of int
        Their new sizes.

    Examples
    --------
    >>> nd.broadcast_axis(nd.array([[1], [2]]), axis=1, size=3)
    <BLANKLINE>
    [[1. 1. 1.]
     [2. 2. 2.]]
    <NDArray 2x3 @cpu(0)>
    """
    shape = list(data.shape)
    for one, count in zip(*[v if isinstance(v, (tuple, list)) else (v,) for v in (axis, size)], strict=True):
        shape[one] = count
    return xp.broadcast_to(data, shape)


NDArray.broadcast_axes = broadcast_axis


@op(
    lambda F, g, y, data, shape: g,
    rules=("g, summed along the stretched axes",),
    method=True,
    views=True,
)
def broadcast_to(xp, data, shape):
    """Elements repeated until the array has a larger shape.

    Parameters
    ----------
    data : NDArray
        The input.
    shape : tuple of int
        The result's shape, of as many axes; 0 keeps a size.

    Examples
    --------
    >>> nd.array([[1, 2, 3]]).broadcast_to((2, 3))
    <BLANKLINE>
    [[1. 2. 3.]
     [1. 2. 3.]]
    <NDArray 2x3 @cpu(0)>
    """
    back = len(shape) - data.ndim
    shape = tuple(data.shape[axis - back] if size == 0 else size for axis, size in enumerate(shape))
    return xp.broadcast_to(data, shape)


@op(
    lambda F, g, y, lhs, rhs, **axes: g,
    rules=("g, summed along the stretched axes",),
    inputs=2,
    method=True,
    mixed=True,
    views=True,
)
def broadcast_like(xp, lhs, rhs, lhs_axes=None, rhs_axes=None):
    """Elements repeated until `lhs` has the shape of `rhs`.

    Parameters
    ----------
    lhs, rhs : NDArray
        The array to stretch, and the one whose shape to take.
    lhs_axes, rhs_axes : tuple of int
        Stretch these axes of `lhs` to the sizes of these axes of `rhs`; all axes if not given.

    Examples
    --------
    >>> nd.broadcast_like(nd.array([[1, 2]]), nd.zeros((2, 2)))
    <BLANKLINE>
    [[1. 2.]
     [1. 2.]]
    <NDArray 2x2 @cpu(0)>
    """
    if lhs_axes is None:
        return xp.broadcast_to(lhs, rhs.shape)
    if not lhs_axes:
        raise error("broadcast_like", (lhs.shape, rhs.shape), "lhs_axes name no axis")
    shape = list(lhs.shape)
    for own, other in zip(lhs_axes, rhs_axes, strict=True):
        shape[own] = rhs.shape[other]
    return xp.broadcast_to(lhs, shape)


def _tile_vjp(F, g, y, data, reps):
    reps = reps if isinstance(reps, (tuple, list)) else (reps,)
    count = max(len(reps), len(data.shape))
    reps = (1,) * (count - len(reps)) + tuple(reps)
    shape = (1,) * (count - len(data.shape)) + tuple(data.shape)
    pairs = tuple(size for pair in zip(reps, shape, strict=True) for size in pair)
    summed = F.sum(F.reshape(g, shape=pairs), axis=tuple(range(0, 2 * count, 2)))
    return F.reshape(summed, shape=data.shape)


@op(_tile_vjp, rules=("g, summed over the copies",), method=True)
def tile(xp, data, reps):
    """The whole array repeated along its axes.

    Parameters
    ----------
    data : NDArray
        The input.
    reps : int or tuple of int
        How often, along each axis.

    Examples
    --------
    >>> nd.tile(nd.array([1, 2]), (2, 2))
    <BLANKLINE>
    [[1. 2. 1. 2.]
     [1. 2. 1. 2.]]
    <NDArray 2x4 @cpu(0)>
    """
    if min(reps if isinstance(reps, (tuple, list)) else (reps,), default=1) < 1:
        raise error("tile", (data.shape,), f"reps are 1 or more, not {reps}")
    return xp.tile(data, reps)


def _repeat_vjp(F, g, y, data, repeats, axis):
    if axis is None:
        shape, axis = (math.prod(data.shape), repeats), 0
    else:
        axis %= len(data.shape)
        shape = (*data.shape[: axis + 1], repeats, *data.shape[axis + 1 :])
    return F.reshape(F.sum(F.reshape(g, shape=shape), axis=axis + 1), shape=data.shape)


@op(_repeat_vjp, rules=("g, summed over the copies",), method=True)
def repeat(xp, data, repeats, axis=None):
    """Each element repeated, along an axis; in one long vector if no axis is given.

    Parameters
    ----------
    data : NDArray
        The input.
    repeats : int
        How often each element stands.
    axis : int
        The axis.

    Examples
    --------
    >>> nd.repeat(nd.array([1, 2]), 3)
    <BLANKLINE>
    [1. 1. 1. 2. 2. 2.]
    <NDArray 6 @cpu(0)>
    """
    return xp.repeat(data, repeats, axis)


def _pad_vjp(F, g, y, data, mode, pad_width, constant_value):
    for axis, size in enumerate(data.shape):
        before, after = pad_width[2 * axis : 2 * axis + 2]
        inner = F.slice_axis(g, axis=axis, begin=before, end=before + size)
        for begin, rim, last in ((0, before, False), (before + size, after, True)):
            if rim and mode != "constant":  # what the rim repeats gets its gradient, too
                passed = F.slice_axis(g, axis=axis, begin=begin, end=begin + rim)
                if mode == "reflect":
                    passed, room = F.flip(passed, axis=axis), (1, size - 1 - rim)
                else:
                    passed, room = F.sum(passed, axis=axis, keepdims=True), (0, size - 1)
                widths = [0] * len(pad_width)
                widths[2 * axis : 2 * axis + 2] = room[::-1] if last else room
                inner = inner + F.pad(passed, pad_width=tuple(widths))
        g = inner
    return g


@op(_pad_vjp, rules=("g without its rim",), method=True, aliases=("Pad",))
def pad(xp, data, mode="constant", pad_width=(), constant_value=0):
    """The array with a rim around it.

    Parameters
    ----------
    data : NDArray
        The input.
    mode : str
        What the rim holds: 'constant' one value, 'edge' the outermost elements again, 'reflect' the elements
        next to those, in reverse order.
    pad_width : tuple of int
        For each axis in order how many elements to put before and after.
    constant_value : number
        The value of a constant rim.

    Examples
    --------
    >>> nd.pad(nd.ones((1, 1)), mode="constant", pad_width=(0, 0, 1, 1))
    <BLANKLINE>
    [[0. 1. 0.]]
    <NDArray 1x3 @cpu(0)>
    >>> nd.pad(nd.array([1, 2, 3]), mode="reflect", pad_width=(2, 0))
    <BLANKLINE>
    [3. 2. 1. 2. 3.]
    <NDArray 5 @cpu(0)>
    """
    if mode not in ("constant", "edge", "reflect"):
        raise error("pad", (data.shape,), f"the mode is 'constant', 'edge' or 'reflect', not {mode!r}")
    widths = list(zip(pad_width[::2], pad_width[1::2], strict=True))
    if mode == "constant":
        return xp.pad(data, widths, mode, constant_values=constant_value)
    if mode == "reflect" and any(max(pair) >= n for pair, n in zip(widths, data.shape, strict=False)):
        raise error("pad", (data.shape,), f"a rim of {pad_width} is wider than what there is to reflect")
    return xp.pad(data, widths, mode)
