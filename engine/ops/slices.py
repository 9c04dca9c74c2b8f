"""Rows that cut blocks out of an array."""

from engine.base import error
from engine.ops.dispatch import op


@op(
    lambda F, g, y, data, axis, begin, end: F._unslice(g, shape=data.shape, axis=axis, begin=begin),
    rules=("g at the places read, 0 elsewhere",),
    method=True,
    views=True,
)
def slice_axis(xp, data, axis, begin, end):
    """The elements from `begin` up to `end`, `end` excluded, along one axis.

    Parameters
    ----------
    data : NDArray
        The input.
    axis, begin, end : int
        The axis and the bounds; negative ones count from the end, `end=None` is the end.

    Examples
    --------
    >>> nd.arange(5).slice_axis(axis=0, begin=1, end=3)
    <BLANKLINE>
    [1. 2.]
    <NDArray 2 @cpu(0)>
    """
    start, stop, _ = slice(begin, end).indices(data.shape[axis])
    if start >= stop or (end or 0) > data.shape[axis]:
        raise error("slice_axis", (data.shape,), f"axis {axis} has no elements from {begin} up to {end}")
    return data[(slice(None),) * (axis % data.ndim) + (slice(begin, end),)]


@op(
    lambda F, g, y, data, shape, axis, begin: F.slice_axis(
        g, axis=axis, begin=begin, end=begin % shape[axis] + data.shape[axis]
    ),
    rules=("g at the places read",),
    public=False,
)
def _unslice(xp, data, shape, axis, begin):
    """Zeros with an array put in at a place along an axis: the gradient of a slice."""
    result = xp.zeros(shape, data.dtype)
    begin = (begin or 0) % shape[axis]
    result[(slice(None),) * (axis % data.ndim) + (slice(begin, begin + data.shape[axis]),)] = data
    return result


def _slices(begin, end, step):
    begin, end = (bound if isinstance(bound, (tuple, list)) else (bound,) for bound in (begin, end))
    step = step or (None,) * len(begin)
    return tuple(slice(*bounds) for bounds in zip(begin, end, step, strict=True))


@op(
    lambda F, g, y, data, begin, end, step: F._scatter(g, shape=data.shape, key=_slices(begin, end, step)),
    rules=("g at the places read, 0 elsewhere",),
    method=True,
    views=True,
    name="slice",
    aliases=("crop",),
)
def _slice(xp, data, begin, end, step=None):
    """A block of elements, from `begin` up to `end` along each axis.

    Parameters
    ----------
    data : NDArray
        The input.
    begin, end, step : tuple of int
        Bounds and steps, one for each axis from the first on; None stands for the whole axis.

    Examples
    --------
    >>> nd.slice(nd.arange(6).reshape((2, 3)), begin=(0, 1), end=(2, 3))
    <BLANKLINE>
    [[1. 2.]
     [4. 5.]]
    <NDArray 2x2 @cpu(0)>
    """
    result = data[_slices(begin, end, step)]
    if 0 in result.shape:
        raise error("slice", (data.shape,), f"there are no elements from {begin} up to {end}")
    return result


@op(
    lambda F, g, y, data, shape_like, axes: F._scatter(
        g, shape=data.shape, key=tuple(slice(0, size) for size in y.shape)
    ),
    rules=("g at the places read, 0 elsewhere", "0"),
    inputs=2,
    mixed=True,
    method=True,
    views=True,
)
def slice_like(xp, data, shape_like, axes=()):
    """The first elements along each axis, as many as another array has.

    Parameters
    ----------
    data, shape_like : NDArray
        The input, and the array whose sizes to take.
    axes : tuple of int
        Only along these axes.

    Examples
    --------
    >>> nd.slice_like(nd.zeros((3, 4)), nd.zeros((2, 2))).shape
    (2, 2)
    """
    chosen = {axis % data.ndim for axis in axes} if axes else set(range(data.ndim))
    if not axes and data.ndim != shape_like.ndim:
        raise error(
            "slice_like", (data.shape, shape_like.shape), "must have equally many axes, or `axes` be given"
        )
    for axis in sorted(chosen):
        if shape_like.shape[axis] > data.shape[axis]:
            raise error(
                "slice_like",
                (data.shape, shape_like.shape),
                f"axis {axis} of the first has no {shape_like.shape[axis]} elements",
                ((0, axis), (1, axis)),
            )
    return data[tuple(slice(0, shape_like.shape[a] if a in chosen else None) for a in range(data.ndim))]
